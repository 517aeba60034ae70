import { createHash } from 'node:crypto';
import type { Application, Snapshot } from '../model/application.ts';
import type { Block } from '../model/message.ts';
import type { MeaningOf, PromptOption } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { placeNames } from './field-names.ts';
import { windowState } from './judge.ts';
import { quote, text } from './scene.ts';
import { neededItems } from './scenes/checklist.ts';
import { sectionFor } from './scenes/contacts.ts';
import { openFacts, selfCheck } from './scenes/eligibility.ts';
import { windowBlocks } from './scenes/menu.ts';
import { placeLabel, places, postponed } from './walk.ts';
import { say } from './wording.ts';

/** Something that stops the submission, and the way past it where there is one. */
export interface Obstacle {
  readonly code: 'closed' | 'postponed' | 'facts' | 'unmet' | 'paper';
  readonly blocks: readonly Block[];
  readonly way?: PromptOption<MeaningOf<'stop'>>;
}

/**
 * What stops a submission now. Checked when the page is shown and again when the button is pressed, because the
 * deadline may have passed in between.
 */
export const obstacles = (ctx: Context, session: Session): Obstacle[] => {
  const { pack } = ctx;
  const found: Obstacle[] = [];
  if (windowState(pack.manifest.window, ctx.now.date) !== 'open') {
    found.push({ code: 'closed', blocks: [text(say(pack, 'stop.closed')), ...windowBlocks(ctx)] });
  }
  const missing = postponed(pack.form, session);
  if (missing.length > 0) {
    const labels = [...placeNames(pack.form, missing).values()].join('、');
    found.push({
      code: 'postponed',
      blocks: [text(say(pack, 'stop.postponed', { count: missing.length, labels }))],
      way: { means: { kind: 'fill' }, label: say(pack, 'stop.fill'), style: 'primary' },
    });
  }
  const verdict = selfCheck(ctx, session);
  if (verdict.unmet.length > 0) {
    const unmet = new Set(verdict.criteria.filter(({ state }) => state === 'not_met').map(({ id }) => id));
    const gates = pack.eligibility.criteria.filter(({ id, kind }) => kind === 'gate' && unmet.has(id));
    found.push({
      code: 'unmet',
      blocks: [
        text(say(pack, 'stop.unmet')),
        ...gates.map(({ clause, quote: slice }) => quote(ctx, clause, slice)),
      ],
    });
  }
  for (const item of neededItems(ctx, session)) {
    if (!item.blocks || session.facts[item.blocks.fact] === true || session.files[item.id]?.length) continue;
    found.push({
      code: 'paper',
      blocks: [
        text(say(pack, 'stop.paper', { title: item.title })),
        ...item.cites.map(cite => quote(ctx, cite.clause, cite.quote)),
      ],
      way: { means: { kind: 'settle', fact: item.blocks.fact }, label: item.title.slice(0, 10) },
    });
  }
  const settling = new Set(
    found.flatMap(({ way }) => (way?.means.kind === 'settle' ? [way.means.fact] : [])),
  );
  const open = openFacts(ctx, session).filter(fact => !settling.has(fact));
  if (open.length > 0) {
    found.push({
      code: 'facts',
      blocks: [text(say(pack, 'stop.facts', { count: open.length }))],
      way: { means: { kind: 'check' }, label: say(pack, 'stop.check'), style: 'primary' },
    });
  }
  return found;
};

/** Letters and digits nobody mixes up when reading aloud: no 0/O, 1/I/L, 2/Z, 5/S, 8/B. */
const checkLetters = 'ACDEFGHJKMNPQRTUVWXY';

/** `WZ22-0007-K`: running number with a check letter, so that a mistyped number is noticed. `YL` marks a rehearsal. */
export const applicationNumber = (
  numbering: { readonly prefix: string; readonly digits: number },
  count: number,
  rehearsal: boolean,
): string => {
  const digits = String(count).padStart(numbering.digits, '0');
  const weighted = [...digits].reduce((sum, digit, index) => sum + Number(digit) * (index + 2), 0);
  const letter = checkLetters[(weighted + count) % checkLetters.length];
  return `${rehearsal ? 'YL' : ''}${numbering.prefix}-${digits}-${letter}`;
};

const digestOf = (snapshot: Omit<Snapshot, 'digest'>): string =>
  createHash('sha256').update(JSON.stringify(snapshot)).digest('hex');

/** The application as it stands, frozen with the labels of today's pack. */
export const takeSnapshot = (ctx: Context, session: Session, round: number): Snapshot => {
  const body: Omit<Snapshot, 'digest'> = {
    round,
    at: ctx.now.ms,
    pack: { id: ctx.pack.id, hash: ctx.pack.hash },
    rows: places(ctx.pack.form, session)
      .filter(place => place.id in session.answers)
      .map(place => ({
        field: place.id,
        section: place.section.title,
        label: placeLabel(place),
        value: session.answers[place.id]!.value,
      })),
    facts: session.facts,
    groups: session.groups,
    files: session.files,
    outcome: selfCheck(ctx, session).outcome,
  };
  return { ...body, digest: digestOf(body) };
};

export const newApplication = (ctx: Context, session: Session, counter: number): Application => ({
  schema: 1,
  number: applicationNumber(ctx.pack.manifest.numbering, counter, ctx.rehearsal),
  session: session.id,
  applicant: { actor: session.actor, address: session.address },
  unit: session.answers[ctx.pack.form.unit]?.value ?? '',
  section: sectionFor(ctx, session).section.id,
  status: 'in-review',
  stage: ctx.pack.review.stages[0]!.id,
  version: 1,
  snapshots: [takeSnapshot(ctx, session, 1)],
  decisions: [],
  grants: {},
  assignees: [],
  cosigners: [],
  undoable: null,
});
