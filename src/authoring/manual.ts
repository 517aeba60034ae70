import { fieldKinds } from '../model/pack/field-kinds.ts';
import { type JsonSchema, type PackFileName, packJsonSchema, packSchemas } from '../packs/json-schema.ts';
import { fileWords, keyWords, sharedWords } from './manual-words.ts';

/** One key as the schema has it. */
interface Key {
  readonly path: string;
  readonly required: boolean;
  readonly kinds: readonly string[];
  readonly fallback: unknown;
}

/** Conditions are explained once, and not at each key that holds one. */
const isCondition = (path: string): boolean => /(?:^|\.)(?:when|require|confirm|applies)$/u.test(path);

const kindOf = (schema: JsonSchema, root: JsonSchema): string[] => {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target ? kindOf(target, root) : [];
  }
  if (schema.anyOf) return [...new Set(schema.anyOf.flatMap(one => kindOf(one, root)))];
  if (schema.enum) return [schema.enum.join(' / ')];
  if (schema.const !== undefined) return [String(schema.const)];
  const names: Readonly<Record<string, string>> = {
    string: schema.format === 'date' ? '日期' : '文字',
    number: '数',
    integer: '整数',
    boolean: 'true / false',
    array: '列表',
    object: schema.properties ? '一组' : '名称: 值',
  };
  return [schema.type].flat().flatMap(type => names[type ?? ''] ?? []);
};

/** Every key of a file, in the order of the schema. */
export const keysOf = (file: PackFileName): Key[] => {
  const root = packJsonSchema(file);
  const found = new Map<string, Key>();
  const visit = (schema: JsonSchema, path: string): void => {
    if (isCondition(path)) return;
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      const at = path === '' ? name : `${path}.${name}`;
      if (!found.has(at))
        found.set(at, {
          path: at,
          required: schema.required?.includes(name) ?? false,
          kinds: isCondition(at) ? ['条件'] : kindOf(inner, root),
          fallback: inner.default,
        });
      visit(inner, at);
    }
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, `${path}.*`);
    if (schema.items) visit(schema.items, path);
    for (const option of schema.anyOf ?? []) visit(option, path);
  };
  visit(root, '');
  return [...found.values()];
};

/** What a key means; undefined where nobody has written it down. */
export const wordsFor = (file: PackFileName, path: string): string | undefined =>
  keyWords[file][path] ?? sharedWords[path.split('.').at(-1)!];

const shown = (value: unknown): string =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
    ? ''
    : `，不写时为 ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;

const escaped = (text: string): string => text.replaceAll('|', '\\|');

const table = (file: PackFileName): string[] => {
  const rows = keysOf(file).map(({ path, required, kinds, fallback }) => {
    const kind = kinds.join('，或').replace(/^(?:文字，或)+/u, '文字，或');
    return `| \`${path}\` | ${required ? '必填' : ''} | ${escaped(`${kind}${shown(fallback)}`)} | ${escaped(wordsFor(file, path) ?? '')} |`;
  });
  return rows.length === 0 ? [] : ['| 名称 | | 写什么 | 说明 |', '|---|---|---|---|', ...rows, ''];
};

/** Examples the schema cannot give: conditions and template marks. Each is checked by a test. */
export const conditionExamples: readonly (readonly [yaml: string, meaning: string])[] = [
  ['{ fact: unitType, is: 企业 }', '选的是“企业”'],
  ['{ fact: unitType, in: [企业, 科研院所] }', '选的是其中之一'],
  ['{ fact: revenue, atLeast: 20000000 }', '不低于 2000 万元（金额写元，比例 3% 写 0.03）'],
  ['{ fact: staff, atMost: 300 }', '不超过 300'],
  ['{ fact: founded, before: 2020 }', '早于 2020 年；日期写成 2020-01-01'],
  ['{ fact: founded, within: [2018, 2022] }', '在两者之间，含两端'],
  ['{ all: [{ fact: a, is: true }, { fact: b, is: true }] }', '都成立'],
  ['{ any: [{ fact: a, is: true }, { fact: b, is: true }] }', '有一个成立'],
  ['{ not: { fact: a, is: true } }', '不成立'],
];

/** Further ones of the form's fields, which may look at other fields. */
export const formConditionExamples: readonly (readonly [yaml: string, meaning: string])[] = [
  ['{ field: joint, is: 是 }', '“joint”一栏填的是“是”；多选的，选了就算'],
  ['{ field: budget, atLeast: 1000000 }', '金额不低于 100 万元；同样可以写 in、atMost、before、within'],
  ['{ field: patent, filled: true }', '“patent”一栏填了'],
];

const marks: readonly (readonly [mark: string, meaning: string])[] = [
  ['【栏目编号】', '填这一栏的回答'],
  ['【box.栏目编号.选项】', '选了这一项打 ☑，没选打 ☐'],
  ['【栏目编号_行名】', '行列都印好的表（rows）里的一格，如 【revenue_2021年】'],
  ['【#lines.栏目编号】【.】【/lines.栏目编号】', '长文字，一行一段'],
  [
    '【#部分编号】…【n】…【栏目编号】…【/部分编号】',
    '可重复的部分，每项一遍；n 是第几项。写在表格一行里，就每项一行',
  ],
  ['【部分编号.2.栏目编号】', '可重复的部分里第 2 项的一栏；表上每项都印好了位置的用它'],
  ['【#pairs.部分编号】…【left】…【right】…【/pairs.部分编号】', '每两项一遍，left、right 是它们的序号'],
  ['【#栏目编号】…【/栏目编号】', '填了才有；【^栏目编号】…【/栏目编号】没填才有'],
  ['【mark】', '演练时印“演练样张”，放在页眉里'],
];

