import { addDays } from '../model/calendar.ts';
import type { Clause } from '../model/clause.ts';
import { fromChinese } from '../model/numerals.ts';
import { type Doubt, type Sentence, sentencesOf } from './sentences.ts';
import type { Source } from './split-papers.ts';

/** A condition the notice states, as a fact to ask and a criterion over it. */
interface Candidate {
  readonly fact: Record<string, unknown> | null;
  readonly criterion: Record<string, unknown>;
  readonly because: string;
}

const headings =
  /申报(?:对象|范围|主体|条件|资格|要求)|(?:基本|主体|认定|支持)(?:条件|资格|要求|对象)|支持(?:对象|范围)|应(?:当)?(?:具备|符合|满足).{0,8}条件/u;

/** Degrees that experts weigh and nobody can answer with yes or no. */
const weighed =
  /较强|较好|良好的(?!信用)|明显|显著|先进|完善|突出|较高|健全|充分|优势|特色|示范|带动|合理|可行|领先/u;

const shortened = (text: string, most: number): string => {
  const plain = text
    .replace(/[（(][^（()）]{4,}[）)]/gu, '')
    .replace(/^[\s　]*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、．.])[\s　]*/u, '')
    .replace(/[。；;]\s*$/u, '');
  const [first, then] = plain.split(/[，,：:]/u);
  const head = /[的时]$/u.test(first!) && then !== undefined ? then : first!;
  return (head.length >= 4 && head.length <= most ? head : plain.slice(0, most)).trim();
};

const numberOf = (text: string): number => (/\d/u.test(text) ? Number(text) : fromChinese(text));
const scale: Readonly<Record<string, number>> = { 元: 1, 万元: 10_000, 亿元: 100_000_000 };

const threshold =
  /(不(?:低于|少于|小于|超过|高于|多于)|达到?|大于|超过|[≥≤]|满)?\s?([\d.]+|[一二三四五六七八九十]+)\s?(万元|亿元|元|%|％|平方米|个月|人|名|项|件|个|年|亩|家|户|头|吨|台|次|篇|天|小时)(以上|以下|以内)?/u;

type Test = {
  readonly type: string;
  readonly key: 'atLeast' | 'atMost';
  readonly bound: number;
  readonly unit?: string;
};

/** The first figure that is a bound: 2019年 alone is none. */
const boundIn = (text: string): RegExpExecArray | undefined =>
  [...text.matchAll(new RegExp(threshold, 'gu'))].find(([, before, , , after]) => before || after);

/** A measured condition: `不低于3%`, `2000万元以上`. */
const measuredIn = (text: string): Test | null => {
  const found = boundIn(text);
  if (!found) return null;
  const [, before = '', value, unit, after = ''] = found;
  const bound = numberOf(value!);
  if (Number.isNaN(bound)) return null;
  const key = /不超过|不高于|不多于|≤/u.test(before) || /以下|以内/u.test(after) ? 'atMost' : 'atLeast';
  const money = scale[unit!];
  if (money !== undefined) return { type: 'money', key, bound: bound * money };
  if (/[%％]/u.test(unit!)) return { type: 'ratio', key, bound: bound / 100 };
  return { type: 'number', key, bound, unit: unit! };
};

/** What a figure counts: the words right before it (专职研发人员不少于15人). */
const countedIn = (text: string): string | null => {
  const found = boundIn(text);
  const before = found ? text.slice(0, found.index).replace(/[（(][^（()）]*[）)]/gu, '') : '';
  const words = /([\p{Script=Han}A-Za-z]{2,24})$/u.exec(before)?.[1];
  // 研发投入占营业收入的比例 is one thing; of 规模以上企业的职工 only the last word is counted.
  const thing = (
    /的(?:比例|比重|数量|人数|总数|面积|金额|总额|时间)$/u.test(words ?? '')
      ? [words]
      : (words?.split(/的(?=[\p{Script=Han}]{2,})/u) ?? [])
  )
    .at(-1)
    ?.replace(/^(?:其中|且|并|拥有|具有|具备|应当?|须|配备|申请|拟申报)+/u, '')
    .replace(/[应须需]$/u, '');
  return thing !== undefined && thing.length >= 2 ? thing.slice(0, 16) : null;
};

