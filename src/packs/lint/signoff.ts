import type { Clause } from '../../model/clause.ts';
import type { Signoff } from '../../model/pack/signoff.ts';
import { clauseDigest } from '../clause-digest.ts';
import type { Reporter } from './reporter.ts';

const file = 'signoff.yaml';

/** Everything that depends on a changed clause was compared with the text that stands there now, by somebody named. */
export const checkSignoff = (
  { items }: Signoff,
  clauses: ReadonlyMap<string, Clause>,
  level: 'required' | 'rehearsal',
  reporter: Reporter,
): void => {
  const report = level === 'required' ? reporter.error.bind(reporter) : reporter.warning.bind(reporter);
  for (const [index, { what, clause, text, name, date }] of items.entries()) {
    if (name.trim() === '' || date === '')
      report(
        [file, ['items', index, 'what']],
        'signoff:open',
        `还没有签核：${what}（${clause}）`,
        '对照签核单上的新旧条文核对并改好，再在这一项写上 name 和 date；演练可用 --allow-unsigned',
      );
    else {
      const now = clauses.get(clause);
      if ((now ? clauseDigest(now.text) : '') !== text)
        report(
          [file, ['items', index, 'text']],
          'signoff:stale',
          `签核以后 ${clause} 又改过：${what}`,
          '请重新对照条文；重新运行 rollover 得到新的签核单',
        );
    }
  }
};
