import type { Pack } from '../model/pack/pack.ts';
import type { Session, Shelved } from '../model/session.ts';

/** Applications one chat may work on beside the one in hand: enough for an agency's week, few enough to choose from. */
export const MOST_SHELVED = 9;

/** Nothing told, filled in or sent yet. */
export const blankWork: Shelved = {
  facts: {},
  answers: {},
  skipped: [],
  groups: {},
  openGroups: [],
  files: {},
  application: null,
  correction: null,
};

/** What belongs to the application in hand. */
export const workOf = (session: Session): Shelved => ({
  facts: session.facts,
  answers: session.answers,
  skipped: session.skipped,
  groups: session.groups,
  openGroups: session.openGroups,
  files: session.files,
  application: session.application,
  correction: session.correction,
});

/** Whether there is anything worth keeping in it. */
export const isBegun = (work: Shelved): boolean =>
  work.application !== null ||
  Object.keys(work.answers).length > 0 ||
  work.skipped.length > 0 ||
  Object.keys(work.files).length > 0;

/** Numbers of everything submitted from this chat, the one in hand first. */
export const numbersOf = (session: Session): string[] =>
  [workOf(session), ...session.shelved].flatMap(({ application }) => application ?? []);

/** What is tied to the question in hand ends when the work changes. */
const betweenWorks: Partial<Session> = {
  messages: [],
  journey: 'idle',
  prompt: null,
  focus: null,
  heard: [],
  proposed: {},
  undo: null,
  paused: false,
};

/** Put the work in hand aside and begin with an empty one; `kept` carries over what the next one shares. */
export const putAside = (session: Session, kept: Partial<Shelved> = {}): Session => {
  const work = workOf(session);
  return {
    ...session,
    ...betweenWorks,
    ...blankWork,
    ...kept,
    shelved: isBegun(work) ? [...session.shelved, work] : session.shelved,
  };
};

/** Take up a shelved work by its index; the one in hand takes its place on the shelf. */
export const takeUp = (session: Session, index: number): Session => {
  const chosen = session.shelved[index];
  if (!chosen) return session;
  const rest = session.shelved.filter((_, at) => at !== index);
  const work = workOf(session);
  return {
    ...session,
    ...betweenWorks,
    ...chosen,
    shelved: isBegun(work) ? [...rest, work] : rest,
  };
};

/** The unit it is for, as filled in; null before it was. */
export const unitOf = (pack: Pick<Pack, 'form'>, work: Shelved): string | null =>
  work.answers[pack.form.unit]?.value ?? null;