/** What people call it: 研发设备原值 is also 研发设备, 设备原值 and 设备. */
const shorterNames = (name: string): string[] => {
  const bare = name.replace(/(?:原值|面积|总额|金额|总量|数量)$/u, '');
  const names = [name, bare].flatMap(one => [
    one,
    one.replace(/^(?:专职|自有|研发|上一?年度|年度|累计|现有)+(?=[\p{Script=Han}]{2,})/u, ''),
    one.replace(/^(?:专职|自有|现有)/u, ''),
  ]);
  return [...new Set(names)].filter(one => one.length >= 2 && !/^(?:研发|专职|人员|数量|金额)$/u.test(one));
};

/** `在2023年7月11日以前`, and what had to happen by then. */
const dayIn = (text: string): { readonly title: string; readonly before: string } | null => {
  const found = /[于在]?(\d{4})年(\d{1,2})月(\d{1,2})日(?:（含）)?(?:之|以)?前/u.exec(text);
  if (!found) return null;
  const [, year, month, day] = found;
  const before = text.slice(0, found.index).replace(/[均都需须应]+$/u, '');
  const said = /([\p{Script=Han}]{2,20}(?:时间|日期))$/u.exec(before)?.[1];
  const title =
    said?.split(/的/u).at(-1) ??
    (/注册|成立|设立/u.test(text) ? '注册成立日期' : /运营/u.test(text) ? '实际运营日期' : null);
  return title === null
    ? null
    : { title, before: addDays(`${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`, 1) };
};

const unitWord =
  /^[\p{Script=Han}]{0,8}(?:企业|公司|院校|高校|院所|机构|单位|组织|合作社|工商户|农场|协会|学会)$/u;

/** Kinds of unit that a sentence enumerates. */
const unitsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[、和及或，,。；;（(]|以及/u)
      .map(item => item.split('的').at(-1)!.trim())
      .filter(item => unitWord.test(item) && !/有关|相关|申报|建设|依托|主体|推荐|牵头|所在/u.test(item)),
  ),
];

/** What must be in hand at submission and can still be got. */
const obtainable = /协议书?|承诺书|推荐意见|合同/u;

