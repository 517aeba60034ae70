import { chineseDate } from '../../model/calendar.ts';
import type { Block, FormInput } from '../../model/message.ts';
import { optionsOf, traitsOf } from '../../model/pack/field-kinds.ts';
import type { Field } from '../../model/pack/form.ts';
import type { PromptOption } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import { needsConsent } from '../consent.ts';
import type { Context } from '../context.ts';
import { placeNames } from '../field-names.ts';
import { openProse } from '../prose.ts';
import { as, line, quote, rows, type Scene, text } from '../scene.ts';
import { factById, openGates } from '../self-check.ts';
import { rowOf } from '../table-answer.ts';
import { nextStep, type Place, placeLabel, placeOf, places, progress } from '../walk.ts';
import { say } from '../wording.ts';
import { factScene } from './eligibility.ts';
import { ineligibleScene, isIneligible } from './ineligible.ts';

/** A value the person may take over with one press, and why it is suggested. */
export interface Suggestion {
  readonly value: string;
  readonly note: string | null;
}

export const suggestionFor = (ctx: Context, session: Session, place: Place): Suggestion | null => {
  const { from, suggest } = place.field;
  if (from) {
    const fact = session.facts[from.fact];
    const mapped = fact === undefined || fact === null ? undefined : from.map[String(fact)];
    if (mapped) {
      const title =
        ctx.pack.eligibility.facts.find(candidate => candidate.id === from.fact)?.title ?? from.fact;
      const basis = say(ctx.pack, 'form.confirmDerived', { fact: title, value: mapped.value });
      return { value: mapped.value, note: mapped.note ? `${basis}${mapped.note}` : basis };
    }
  }
  return suggest === 'today' ? { value: chineseDate(ctx.now.date), note: null } : null;
};

const progressBlock = (ctx: Context, session: Session): Block => {
  const { filled, total, open } = progress(ctx.pack.form, session);
  return as('quiet', line(ctx, open ? 'form.progressOpen' : 'form.progress', { filled, total }));
};

/** Buttons that go with every form question; bound to the question, so a late press cannot skip the next one. */
const manners = (ctx: Context): PromptOption<{ kind: 'back' | 'skip' | 'pause' }>[] => [
  { means: { kind: 'back' }, label: say(ctx.pack, 'form.back') },
  { means: { kind: 'skip' }, label: say(ctx.pack, 'form.skip') },
  { means: { kind: 'pause' }, label: say(ctx.pack, 'form.pause') },
];

/** One press to mend where a piece of prose went. */
export const proseOptions = (ctx: Context, session: Session): PromptOption<{ kind: 'apart' | 'join' }>[] => {
  const prose = openProse(session);
  if (!prose) return [];
  if (prose.from > 0) return [{ means: { kind: 'apart' }, label: say(ctx.pack, 'prose.apart') }];
  return prose.before === null ? [] : [{ means: { kind: 'join' }, label: say(ctx.pack, 'prose.join') }];
};

/** Where there is nothing to skip. */
const wayfinding = (ctx: Context): PromptOption<{ kind: 'back' | 'pause' }>[] => [
  { means: { kind: 'back' }, label: say(ctx.pack, 'form.back') },
  { means: { kind: 'pause' }, label: say(ctx.pack, 'form.pause') },
];

const askLine = (ctx: Context, field: Field, label: string): string =>
  field.ask ?? say(ctx.pack, traitsOf(field).choose ? 'form.choose' : 'form.ask', { label });

const inputKind = (field: Field): FormInput['kind'] => {
  const { choose, lines } = traitsOf(field);
  return choose === 'one' ? 'select' : lines === 'many' ? 'paragraph' : 'line';
};

/** Open fields of the same section as inputs, for channels that can ask a whole section at once. */
const formInputs = (session: Session, place: Place, all: readonly Place[]): FormInput[] =>
  all
    .filter(
      other =>
        other.section.id === place.section.id &&
        other.entry === place.entry &&
        !(other.id in session.answers),
    )
    .map(({ id, field }) => ({
      field: id,
      label: field.label,
      kind: inputKind(field),
      required: field.required,
      ...(field.example ? { placeholder: field.example.slice(0, 100) } : {}),
      ...(traitsOf(field).choose === 'one'
        ? { options: optionsOf(field).map(({ value }) => ({ value, label: value })) }
        : {}),
    }));

/** Suggested only while there is no answer. */
const openSuggestion = (ctx: Context, session: Session, place: Place): Suggestion | null =>
  place.id in session.answers ? null : suggestionFor(ctx, session, place);

/** The values a field can be given with one press: its choices, or what is suggested. */
export const valueOptions = (
  ctx: Context,
  session: Session,
  place: Place,
): PromptOption<{ kind: 'value'; value: string }>[] => {
  const suggestion = openSuggestion(ctx, session, place);
  const option = (value: string, label: string, primary: boolean) => ({
    means: { kind: 'value' as const, value },
    label,
    ...(primary ? { style: 'primary' as const } : {}),
  });
  if (traitsOf(place.field).choose === 'one')
    return optionsOf(place.field).map(({ value }) => option(value, value, value === suggestion?.value));
  return suggestion ? [option(suggestion.value, say(ctx.pack, 'form.use'), true)] : [];
};

/** At a table, that a whole row can be given at once: its columns, with their units. */
const rowHint = (ctx: Context, session: Session, place: Place): Block[] => {
  const { cell } = place.field;
  const row = rowOf(places(ctx.pack.form, session), id => id in session.answers, place);
  if (!cell || row.length < 2 || !row.every(({ field }) => traitsOf(field).strict)) return [];
  const columns = row
    .map(({ field }) => `${field.cell!.column}${field.unit ? `（${field.unit}）` : ''}`)
    .join('、');
  return [as('help', line(ctx, 'form.row', { row: cell.row, columns }))];
};

