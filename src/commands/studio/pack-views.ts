import { basename } from 'node:path';
import type { NoticeView } from '../../../adapters/web/house.ts';
import { clauseUses } from '../../authoring/clause-uses.ts';
import { fieldPlaces } from '../../authoring/mark-places.ts';
import { eligibilityView } from '../../engine/outcome-grid.ts';
import { toAskLine } from '../../engine/reply.ts';
import { indexOf } from '../../host/notices.ts';
import { localMoment } from '../../model/calendar.ts';
import type { Pack } from '../../model/pack/pack.ts';
import type {
  AnswerRow,
  ClauseUse,
  EligibilityView,
  PackState,
  RehearsalInput,
  RehearsalStep,
  SignoffRow,
  UnansweredView,
} from '../../model/studio.ts';
import { rehearsalChecks } from '../../pack-checks.ts';
import { clauseDigest } from '../../packs/clause-digest.ts';
import type { Draft } from '../../packs/draft.ts';
import { inspectPack, listPacks } from '../../packs/load.ts';
import type { Settings } from '../../settings.ts';
import { adviceOn, inspectAll } from '../inspect-all.ts';
import { noticeView } from '../notice-view.ts';
import { rehearse } from './rehearse.ts';

/** What a view is asked with: `now` in milliseconds since 1970. */
export interface ViewOf {
  readonly dir: string;
  readonly settings: Pick<Settings, 'packsDir' | 'allowUnsigned'>;
  readonly now: number;
}

/** Guesses at what a question may be a phrasing of. */
const MOST_NEAR = 3;

/** By folder, the last version that was right but for signatures. */
const lastGood = new Map<string, Draft>();

/** The version that everything beside the editor shows, and whether it is what lies in the folder now. */
const goodAt = async (dir: string): Promise<{ readonly draft: Draft; readonly current: boolean } | null> => {
  const { draft, findings } = await inspectPack(dir, rehearsalChecks);
  if (draft && findings.every(({ level }) => level !== 'error')) {
    lastGood.set(dir, draft);
    return { draft, current: true };
  }
  const before = lastGood.get(dir);
  return before ? { draft: before, current: false } : null;
};

const withPack = async <T>(
  { dir }: ViewOf,
  run: (pack: Pack, draft: Draft) => T | Promise<T>,
): Promise<T | null> => {
  const good = await goodAt(dir);
  return good && run(good.draft.pack, good.draft);
};

/** What a question may become a phrasing of. A common topic that is merely silent takes none. */
const targetsOf = ({ faq, common }: Pack): UnansweredView['targets'] => [
  ...faq.intents.map(({ id, title, variants }) => ({
    of: 'intents' as const,
    id,
    title: title ?? variants[0]!,
  })),
  ...Object.entries(faq.topics ?? {}).flatMap(([id, said]) =>
    'clauses' in said || said.near.length > 0
      ? [{ of: 'topics' as const, id, title: common.topics.find(topic => topic.id === id)?.title ?? id }]
      : [],
  ),
  ...faq.silent.map(({ id, topic }) => ({ of: 'silent' as const, id, title: topic })),
];

/** Everything the studio shows of a pack that is made from its folder alone. */
export const packViews = {
  /** Which notice a folder holds, in its last right version; null: there has been none. */
  about: (of: ViewOf): Promise<{ readonly id: string; readonly title: string } | null> =>
    withPack(of, ({ id, manifest }) => ({ id, title: manifest.title })),

  /** `hash`: of the version in the folder, where it is right also in its signatures. */
  state: async ({
    dir,
    settings,
  }: ViewOf): Promise<
    Pick<PackState, 'findings' | 'current'> & { readonly id: string | null; readonly hash: string | null }
  > => {
    const good = await goodAt(dir);
    const [inspected] = await inspectAll(settings, [dir]);
    const { draft = null, findings = [] } = inspected ?? {};
    const broken = findings.some(({ level }) => level === 'error');
    return {
      findings,
      current: good?.current ?? false,
      id: draft?.pack.id ?? good?.draft.pack.id ?? null,
      hash: draft && !broken ? draft.pack.hash : null,
    };
  },

  advice: (of: ViewOf): Promise<PackState['findings'] | null> => withPack(of, pack => adviceOn(pack)),

  notice: (
    of: ViewOf,
  ): Promise<{ readonly notice: NoticeView; readonly uses: readonly ClauseUse[] } | null> =>
    withPack(of, (pack, draft) => ({ notice: noticeView(pack, of.now), uses: clauseUses(draft) })),

  rehearse: (
    of: ViewOf,
    inputs: readonly RehearsalInput[],
    date: string | null,
  ): Promise<RehearsalStep[] | null> =>
    withPack(of, pack => rehearse(pack, inputs, date ?? pack.manifest.window.opens)),

  ask: (of: ViewOf, questions: readonly string[]): Promise<AnswerRow[] | null> =>
    withPack(of, pack => {
      const faq = indexOf(pack);
      const today = localMoment(of.now, pack.manifest.timezone).date;
      return questions.map(question => {
        const { kind, text, citations } = toAskLine(faq.answer(question), '', pack, today);
        return { question, kind, text, clauses: citations.map(({ clause }) => clause) };
      });
    }),

  eligibility: (
    of: ViewOf,
    over: readonly [row: string | null, column: string | null],
  ): Promise<EligibilityView | null> => withPack(of, pack => eligibilityView(pack, over)),

  /** Which field the Word template prints where. */
  places: (of: ViewOf): Promise<string[] | null> =>
    withPack(of, ({ form, templates }) => {
      const template = templates.get(form.template);
      return template ? fieldPlaces(form, template) : [];
    }),

  /** What questions may become phrasings of, and for each the likeliest. */
  near: (
    of: ViewOf,
    questions: readonly string[],
  ): Promise<
    (Pick<UnansweredView, 'targets'> & { readonly near: UnansweredView['rows'][number]['near'][] }) | null
  > =>
    withPack(of, pack => {
      const targets = targetsOf(pack);
      const faq = indexOf(pack);
      const near = questions.map(question =>
        faq
          .answer(question)
          .trace.rivals.flatMap(({ id }) => targets.find(target => target.id === id) ?? [])
          .slice(0, MOST_NEAR)
          .map(target => ({ of: target.of, id: target.id })),
      );
      return { targets, near };
    }),

  signoff: (of: ViewOf): Promise<SignoffRow[] | null> =>
    withPack(of, async (pack, { signoff }) => {
      const old = (await listPacks(of.settings.packsDir)).find(dir => basename(dir) === signoff.base);
      const before = old === undefined ? null : (await inspectPack(old)).draft;
      return signoff.items.map(({ id, what, file, clause, change, text, name, date }) => {
        const now = pack.clauses.get(clause);
        return {
          id,
          what,
          file,
          clause,
          change,
          before: before?.pack.clauses.get(clause)?.text ?? null,
          after: now?.text ?? null,
          stale: (now ? clauseDigest(now.text) : '') !== text,
          name,
          date,
        };
      });
    }),
};

export type PackViews = typeof packViews;