/** One part of a sentence as what it asks of a unit; none where it asks nothing. */
const candidatesIn = (clause: Clause, text: string, whole: string): Candidate[] => {
  const title = shortened(text, 24);
  // What the papers must be like is no condition of the unit.
  if (title.length < 2 || /材料.{0,12}(?:真实|完整|属实|准确)|弄虚作假|真实性|合法性/u.test(text)) return [];
  const cite = { clause: clause.id, quote: text.trim() };
  const decided = (
    fact: Record<string, unknown>,
    require: Record<string, unknown>,
    because: string,
  ): Candidate => ({
    fact: { ...fact, ...cite },
    criterion: { kind: obtainable.test(text) ? 'preparation' : 'gate', title, ...cite, require },
    because,
  });
  const found: Candidate[] = [];
  const years = /近\s?([一二两三四五\d]+)\s?年/u.exec(whole)?.[1];
  const count = years === undefined ? undefined : years === '两' ? 2 : numberOf(years);
  if (
    /(?:未|无|没有|不存在|不得有|未发生|未被).{0,24}(?:失信|违法|违规|事故|处罚|不良|黑名单|异常|犯罪|造假)/u.test(
      text,
    )
  ) {
    const [, denied = ''] =
      /(?:未发生过?|未受到?|未被|没有|不存在|不得有|未|无)(.+)$/u.exec(text.replace(/[。；;]$/u, '')) ?? [];
    for (const item of denied.split(/[、或]|以及|和(?=[\p{Script=Han}]{2,}(?:记录|行为|事故))/u)) {
      const matter = item.trim();
      if (matter.length < 2) continue;
      const degree = /特别重大|重大|较大|严重|一般|轻微/u.exec(matter)?.[0];
      const span = count === undefined || Number.isNaN(count) ? '' : `近${years}年`;
      found.push(
        decided(
          {
            type: 'boolean',
            title: `${span}${matter}`.slice(0, 24),
            ask: `${span}贵单位有没有${matter}？`,
            says: 'happened',
            nouns: [matter],
            ...(degree === undefined ? {} : { degree }),
            ...(span === '' ? {} : { years: count }),
          },
          { is: false },
          '按“没有某种情形”猜的；nouns 补上平常的叫法',
        ),
      );
    }
    return found;
  }
  const listed = unitsIn(text);
  if (listed.length >= 2 && /、|或|和|及/u.test(text))
    found.push(
      decided(
        {
          type: 'choice',
          title: '单位类型',
          ask: '请问贵单位属于哪一类？',
          options: [...listed, '其他'].map(value => ({ value })),
        },
        { in: listed },
        '按列举的单位类型猜的；是不是硬性条件、有没有漏项',
      ),
    );
  const day = dayIn(text);
  if (day && listed.length === 0)
    found.push(
      decided(
        { type: 'date', title: day.title, ask: `${day.title}是哪一天？` },
        { before: day.before },
        '按句中的日期猜的；“以前”含当日，所以写第二天',
      ),
    );
  const measured = day ? null : measuredIn(text);
  if (measured && listed.length === 0 && !weighed.test(text.slice(0, 12))) {
    const counted = countedIn(text) ?? title;
    return [
      decided(
        {
          type: measured.type,
          title: counted,
          ask: `${counted}${measured.unit === undefined ? '是多少' : `有多少${measured.unit}`}？`,
          ...(measured.unit === undefined ? {} : { unit: measured.unit }),
          nouns: shorterNames(counted),
        },
        { [measured.key]: measured.bound },
        '按句中的数猜的；对照原文看大小方向、单位和是否还有别的数',
      ),
    ];
  }
  if (/注册|登记|行政区域|辖区|境内|域内/u.test(text) && !/注册资本|登记表/u.test(text)) {
    const place = /([\p{Script=Han}]{2,3}?[省市区县])/u.exec(text)?.[1]?.replace(/^[在于]/u, '');
    found.push(
      decided(
        {
          type: 'boolean',
          title: place === undefined ? '注册地' : `在${place}注册登记`,
          ask: place === undefined ? '贵单位的注册地是否符合这一条？' : `贵单位是否在${place}注册登记？`,
          says: 'located',
          ...(place === undefined ? {} : { nouns: [place.slice(0, -1)] }),
          verbs: ['注册', '登记'],
        },
        { is: true },
        '按注册地猜的；not 里补上常见的外地地名',
      ),
    );
  }
  if (found.length > 0) return found;
  if (weighed.test(text))
    return [
      { fact: null, criterion: { kind: 'judged', title, ...cite }, because: '程度由专家评判，只作提示' },
    ];
  if (/做好|符合|遵守|拥护|热爱|按照|负责/u.test(text)) return [];
  if (!/依法|法人|规模以上|具有|具备|持有|取得|获得|属于|拥有|设有|建有|已|应|须|必须/u.test(text)) return [];
  return [
    decided(
      {
        type: 'boolean',
        title,
        ask: `贵单位是否符合这一条（${title}）？`,
        says:
          obtainable.test(text) || /取得|获得|已/u.test(text)
            ? 'done'
            : /具有|具备|持有|拥有|设有|建有/u.test(text)
              ? 'has'
              : 'is',
      },
      { is: true },
      '按是非题猜的；问法请改成一句能用“是”或“否”回答的话',
    ),
  ];
};

