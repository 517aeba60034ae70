import type { Application, Snapshot } from '../../model/application.ts';
import { currentSnapshot, filesOf } from '../../model/application.ts';
import { localMoment } from '../../model/calendar.ts';
import type {
  CaseAction,
  CaseFile,
  CaseHistoryLine,
  CaseLine,
  CaseRow,
  CaseView,
  PreparedReason,
} from '../../model/desk.ts';
import type { FileRef, StoredFile } from '../../model/file.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { CaseVerb, needOf, reviewVerbs } from '../../model/review-verbs.ts';
import type { Roster } from '../../model/staff.ts';
import type { Context } from '../context.ts';
import { filledOf } from '../discrepancies.ts';
import { rowNames } from '../field-names.ts';
import { judge } from '../judge.ts';
import { missingPapers, standOf } from '../papers.ts';
import { quote } from '../scene.ts';
import { discrepancyBlocks } from '../scenes/discrepancies.ts';
import { formFile } from '../scenes/submit.ts';
import { say } from '../wording.ts';
import { workdaysBetween } from '../workdays.ts';
import { recordRows, statusOf, verbLabel } from './cards.ts';
import { fromApplicant } from './desk.ts';
import { candidates, generalReasons, reasonsFor, recordsOf } from './drafting.ts';
import { barredBy } from './outcome.ts';
import { decidersOf, seatsOf, stageOf } from './people.ts';
import { openRecords } from './scores.ts';

const at = (pack: Pack, ms: number): string => {
  const { date, time } = localMoment(ms, pack.manifest.timezone);
  return `${date} ${time}`;
};

const valuesOf = (snapshot: Snapshot | undefined): ReadonlyMap<string, string> =>
  new Map(snapshot?.rows.map(({ field, value }) => [field, value]) ?? []);

/** Lines whose value is another than in the round before, with what they said then; none in the first round. */
const changesOf = (application: Application): ReadonlyMap<string, string> => {
  const before = application.snapshots.at(-2);
  if (!before) return new Map();
  const was = valuesOf(before);
  const now = valuesOf(currentSnapshot(application));
  return new Map(
    [...new Set([...was.keys(), ...now.keys()])].flatMap(field =>
      (was.get(field) ?? '') === (now.get(field) ?? '') ? [] : [[field, was.get(field) ?? ''] as const],
    ),
  );
};

const papersOf = (pack: Pack, application: Application) => {
  const { groups, facts, rows } = currentSnapshot(application);
  const state = { groups, files: filesOf(application), facts, rows, application: application.number };
  return pack.form.checklist.map(item => ({ item, state: standOf({ pack }, state, item) }));
};

/** Where the case came to where it is now: the last act that moved it, or its submission. */
const since = (application: Application): number =>
  application.decisions.findLast(({ verb }) => verb !== 'remind')?.at ?? currentSnapshot(application).at;

const subjectOf = (pack: Pack, snapshot: Snapshot): string => {
  const composed = pack.form.sections
    .flatMap(({ fields, repeat }) => (repeat ? [] : fields))
    .find(({ kind }) => kind === 'composed')?.id;
  return snapshot.rows.find(({ field }) => field === composed)?.value ?? '';
};

/** What the inbox says of a case, all but whose it is; the same for everybody of the office. */
export const caseRow = (
  ctx: Pick<Context, 'pack' | 'now'>,
  application: Application,
): Omit<CaseRow, 'mine'> => {
  const { pack, now } = ctx;
  const snapshot = currentSnapshot(application);
  const names = rowNames(pack.form, snapshot.rows);
  const stage = stageOf(ctx, application.stage);
  const waiting =
    application.status === 'in-review'
      ? workdaysBetween(
          localMoment(since(application), pack.manifest.timezone).date,
          now.date,
          pack.contacts.workdays,
        )
      : null;
  return {
    number: application.number,
    unit: application.unit,
    subject: subjectOf(pack, snapshot),
    domain: snapshot.rows.find(({ field }) => field === pack.form.domain)?.value ?? '',
    section: pack.contacts.sections.find(({ id }) => id === application.section)?.name ?? application.section,
    stage: stage.id,
    status: application.status,
    standing: statusOf(ctx, application),
    round: snapshot.round,
    submitted: at(pack, snapshot.at),
    waiting,
    limit: stage.remindAfter,
    late: waiting !== null && waiting > stage.remindAfter,
    changed: [...changesOf(application).keys()].map(field => names.get(field) ?? field),
    missing: missingPapers(ctx, { ...snapshot, files: filesOf(application) }),
  };
};

