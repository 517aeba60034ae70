import type { StoredFile } from '../../model/file.ts';
import type { Session } from '../../model/session.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { say } from '../wording.ts';
import { tellPapers } from './tell.ts';

/** Files that were filed in this turn, with the paper each was filed as. */
const filedSince = (
  before: Session,
  after: Session,
): { readonly item: string; readonly file: StoredFile }[] =>
  Object.entries(after.files).flatMap(([item, files]) =>
    files
      .filter(({ id }) => !before.files[item]?.some(other => other.id === id))
      .map(file => ({ item, file })),
  );

/**
 * Papers that were filed for an application the office has go to it beside the round as it was submitted, and its officers
 * are told. While it is being corrected they go with the next round; once it is closed the person hears that nobody gets them.
 */
export const handOnPapers = (ctx: Context, world: World, reaction: Reaction): Reaction => {
  const { application, session: before } = world;
  const { session, notes = [] } = reaction;
  const same = application?.number === before.application && session.application === before.application;
  if (!application || !same || reaction.applications) return reaction;
  const came = session.files === before.files ? [] : filedSince(before, session);
  if (came.length === 0 || application.status === 'returned') return reaction;
  const { number } = application;
  if (application.status !== 'in-review')
    return { ...reaction, notes: [...notes, line(ctx, 'file.closed', { number })] };
  const round = application.snapshots.length;
  const next = {
    ...application,
    later: [...(application.later ?? []), ...came.map(paper => ({ at: ctx.now.ms, round, ...paper }))],
  };
  const titles = new Map(ctx.pack.form.checklist.map(({ id, title }) => [id, title]));
  const listed = came.map(({ item, file }): [string, string] => [
    titles.get(item) ?? say(ctx.pack, 'file.other'),
    file.name,
  ]);
  return {
    ...reaction,
    notes: [...notes, line(ctx, 'file.handedOn', { number })],
    applications: [next],
    effects: [...(reaction.effects ?? []), ...tellPapers(ctx, world.roster, next, listed)],
    audit: [
      ...(reaction.audit ?? []),
      ...came.map(({ file }) => ({
        role: 'applicant',
        action: 'application.paper',
        subject: number,
        ...(file.sha256 ? { hash: file.sha256 } : {}),
      })),
    ],
  };
};