/** Commas that divide a sentence: not those in brackets. */
const divided = (text: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if ('（(《“'.includes(text[at]!)) depth += 1;
    else if ('）)》”'.includes(text[at]!)) depth = Math.max(0, depth - 1);
    else if ('，,'.includes(text[at]!) && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
};

const standsAlone = (part: string): boolean =>
  part.trim().length >= 4 && !/[的时后]$|^(?:其中|且|并|以及|包括|如)/u.test(part.trim());

/**
 * The parts of a sentence between commas, each a slice of it. A figure is a condition of its own wherever it stands; of
 * the rest, what does not stand alone keeps the sentence together.
 */
const partsOf = ({ text }: Sentence): string[] => {
  const parts = divided(text);
  if (parts.length > 1 && (parts.every(standsAlone) || parts.filter(part => measuredIn(part)).length > 1))
    return parts.map(part => part.replace(/^\s*其中/u, ''));
  return [text];
};

/** Clauses under a heading that says they are conditions. */
const conditionsIn = (source: Source): Clause[] => {
  const head = (clause: Clause) => clause.text.trimStart().split('\n')[0]!.slice(0, 40);
  const titled = /^[^。，]{0,16}(?:条件|对象|范围|资格|主体)[\s　。：:]*$/u;
  const tops = source.clauses.filter(
    clause => clause.id !== source.id && (headings.test(head(clause)) || titled.test(head(clause))),
  );
  const inside = (clause: Clause): boolean => {
    for (let at: string | undefined = clause.id; at !== undefined; ) {
      if (tops.some(({ id }) => id === at)) return true;
      const id: string = at;
      at = source.clauses.find(one => one.id === id)?.parent;
    }
    return false;
  };
  return source.clauses.filter(
    clause => clause.leaf && !/·(?:标题|主送|附件|落款|版记)$/u.test(clause.id) && inside(clause),
  );
};

const plainTitle = (title: string): string =>
  title.replace(/^[近一二两三四五年\d]+年/u, '').replace(/依托|建设主体|建设|申报/gu, '');

/** `符合《管理办法》规定条件的均可申报`. */
const referring = (sources: readonly Source[]): Sentence | undefined =>
  sources
    .flatMap(source => sentencesOf(source.clauses))
    .find(
      ({ text }) =>
        /符合.{2,60}(?:条件|要求|规定|标准)|符合(?:条件|要求|标准)/u.test(text) && text.length <= 120,
    );

/** eligibility.yaml as candidates, each with its clause and to be confirmed. */
export const findCriteria = (
  sources: readonly Source[],
): {
  readonly data: Record<string, unknown>;
  readonly doubts: readonly Doubt[];
  readonly missing: readonly string[];
  readonly count: number;
} => {
  const saying = sources.filter(({ structure }) => structure === 'notice' || structure === 'articles');
  const sentences = saying
    .flatMap(source => sentencesOf(conditionsIn(source)))
    .filter(
      ({ text }) =>
        text.length >= 6 &&
        text.length <= 200 &&
        !/[:：]$/u.test(text) &&
        !(headings.test(text) && text.length < 14),
    );
  const facts: Record<string, unknown>[] = [];
  const criteria: Record<string, unknown>[] = [];
  const doubts: Doubt[] = [];
  const asked = new Set<string>();
  for (const sentence of sentences)
    for (const part of partsOf(sentence))
      for (const { fact, criterion, because } of candidatesIn(sentence.clause, part, sentence.text)) {
        // The measures say most conditions of the notice again.
        const said = plainTitle(String(fact?.title ?? criterion.title));
        if (asked.has(said)) continue;
        asked.add(said);
        const id = `c${criteria.length + 1}`;
        if (fact) {
          doubts.push({ path: ['facts', facts.length, 'type'], because });
          facts.push({ id, ...fact });
        }
        doubts.push({
          path: ['criteria', criteria.length, 'kind'],
          because: fact ? '硬性条件、提交前可补齐，还是由专家评判' : because,
        });
        const { require, ...rest } = criterion;
        criteria.push({
          id: `${id}-rule`,
          ...rest,
          ...(fact ? { fact: id, require: { fact: id, ...(require as object) } } : {}),
        });
      }
  // A notice that leaves its conditions to another paper still asks whether they are met.
  const referred = facts.length > 0 ? undefined : referring(saying);
  if (referred) {
    const cite = { clause: referred.clause.id, quote: referred.text };
    const paper = /《[^》]{2,40}》/u.exec(referred.text)?.[0];
    const title = paper === undefined ? '符合申报条件' : `符合${paper}的条件`;
    facts.push({ id: 'c0', type: 'boolean', title, ask: `贵单位是否${title}？`, says: 'is', ...cite });
    criteria.push({
      id: 'c0-rule',
      kind: 'gate',
      title,
      ...cite,
      fact: 'c0',
      require: { fact: 'c0', is: true },
    });
    doubts.push({
      path: ['facts', 0, 'type'],
      because: '条件在另一份文件里；最好把那份文件列进 documents，逐条写成事项',
    });
  }
  return {
    data: { facts, criteria },
    doubts,
    missing: facts.length === 0 ? ['能用来自测的申报条件（eligibility.yaml 的 facts 和 criteria）'] : [],
    count: criteria.length,
  };
};