/** Whether this person decides on the case now. */
export const isMine = (
  ctx: Pick<Context, 'pack'>,
  roster: Roster,
  application: Application,
  actor: string,
): boolean => decidersOf(ctx, roster, application).some(binding => binding.actor === actor);

const preparedOf = (reasons: ReturnType<typeof generalReasons>): PreparedReason[] =>
  reasons.map(({ id, text, clause }) => ({ id, text, ...(clause ? { clause } : {}) }));

const sectionsOf = (ctx: Pick<Context, 'pack'>, application: Application): CaseView['sections'] => {
  const snapshot = currentSnapshot(application);
  const names = rowNames(ctx.pack.form, snapshot.rows);
  const changes = changesOf(application);
  const asked = application.decisions.findLast(({ verb }) => verb === 'return')?.fields ?? {};
  const sections = new Map<string, CaseLine[]>();
  for (const { field, section, label, value } of snapshot.rows) {
    const before = changes.get(field);
    const why = asked[field]?.reason;
    const line: CaseLine = {
      field,
      name: names.get(field)!,
      label,
      value,
      ...(before === undefined ? {} : { before }),
      ...(why === undefined ? {} : { asked: why }),
      reasons: preparedOf(reasonsFor(ctx, field)),
    };
    sections.set(section, [...(sections.get(section) ?? []), line]);
  }
  return [...sections].map(([title, lines]) => ({ title, lines }));
};

/** A file with when it came: in which round, or after it. */
const fileOf = (pack: Pack, application: Application, { id, name, bytes }: StoredFile): CaseFile => {
  const later = application.later?.find(({ file }) => file.id === id);
  const first = application.snapshots.find(({ files }) =>
    Object.values(files).some(list => list.some(file => file.id === id)),
  );
  return {
    id,
    name,
    bytes,
    round: later?.round ?? first?.round ?? 1,
    ...(later ? { later: at(pack, later.at) } : {}),
  };
};

const historyOf = (ctx: Context, application: Application): CaseHistoryLine[] => {
  const { pack } = ctx;
  const first = application.snapshots[0]!;
  const names = new Map(application.snapshots.flatMap(({ rows }) => [...rowNames(pack.form, rows)]));
  const titles = new Map(pack.form.checklist.map(({ id, title }) => [id, title]));
  const lines = [
    { ms: first.at, who: say(pack, 'case.unit'), what: say(pack, 'verb.submit'), rows: [] },
    ...application.decisions.map(act => ({
      ms: act.at,
      who: act.role === 'applicant' ? say(pack, 'case.unit') : act.name,
      what: `${verbLabel(ctx, act.stage, act.verb)}（${stageOf(ctx, act.stage).title}）`,
      rows: [
        ...Object.entries(act.fields ?? {}).map(
          ([field, { reason }]) => [names.get(field) ?? field, reason] as const,
        ),
        ...(act.reason ? [[say(pack, 'case.reason'), act.reason] as const] : []),
        ...recordRows(ctx, openRecords(ctx, application, act)),
      ],
    })),
    ...(application.later ?? []).map(({ at: ms, item, file }) => ({
      ms,
      who: say(pack, 'case.unit'),
      what: say(pack, 'case.later'),
      rows: [[titles.get(item) ?? say(pack, 'file.other'), file.name] as const],
    })),
  ];
  return lines
    .sort((one, other) => one.ms - other.ms)
    .map(({ ms, ...line }) => ({ at: at(pack, ms), ...line }));
};

