import type { Application } from '../../model/application.ts';
import { currentSnapshot, type Snapshot } from '../../model/application.ts';
import { headText } from '../../model/audit.ts';
import { chineseDate } from '../../model/calendar.ts';
import type { FileRef } from '../../model/file.ts';
import type { Context } from '../context.ts';
import { filledOf } from '../discrepancies.ts';
import { neededItems } from '../papers.ts';
import { heading, type Link, line, quote, rows, type Scene } from '../scene.ts';
import { say } from '../wording.ts';
import { discrepancyBlocks } from './discrepancies.ts';
import { windowBlocks } from './menu.ts';
import type { Obstacle } from './obstacles.ts';

export const stopScene = (ctx: Context, found: readonly Obstacle[]): Scene => ({
  blocks: [heading(say(ctx.pack, 'stop.lead')), ...found.flatMap(obstacle => obstacle.blocks)],
  question: {
    asks: { kind: 'stop' },
    options: [
      ...found.flatMap(obstacle => (obstacle.way ? [obstacle.way] : [])),
      { means: { kind: 'review' }, label: say(ctx.pack, 'commit.no') },
    ],
  },
  links: found.some(({ code }) => code === 'unmet') ? ['again', 'contacts', 'human'] : ['contacts', 'human'],
});

/** The commitments, verbatim, before the unit submits. */
export const commitScene = (ctx: Context): Scene => ({
  blocks: [
    line(ctx, 'commit.lead'),
    ...ctx.pack.form.commitments.map(commitment => quote(ctx, commitment.clause, commitment.quote)),
  ],
  question: {
    asks: { kind: 'commit' },
    options: [
      { means: { kind: 'yes' }, label: say(ctx.pack, 'commit.yes'), style: 'primary' },
      { means: { kind: 'no' }, label: say(ctx.pack, 'commit.no') },
    ],
  },
  links: ['human'],
});

/** The office's form, rendered when it is asked for from the frozen snapshot; of the round under review unless another is meant. */
export const formFile = (
  ctx: Context,
  application: Application,
  snapshot: Snapshot = currentSnapshot(application),
): FileRef => {
  return {
    kind: 'rendered',
    render: 'application-form',
    name: `${ctx.pack.form.title}-${application.number}.docx`,
    data: {
      pack: snapshot.pack,
      answers: Object.fromEntries(snapshot.rows.map(row => [row.field, row.value])),
      groups: snapshot.groups,
      rehearsal: ctx.rehearsal,
    },
  };
};

/** The office's form as it is printed, with nothing filled in. */
export const blankFile = (ctx: Context): FileRef => ({
  kind: 'rendered',
  render: 'application-form',
  name: `${ctx.pack.form.title}（空白）.docx`,
  data: {
    pack: { id: ctx.pack.id, hash: ctx.pack.hash },
    answers: {},
    groups: {},
    rehearsal: ctx.rehearsal,
  },
});

export const receiptScene = (ctx: Context, application: Application): Scene => {
  const snapshot = currentSnapshot(application);
  const section = ctx.pack.contacts.sections.find(({ id }) => id === application.section);
  const { delivery } = ctx.pack.manifest;
  // Where one desk takes everything nobody has assigned it.
  const routed = Object.keys(ctx.pack.contacts.routing).length > 0;
  const ways: Link[] = ['progress', 'contacts', 'human', 'home'];
  return {
    blocks: [
      { kind: 'heading', text: say(ctx.pack, 'submit.done'), as: 'done' },
      ...(ctx.rehearsal ? [line(ctx, 'menu.rehearsal', { date: chineseDate(ctx.now.date) })] : []),
      rows([
        [say(ctx.pack, 'submit.number'), application.number],
        [say(ctx.pack, 'submit.at'), `${chineseDate(ctx.now.date)} ${ctx.now.time}`],
        [
          say(ctx.pack, 'submit.section'),
          section ? `${section.name}${routed ? `（${ctx.pack.contacts.routingNote}）` : ''}` : '',
        ],
      ]),
      ...windowBlocks(ctx),
      ...(delivery ? [line(ctx, 'submit.deliver'), quote(ctx, delivery.clause, delivery.quote)] : []),
      ...(section ? [quote(ctx, section.clause, section.quote)] : []),
      line(ctx, 'submit.file', { title: ctx.pack.form.title }),
      line(ctx, 'submit.next', {
        titles: neededItems(ctx, snapshot)
          .map(({ title }) => title)
          .join('、'),
      }),
      ...discrepancyBlocks(ctx, filledOf(snapshot), 'applicant'),
      // What only a check of the records needs stands last.
      rows([
        [say(ctx.pack, 'submit.digest'), snapshot.digest.slice(0, 16)],
        ...(ctx.chain ? [[say(ctx.pack, 'audit.head'), headText(ctx.chain)] as const] : []),
      ]),
    ],
    files: [formFile(ctx, application)],
    links: ways,
  };
};