/** docs/authoring.zh-CN.md: the whole schema for authors. */
export const manual = (): string =>
  [
    '# 内容包怎么写',
    '',
    '<!-- 由 npm run docs:authoring 从程序的规则生成，请不要直接改这个文件。 -->',
    '',
    '一份通知是 `conversations` 下的一个文件夹。不用写程序：用记事本一类的编辑器改下面这些文件，改完运行 `shenbao check 文件夹名`，',
    '它会指出第几行有什么问题、怎样改。服务运行时改好的内容两秒内启用；有错误时说明错误，仍用改动前的版本。',
    '',
    '## 从哪里开始',
    '',
    '1. `shenbao new 名称 通知.docx 申报表.docx` 从 Word 文件起草。拿不准的地方标着 `# 请核对` 和原因，逐处对照原文，改好后删去标记。旧的 .doc、.wps 先另存为 .docx。',
    '2. `shenbao check 名称` 检查，直到没有错误。',
    '3. `shenbao preview 名称` 把例子填进 Word 模板，看每一格填得对不对。',
    '4. `shenbao chat` 自己走一遍。',
    '5. 下一年：`shenbao rollover 旧名称 新通知.docx`，按签核单逐项核对后在 `signoff.yaml` 签核。',
    '6. 执行中的通知延期或更正：`shenbao amend 名称 补充通知.docx`。',
    '',
    '## 内容工作台',
    '',
    '`shenbao start` 以后，在同一台机器的浏览器里打开网页地址后加 `/studio`。上面 2 到 5 步都可以在这里做：',
    '',
    '- 左边是内容包的文件。`Ctrl+S` 保存；错误和提醒标在那一行，点下面列出的位置可以跳过去；输入 `通知·` 或在 `clause:` 后面，会列出条款编号供选择。',
    '- 中间是通知原文。颜色表示哪些内容用到了这一条：条件、栏目和材料、问答、期限和联系；没有用到的有底纹。点“用在几处”，可以跳到用它的地方。',
    '- 右边是用刚保存的内容进行的对话，每次保存后从头重来一遍，您说过的话照样再说；只在内存里，不算真的申报。旁边还有：',
    '  - 怎么回答：一行写一个问题，看会怎样回答；保存后自动重答。',
    '  - 没答上的：实际使用中答了“通知未载明”的问题（姓名、号码已略去），按一下就加到某一项的问法，或列为未载明的话题。',
    '  - 资格表：任选两个事项，看各种情况的结论；每一条条件也单独列出。',
    '  - 签核：换年度后要核对的内容，新旧条文逐字对照，勾选后写上姓名，记入 `signoff.yaml`。',
    '  - Word 模板：每一栏印在申报表的哪里。',
    '',
    '保存的内容有错误时，右上角显示“有错误，仍用改动前的版本”，申报单位看到的仍是上一个正确的版本。',
    '两个人改同一个文件，后保存的不会覆盖先保存的：两份文字并排显示，由您决定用哪一份。',
    '在别的电脑上，只有已登录审核台的“操作员”能打开，只能改自己那份通知；反向代理默认不转发这个地址，需要时放行 `/studio`、`/api/studio/`、`/api/desk/`、`/page/`、`/module/`。',
    '',
    '写法要点：冒号和逗号用半角，冒号后面加一个空格；同一层左边对齐，用空格不用 Tab；号码和文字里有 `#`、`: ` 的，加上引号。',
    '',
    ...(Object.keys(packSchemas) as PackFileName[]).flatMap(file => [
      `## ${file}`,
      '',
      fileWords[file],
      '',
      ...table(file),
    ]),
    '## 条件的写法',
    '',
    '| 写法 | 意思 |',
    '|---|---|',
    ...conditionExamples.map(([yaml, meaning]) => `| \`${yaml}\` | ${meaning} |`),
    '',
    '没有问到的事项算“不知道”，别的部分已能决定的除外。',
    '',
    'form.yaml 里栏目的 `when`、材料的 `applies` 还可以看别的栏目，可重复的部分看同一项里的：',
    '',
    '| 写法 | 意思 |',
    '|---|---|',
    ...formConditionExamples.map(([yaml, meaning]) => `| \`${yaml}\` | ${meaning} |`),
    '',
    '## 栏目的种类',
    '',
    '| kind | 填什么 | 例子 |',
    '|---|---|---|',
    ...Object.entries(fieldKinds).map(
      ([kind, { expects, example }]) => `| \`${kind}\` | ${expects} | ${example} |`,
    ),
    '',
    '## Word 模板里的占位符',
    '',
    '在要填的地方直接输入，字体和版面照旧。',
    '',
    '| 占位符 | 意思 |',
    '|---|---|',
    ...marks.map(([mark, meaning]) => `| ${mark} | ${meaning} |`),
    '',
  ].join('\n');