/** `offered`: values the person may have meant by what was refused, to be taken with one press. */
export const placeScene = (
  ctx: Context,
  session: Session,
  place: Place,
  offered: readonly string[] = [],
): Scene => {
  const { pack } = ctx;
  const { field } = place;
  const label = placeLabel(place);
  const current = session.answers[place.id]?.value;
  const suggestion = openSuggestion(ctx, session, place);
  const inputs = session.focus === null ? formInputs(session, place, places(pack.form, session)) : [];
  return {
    blocks: [
      // A correction counts what is left of it, not the form.
      ...(session.journey === 'returned' ? [] : [progressBlock(ctx, session)]),
      as(
        'question',
        text(current === undefined ? askLine(ctx, field, label) : say(pack, 'form.change', { label })),
      ),
      ...(current === undefined ? [] : [line(ctx, 'form.current'), rows([[label, current]])]),
      ...(traitsOf(field).choose === 'several'
        ? [
            line(ctx, 'form.several'),
            text(
              optionsOf(field)
                .map(({ value }, index) => `${index + 1}．${value}`)
                .join('\n'),
            ),
          ]
        : []),
      ...rowHint(ctx, session, place),
      ...(field.help ? [as('help', text(field.help))] : []),
      ...(field.compose ? [quote(ctx, field.compose.clause)] : []),
      ...(field.example ? [as('help', line(ctx, 'form.example', { example: field.example }))] : []),
      ...(suggestion
        ? [text(suggestion.note ?? say(pack, 'form.suggest', { value: suggestion.value }))]
        : []),
    ],
    question: {
      asks: { kind: 'field', field: place.id },
      options: [
        ...offered.map(value => ({ means: { kind: 'value' as const, value }, label: value })),
        ...valueOptions(ctx, session, place),
        ...proseOptions(ctx, session),
        ...manners(ctx),
      ],
    },
    links: ['human'],
    ...(inputs.length > 1 ? { form: inputs } : {}),
  };
};

/** `consent.again`: the text stands above already. */
export const consentScene = (ctx: Context, lead: 'consent.ask' | 'consent.again' = 'consent.ask'): Scene => ({
  blocks: [line(ctx, lead), ...(lead === 'consent.ask' ? [text(ctx.pack.form.consent.text)] : [])],
  question: {
    asks: { kind: 'consent' },
    options: [
      { means: { kind: 'yes' }, label: say(ctx.pack, 'consent.yes'), style: 'primary' },
      { means: { kind: 'no' }, label: say(ctx.pack, 'consent.no') },
    ],
  },
  links: ['home', 'human'],
});

const proposedScene = (ctx: Context, session: Session): Scene => {
  const labels = placeNames(ctx.pack.form, places(ctx.pack.form, session));
  return {
    blocks: [
      line(ctx, 'bulk.doubt'),
      rows(
        Object.entries(session.proposed).map(([id, value]) => {
          const old = session.answers[id]?.value;
          return [
            labels.get(id) ?? id,
            old === undefined || old === value ? value : say(ctx.pack, 'form.changedFrom', { value, old }),
          ];
        }),
      ),
    ],
    question: {
      asks: { kind: 'bulk' },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'bulk.accept'), style: 'primary' },
        { means: { kind: 'no' }, label: say(ctx.pack, 'bulk.discard') },
      ],
    },
    links: ['home', 'human'],
  };
};

/** Where the form stands: the consent, then what the answers say comes next. `done` when everything was asked. */
export const formScene = (
  ctx: Context,
  session: Session,
  done: (ctx: Context, session: Session) => Scene,
): Scene => {
  const { pack } = ctx;
  if (session.focus === null && isIneligible(ctx, session)) return ineligibleScene(ctx, session);
  if (needsConsent(ctx, session)) return consentScene(ctx);
  if (Object.keys(session.proposed).length > 0) return proposedScene(ctx, session);
  const focus = session.focus === null ? undefined : placeOf(pack.form, session, session.focus);
  if (focus) return placeScene(ctx, session, focus);
  const gates = openGates(ctx, session);
  if (gates.length > 0) return factScene(ctx, session, factById(ctx, gates[0]!), gates);
  const step = nextStep(pack.form, session);
  switch (step.kind) {
    case 'place':
      return placeScene(ctx, session, step.place);
    case 'group':
      return {
        blocks: [progressBlock(ctx, session), as('question', text(step.section.repeat!.ask))],
        question: {
          asks: { kind: 'group', group: step.section.id },
          options: [
            { means: { kind: 'yes' }, label: say(pack, 'group.has') },
            { means: { kind: 'no' }, label: say(pack, 'group.none') },
            ...proseOptions(ctx, session),
            ...wayfinding(ctx),
          ],
        },
        links: ['human'],
      };
    case 'more':
      return {
        blocks: [progressBlock(ctx, session), as('question', text(step.section.repeat!.more))],
        question: {
          asks: { kind: 'more', group: step.section.id },
          options: [
            { means: { kind: 'yes' }, label: say(pack, 'group.add') },
            { means: { kind: 'no' }, label: say(pack, 'group.enough') },
            ...proseOptions(ctx, session),
            ...wayfinding(ctx),
          ],
        },
        links: ['human'],
      };
    case 'done':
      return done(ctx, session);
    default:
      return step satisfies never;
  }
};
