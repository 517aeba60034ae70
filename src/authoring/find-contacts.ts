import type { Doubt } from './sentences.ts';
import type { Source } from './split-papers.ts';

interface Section {
  readonly id: string;
  readonly name: string;
  readonly person?: string;
  readonly phone: string;
  readonly email?: string;
  readonly fax?: string;
  readonly room?: string;
  readonly clause: string;
  readonly quote: string;
}

/** Phone numbers as notices print them: with any dash, or a mobile number. */
const phones =
  /(?<!\d)(?:0\d{2,3}\s?[-—－–]{1,2}\s?\d{7,8}|1[3-9]\d{9}|0\d{2,3}\d{7,8}|[2-8]\d{6,7})(?!\d)/gu;

const sectionEnd = '(?:科|处|股|室|中心|办公室|部|窗口|站|所|局)';

const dialled = (printed: string): string =>
  printed
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/[—－–-]+/gu, '-');

/** The name before a number: behind `联系人：`, or between a section and the number; two characters may be padded. */
const personIn = (before: string): string | null => {
  const labelled =
    /(?:联系人|负责人|咨询人|受理人|经办人|姓名)\s?[:：]?\s?((?:(?!电话|手机|联系)[\p{Script=Han}]){2,4}?|[\p{Script=Han}][\s　]+(?!电|手|联)[\p{Script=Han}])(?=[\s　，,、；;（(:：\d]|$|联系|电话)/u.exec(
      before,
    )?.[1];
  if (labelled !== undefined) return labelled.trim();
  const bare = before
    .replace(/(?:联系|咨询|办公|手机|固定)?(?:电话|方式|手机)\s?[:：]?\s*$/u, '')
    .replace(/[，,、；;:：\s　]+$/u, '');
  const last = new RegExp(
    `(?:^|[，,、；;:：\\s　]|${sectionEnd})([\\p{Script=Han}]{2,3}|[\\p{Script=Han}][\\s　]+[\\p{Script=Han}])$`,
    'u',
  ).exec(bare)?.[1];
  return last !== undefined && !new RegExp(`${sectionEnd}$|电话|咨询|联系`, 'u').test(last) ? last : null;
};

const labelledName = (text: string): string | undefined =>
  /(?:联系|咨询|受理|主管|责任)(?:部门|科室|单位|处室|机构)\s?[:：]\s?([\p{Script=Han}]{2,20})/u.exec(
    text,
  )?.[1];

/** What the line says of other ways to the office, as printed. */
const waysIn = (text: string): { email?: string; fax?: string; room?: string } => {
  const email = /[\w.+-]{2,40}@[\w-]{2,40}(?:\.[\w-]{2,20}){1,4}/u.exec(text)?.[0];
  const fax = /传真\s?[:：]?\s?((?:0\d{2,3}\s?[-—－–]{1,2}\s?)?\d{7,8})/u.exec(text)?.[1];
  const room = /(?:联系|通讯|办公|受理|报送)?地[址点]\s?[:：]\s?([^，,。；;（(\n]{4,40})/u.exec(text)?.[1];
  return {
    ...(email === undefined ? {} : { email }),
    ...(fax === undefined ? {} : { fax }),
    ...(room === undefined ? {} : { room: room.trim() }),
  };
};

/** A number with what stands around it. */
interface Met {
  readonly clause: string;
  readonly line: string;
  readonly quote: string;
  readonly name: string | undefined;
  readonly person: string | null;
  readonly phone: string;
}

/** A section on a line of its own. */
const alone = /^([\p{Script=Han}]{2,24}(?:科|处|股|室|中心|部|窗口))$/u;

/** Names on lines of their own, for the numbers below them. */
interface Above {
  readonly at: number;
  readonly name: string | undefined;
  readonly person: string | null;
}

/** Numbers of one clause, each with the section and the person before it, on its own line or on those above. */
const metIn = (id: string, text: string): Met[] => {
  const met: Met[] = [];
  const lines = text.split('\n');
  let above = null as Above | null;
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim();
    let from = 0;
    const numbers = [...line.matchAll(phones)].filter(
      ({ index }) => !/(?:传真|邮编|QQ)[^\d]{0,4}$/iu.test(line.slice(0, index)),
    );
    const own = labelledName(line) ?? alone.exec(line)?.[1];
    if (
      numbers.length === 0 &&
      ((own !== undefined && !/[，。]/u.test(line)) || (personIn(line) !== null && /[:：]/u.test(line)))
    ) {
      above = {
        at: above?.at ?? at,
        name: own ?? above?.name,
        person: personIn(line) ?? above?.person ?? null,
      };
      continue;
    }
    for (const found of numbers) {
      const before = line.slice(from, found.index);
      const person = personIn(before) ?? above?.person ?? null;
      const named = new RegExp(
        `[\\p{Script=Han}]{2,16}?${sectionEnd}(?=[，,、；;:：\\s　（(]|$|${person ?? '$'})`,
        'gu',
      );
      const name = own ?? [...before.matchAll(named)].at(-1)?.[0] ?? above?.name;
      const known = met.at(-1);
      // A second number behind the same name is the same desk.
      if (personIn(before) === null && !named.test(before) && known && known.line === line) continue;
      const first = line.slice(from, found.index + found[0].length).replace(/^[，,、；;\s　]+/u, '');
      const said = person ?? name ?? '';
      const quote = first.includes(said)
        ? first
        : line.includes(said)
          ? line
          : lines
              .slice(above?.at ?? at, at + 1)
              .join('\n')
              .trim();
      met.push({ clause: id, line, quote, name, person, phone: dialled(found[0]) });
      from = found.index + found[0].length;
    }
    if (line !== '') above = null;
  }
  return met;
};

/** Published sections, people and numbers of the notice. */
export const findContacts = (
  notice: Source,
  office: string,
): {
  readonly data: Record<string, unknown>;
  readonly doubts: readonly Doubt[];
  readonly missing: readonly string[];
} => {
  const doubts: Doubt[] = [];
  const leaves = notice.clauses.filter(({ leaf }) => leaf);
  const met = leaves.flatMap(clause => metIn(clause.id, clause.text));
  const sections = met.map(({ clause, quote, name, person, phone }, index): Section => {
    if (name === undefined)
      doubts.push({ path: ['sections', index, 'name'], because: '这一行没有写科室，先写本单位' });
    const around = leaves.find(({ id }) => id === clause)!.text;
    return {
      id: `contact-${index + 1}`,
      name: name ?? (office === '' ? '咨询' : office),
      ...(person === null ? {} : { person }),
      phone,
      // Where several share a clause, nobody can tell whose address it is.
      ...(met.filter(other => other.clause === clause).length === 1 ? waysIn(around) : waysIn(quote)),
      clause,
      quote,
    };
  });
  if (sections.length > 1) doubts.push({ path: ['fallback'], because: '默认转给第一个联系人' });
  return {
    data: {
      sections,
      ...(sections.length > 1
        ? { routing: {}, routingNote: '本映射为办公室设置，非通知原文', fallback: sections[0]!.id }
        : {}),
    },
    doubts,
    missing: sections.length === 0 ? ['联系人和电话（contacts.yaml 的 sections）'] : [],
  };
};
