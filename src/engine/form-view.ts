import type { FormView, SectionView } from '../model/form-view.ts';
import { traitsOf } from '../model/pack/field-kinds.ts';
import type { FormSection } from '../model/pack/form.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { Session } from '../model/session.ts';
import { placeNames } from './field-names.ts';
import { nextStep, placeOf, places } from './walk.ts';

/** From this length on, in characters, a value is mended where it stands; a shorter one is sooner typed anew. */
const WORTH_MENDING = 16;

/** The section that is being asked about: by its place, or whether it has entries. */
const sectionAsked = ({ form }: Pick<Pack, 'form'>, session: Session): FormSection | undefined => {
  const asks = session.prompt?.asks;
  if (asks?.kind === 'field') return placeOf(form, session, asks.field)?.section;
  if (asks?.kind === 'group' || asks?.kind === 'more')
    return form.sections.find(({ id }) => id === asks.group);
  const step = nextStep(form, session);
  return step.kind === 'place' ? step.place.section : step.kind === 'done' ? undefined : step.section;
};

/** The form as far as it is filled in; null while none is being filled in or corrected. */
export const formView = ({ form }: Pick<Pack, 'form'>, session: Session): FormView | null => {
  const { journey, paused, answers, skipped, groups, prompt } = session;
  const resting = paused && Object.keys(answers).length > 0;
  if (journey !== 'form' && journey !== 'returned' && !resting) return null;
  const all = places(form, session);
  const names = placeNames(form, all);
  const here = sectionAsked({ form }, session);
  const asks = prompt?.asks;
  const asked = asks?.kind === 'field' ? all.find(({ id }) => id === asks.field) : undefined;
  const value = asked && answers[asked.id]?.value;
  const long =
    asked !== undefined &&
    value !== undefined &&
    traitsOf(asked.field).choose === null &&
    (traitsOf(asked.field).lines === 'many' || [...value].length >= WORTH_MENDING);
  return {
    title: form.title,
    sections: form.sections.map(
      (section): SectionView => ({
        title: section.title,
        here: section === here,
        none: section.repeat !== undefined && groups[section.id] === 0,
        places: all
          .filter(place => place.section === section)
          .map(({ id }) => ({
            place: id,
            name: names.get(id) ?? id,
            state: id in answers ? 'filled' : skipped.includes(id) ? 'skipped' : 'open',
            at: answers[id]?.at ?? null,
          })),
      }),
    ),
    asked: asked && prompt ? { place: asked.id, prompt: prompt.id, value: long ? value : null } : null,
  };
};