const actionsOf = (ctx: Context, roster: Roster, application: Application, actor: string): CaseAction[] => {
  const decider = decidersOf(ctx, roster, application).find(binding => binding.actor === actor);
  const sections = new Map(ctx.pack.contacts.sections.map(({ id, name }) => [id, name]));
  return Object.values(application.grants).flatMap(({ actors, verb: granted, token }) => {
    const verb = CaseVerb.safeParse(granted).data;
    // The desk shows the whole case anyway, and has a place of its own for what can be taken back.
    if (!verb || !actors.includes(actor) || verb === 'view' || verb === 'undo') return [];
    const needs = needOf(verb);
    const people =
      needs === 'person'
        ? candidates(ctx, roster, application, verb === 'transfer' ? 'transfer' : 'cosign', actor)
        : [];
    return [
      {
        verb,
        token,
        label: verbLabel(ctx, application.stage, verb),
        style: reviewVerbs[verb].style,
        needs,
        records:
          needs === 'records' && decider
            ? recordsOf(ctx, roster, application, decider).map(
                ({ id, label, required, example, points }) => ({
                  id,
                  label: points === undefined ? label : `${label}（${points}分）`,
                  required,
                  ...(example ? { example } : {}),
                }),
              )
            : [],
        people: people.map(person => ({
          actor: person.actor,
          name: `${person.name}（${sections.get(person.section) ?? person.section}）`,
        })),
      },
    ];
  });
};

const undoOf = (ctx: Context, application: Application, actor: string): CaseView['undo'] => {
  const { undoable } = application;
  if (undoable?.actor !== actor || undoable.until <= ctx.now.ms) return null;
  const grant = Object.values(application.grants).find(
    ({ verb, actors }) => verb === 'undo' && actors.includes(actor),
  );
  const done = application.decisions.find(({ id }) => id === undoable.decision);
  return grant && done
    ? { token: grant.token, what: verbLabel(ctx, done.stage, done.verb), left: undoable.until - ctx.now.ms }
    : null;
};

/** One case as this person sees it at the desk. Whether it may be read is for the caller to ask. */
export const caseView = (ctx: Context, roster: Roster, application: Application, actor: string): CaseView => {
  const { pack } = ctx;
  const snapshot = currentSnapshot(application);
  const verdict = judge(pack, snapshot.facts, null);
  const stands = new Map(verdict.criteria.map(result => [result.id, result]));
  const papers = papersOf(pack, application);
  const files = filesOf(application);
  const listed = (item: string): CaseFile[] =>
    (files[item] ?? []).map(file => fileOf(pack, application, file));
  const known = new Set(papers.map(({ item }) => item.id));
  const barred = barredBy(ctx, roster, application, actor);
  const outcome = snapshot.outcome as 'eligible' | 'ineligible' | 'needs-confirmation' | 'closed';
  return {
    row: { ...caseRow(ctx, application), mine: isMine(ctx, roster, application, actor) },
    version: application.version,
    sections: sectionsOf(ctx, application),
    papers: papers.map(({ item, state }) => ({
      title: item.title,
      state,
      files: listed(item.id),
    })),
    otherFiles: Object.keys(files).flatMap(id => (known.has(id) ? [] : listed(id))),
    outcome: say(pack, `outcome.${outcome}`),
    criteria: pack.eligibility.criteria.flatMap(criterion => {
      const stand = stands.get(criterion.id);
      if (!stand?.applies) return [];
      const { title, kind, clause } = criterion;
      const words = criterion.quote ?? pack.clauses.get(clause)?.text ?? clause;
      return [{ title, kind, state: stand.state, citation: { clause, quote: words } }];
    }),
    discrepancies: discrepancyBlocks(ctx, filledOf(snapshot), 'office'),
    ground: [quote(ctx, stageOf(ctx, application.stage).clause)],
    history: historyOf(ctx, application),
    actions: actionsOf(ctx, roster, application, actor),
    barred: barred?.kind === 'text' ? barred.text : null,
    reasons: preparedOf(generalReasons(ctx)),
    undo: undoOf(ctx, application, actor),
  };
};

/** 科技企业科　审核人, for every seat of a person. */
export const seatNames = (ctx: Pick<Context, 'pack'>, roster: Roster, actor: string): string[] => {
  const names = new Map(ctx.pack.contacts.sections.map(({ id, name }) => [id, name]));
  return seatsOf(roster, actor).map(
    ({ section, role }) => `${names.get(section) ?? section}　${say(ctx.pack, `role.${role}`)}`,
  );
};

/** The office's form of the round under review (`id` null), or a file that was sent with it; null: there is none. */
export const caseFile = (ctx: Context, application: Application, id: string | null): FileRef | null => {
  if (id === null) return formFile(ctx, application);
  const file = Object.values(filesOf(application))
    .flat()
    .find(each => each.id === id);
  return file ? { kind: 'stored', file: fromApplicant(ctx, file) } : null;
};
