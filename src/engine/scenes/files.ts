import type { FileReading } from '../../model/file.ts';
import type { Block } from '../../model/message.ts';
import type { MeaningOf, PromptOption } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { neededItems } from '../papers.ts';
import { line, rows, type Scene } from '../scene.ts';
import { say } from '../wording.ts';

/** Where files go that belong to no item of the checklist. */
export const OTHER = 'other';

type Purpose = PromptOption<MeaningOf<'file'>>;

/** What a file may be for: the papers of the checklist, something else, nothing. */
export const purposes = (ctx: Context, session: Session): Purpose[] => [
  ...neededItems(ctx, session)
    .filter(item => item.accepts)
    .map(({ id, title }): Purpose => ({ means: { kind: 'item', item: id }, label: title })),
  { means: { kind: 'item', item: OTHER }, label: say(ctx.pack, 'file.other') },
  { means: { kind: 'none' }, label: say(ctx.pack, 'file.none') },
];

/** Names of the files that wait; typed by people, so in a block of their own. */
export const waitingRows = (ctx: Context, session: Session, from = 0): Block =>
  rows(session.pendingFiles.slice(from).map(({ name }) => [say(ctx.pack, 'file.label'), name]));

/** Which paper the file is that has waited longest. A document with some labels of the form may also be read as one. */
export const fileScene = (ctx: Context, session: Session, reading: FileReading | null): Scene => {
  const others = session.pendingFiles.length - 1;
  return {
    blocks: [
      rows([[say(ctx.pack, 'file.label'), session.pendingFiles[0]!.name]]),
      line(ctx, reading?.kind === 'partly' ? 'file.formOrPaper' : 'file.for'),
      ...(others > 0 ? [line(ctx, 'file.alsoWaiting', { count: others }), waitingRows(ctx, session, 1)] : []),
    ],
    question: {
      asks: { kind: 'file' },
      options: [
        ...(reading?.kind === 'partly'
          ? [{ means: { kind: 'form' as const }, label: say(ctx.pack, 'file.asForm') }]
          : []),
        ...purposes(ctx, session),
      ],
    },
    links: ['human'],
  };
};
