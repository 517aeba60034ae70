import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { optionsOf } from '../../model/pack/field-kinds.ts';
import { type Field, type Form, writtenAt } from '../../model/pack/form.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { entryTag, tagDelimiters, templateTags } from '../../model/pack/template-tags.ts';
import { didYouMean } from '../suggest.ts';
import type { Reporter } from './reporter.ts';

const file = 'form.yaml';
const shown = (tag: string): string => `${tagDelimiters.start}${tag}${tagDelimiters.end}`;

/** One tag of a template, and the blocks it stands in, outermost first. */
interface Used {
  readonly tag: string;
  readonly within: readonly string[];
}

type TagTree = { readonly [tag: string]: TagTree };

const flatten = (tree: TagTree, within: readonly string[] = []): Used[] =>
  Object.entries(tree).flatMap(([tag, inner]) => [{ tag, within }, ...flatten(inner, [...within, tag])]);

const reasons: Record<string, string> = {
  unopened_tag: '缺少左括号',
  unclosed_tag: '缺少右括号',
  duplicate_open_tag: '左括号写了两次',
  duplicate_close_tag: '右括号写了两次',
  unopened_loop: '有结尾没有开头',
  unclosed_loop: '有开头没有结尾',
  closing_tag_does_not_match_opening_tag: '开头和结尾的名称不同',
  raw_xml_tag_should_be_only_text_in_paragraph: '必须单独成段',
};

/** `getTags` is public (docxtemplater.com/docs/get-tags) but missing in the package's own types. */
interface WithTags {
  getTags(): {
    readonly headers: readonly { readonly tags: TagTree }[];
    readonly document?: { readonly tags: TagTree };
    readonly footers: readonly { readonly tags: TagTree }[];
  };
}

interface TemplateError {
  readonly properties?: {
    readonly id?: string;
    readonly xtag?: string;
    readonly errors?: readonly TemplateError[];
  };
}

const explain = (error: TemplateError): string => {
  const { id = '', xtag = '' } = error.properties ?? {};
  return `占位符${xtag === '' ? '' : `“${xtag}”`}${reasons[id] ?? '写法不对'}`;
};

const notWord = '不是 Word 文件（.docx）';

/** Tags of a template, or why it cannot be read. */
const tagsOf = (bytes: Uint8Array): { used: Used[] } | { problems: string[] } => {
  let zip: PizZip;
  try {
    zip = new PizZip(bytes);
  } catch {
    return { problems: [notWord] };
  }
  try {
    const document = new Docxtemplater(zip, {
      delimiters: tagDelimiters,
      paragraphLoop: true,
      linebreaks: true,
      errorLogging: false,
    });
    const { headers, document: body, footers } = (document as unknown as WithTags).getTags();
    if (!body) return { problems: [notWord] };
    return { used: [...headers, body, ...footers].flatMap(part => flatten(part.tags)) };
  } catch (error) {
    const known = error as TemplateError;
    const inner = known.properties?.errors;
    if (inner && inner.length > 0) return { problems: [...new Set(inner.map(explain))] };
    return { problems: [known.properties ? explain(known) : notWord] };
  }
};

const printsField = (field: Field, tags: ReadonlySet<string>): boolean =>
  tags.has(field.id) ||
  tags.has(`lines.${field.id}`) ||
  optionsOf(field).some(option => tags.has(`box.${field.id}.${option.value}`));

const checkComplete = (form: Form, used: readonly Used[], reporter: Reporter): void => {
  const tags = new Set(used.map(({ tag }) => tag));
  for (const [i, section] of form.sections.entries()) {
    for (const [j, field] of section.fields.entries()) {
      // Places printed for each entry, one by one.
      const place = entryTag(section.id, 1, field.id);
      if (
        section.repeat &&
        [place, ...optionsOf(field).map(({ value }) => `box.${place}.${value}`)].some(tag => tags.has(tag))
      )
        continue;
      const inScope = section.repeat
        ? new Set(used.filter(({ within }) => within.includes(section.id)).map(({ tag }) => tag))
        : tags;
      const path = ['sections', i, 'fields', writtenAt(section, j)];
      if (!printsField(field, inScope)) {
        reporter.warning(
          [file, [...path, 'id']],
          'template:unused-field',
          `「${field.id}」没有填进 Word 模板`,
          `在模板里写上${shown(field.id)}`,
        );
        continue;
      }
      for (const [k, option] of (inScope.has(field.id) ? [] : optionsOf(field)).entries()) {
        const tag = `box.${field.id}.${option.value}`;
        if (!inScope.has(tag)) {
          reporter.warning(
            [file, [...path, 'options', k, 'value']],
            'template:missing-box',
            `选项“${option.value}”在 Word 模板里没有方框`,
            `在模板里写上${shown(tag)}`,
          );
        }
      }
    }
  }
};

/** The template exists, can be read, and its tags are fields of the form, each where it has a value. */
export const checkTemplate = (
  { form, templates }: Pick<Pack, 'form' | 'templates'>,
  reporter: Reporter,
): void => {
  const place = [file, ['template']] as const;
  const bytes = templates.get(form.template);
  if (!bytes) {
    const meant = didYouMean(form.template, [...templates.keys()]);
    reporter.error(
      place,
      'template:missing',
      `templates 文件夹里没有“${form.template}”`,
      meant ?? '把 Word 模板放进 templates 文件夹',
    );
    return;
  }
  const read = tagsOf(bytes);
  if ('problems' in read) {
    for (const problem of read.problems) {
      reporter.error(
        place,
        'template:broken',
        `Word 模板“${form.template}”：${problem}`,
        '用 Word 打开模板，重新输入占位符，存为 .docx',
      );
    }
    return;
  }
  const known = templateTags(form);
  const groups = form.sections.filter(section => section.repeat);
  const plain = new Set(
    form.sections.filter(section => !section.repeat).flatMap(section => section.fields.map(f => f.id)),
  );
  const reported = new Set<string>();
  for (const { tag, within } of read.used) {
    if (reported.has(tag)) continue;
    const name = tag.split('.').find(part => !['lines', 'box', 'pairs', ''].includes(part)) ?? tag;
    const homes = groups
      .filter(group => group.fields.some(field => field.id === name))
      .map(group => group.id);
    if (!known.has(tag)) {
      reported.add(tag);
      reporter.error(
        place,
        'template:unknown-tag',
        `Word 模板“${form.template}”里的${shown(tag)}没有对应的栏目`,
        didYouMean(tag, [...known]),
      );
    } else if (homes.length > 0 && !plain.has(name) && !homes.some(home => within.includes(home))) {
      reported.add(tag);
      reporter.error(
        place,
        'template:outside-group',
        `Word 模板“${form.template}”里的${shown(tag)}不在重复块里，填不出内容`,
        `放到${shown(`#${homes[0]}`)}和${shown(`/${homes[0]}`)}之间`,
      );
    }
  }
  checkComplete(form, read.used, reporter);
};
