import type { Doubt } from './sentences.ts';
import type { Source } from './split-papers.ts';

interface Section {
  readonly id: string;
  readonly name: string;
  readonly person: string;
  readonly phone: string;
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
    /(?:联系人|负责人|咨询人|受理人|经办人|姓名)\s?[:：]?\s?([\p{Script=Han}]{1,2}[\s　]*[\p{Script=Han}]{1,2})(?=[\s　，,、；;（(:：]|$|联系|电话)/u.exec(
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

/** Published sections, people and numbers of the notice. */
export const findContacts = (
  notice: Source,
): {
  readonly data: Record<string, unknown>;
  readonly doubts: readonly Doubt[];
  readonly missing: readonly string[];
} => {
  const sections: Section[] = [];
  const doubts: Doubt[] = [];
  for (const clause of notice.clauses.filter(({ leaf }) => leaf))
    for (const raw of clause.text.split('\n')) {
      const line = raw.trim();
      let from = 0;
      for (const found of line.matchAll(phones)) {
        const before = line.slice(from, found.index);
        if (/传真|邮编|QQ/iu.test(before.slice(-6))) continue;
        const person = personIn(before);
        const named = new RegExp(
          `[\\p{Script=Han}]{2,16}?${sectionEnd}(?=[，,、；;:：\\s　（(]|$|${person ?? '$'})`,
          'gu',
        );
        const name = [...before.matchAll(named)].at(-1)?.[0];
        const known = sections.at(-1);
        if (person === null && name === undefined && known && known.quote === line) continue;
        const quote = line.slice(from, found.index + found[0].length).replace(/^[，,、；;\s　]+/u, '');
        const index = sections.length;
        sections.push({
          id: `contact-${index + 1}`,
          name: name ?? '咨询',
          person: person ?? name ?? '咨询',
          phone: dialled(found[0]),
          clause: clause.id,
          quote: quote.includes(person ?? name ?? '咨询') ? quote : line,
        });
        if (name === undefined)
          doubts.push({ path: ['sections', index, 'name'], because: '这一行没有写科室' });
        if (person === null)
          doubts.push({ path: ['sections', index, 'person'], because: '这一行没有找到姓名' });
        from = found.index + found[0].length;
      }
    }
  const kept = sections.filter(({ person, quote }) => quote.includes(person));
  const lost = sections
    .filter(section => !kept.includes(section))
    .map(({ phone, clause }) => `电话 ${phone}（${clause}）旁边没有姓名和科室，没有写进 contacts.yaml`);
  if (kept.length > 0) doubts.push({ path: ['fallback'], because: '默认转给第一个联系人' });
  return {
    data: {
      sections: kept,
      routing: {},
      routingNote: '本映射为办公室设置，非通知原文',
      ...(kept[0] ? { fallback: kept[0].id } : {}),
    },
    doubts: doubts.filter(({ path }) => path[0] !== 'sections' || (path[1] as number) < kept.length),
    missing: kept.length === 0 ? ['联系人和电话（contacts.yaml 的 sections）', ...lost] : lost,
  };
};
