import type { Field, Form, FormSection } from '../model/pack/form.ts';
import { type Place, placeLabel } from './walk.ts';

/** A line that is to be named: `field` is a place id (`partners.0.name`), `label` what is printed, `section` its title. */
interface Named {
  readonly field: string;
  readonly section: string;
  readonly label: string;
}

interface Defined {
  readonly field: Field;
  readonly section: FormSection;
}

/** `partners.0.name` is `partners.name` of the form. */
export const fieldKey = (id: string): string => id.replace(/\.\d+\./, '.');

/** Fields by key: a form never changes, and every list of fields asks for names. */
const drawn = new WeakMap<Form, ReadonlyMap<string, Defined>>();

const fieldsOf = (form: Form): ReadonlyMap<string, Defined> => {
  const known =
    drawn.get(form) ??
    new Map(
      form.sections.flatMap(section =>
        section.fields.map((field): [string, Defined] => [
          section.repeat ? `${section.id}.${field.id}` : field.id,
          { field, section },
        ]),
      ),
    );
  drawn.set(form, known);
  return known;
};

/** Fields of the form that are printed with the same label; entries of a group have its name and number before theirs. */
const rivalsOf = (form: Form, own: Defined | undefined, label: string): Defined[] =>
  [...fieldsOf(form).values()].filter(other =>
    own?.section.repeat
      ? other !== own && other.section === own.section && other.field.label === own.field.label
      : other !== own && !other.section.repeat && other.field.label === label,
  );

/**
 * The one name of a line, whatever stands beside it: the printed label, and where the form prints that more than once,
 * with the first that is its own of its other names, its section, its clause. `under`: its section is the heading it is
 * listed under, so that only this section's labels need telling apart.
 */
const nameOf = (form: Form, { field, section, label }: Named, under: boolean): string => {
  const own = fieldsOf(form).get(fieldKey(field));
  const all = rivalsOf(form, own, label);
  const rivals = under ? all.filter(rival => rival.section === own?.section) : all;
  if (rivals.length === 0) return label;
  const is = (rival: Defined, name: string) =>
    rival.field.label === name || rival.field.aliases.includes(name);
  const alias = own?.field.aliases.find(name => !rivals.some(rival => is(rival, name)));
  if (alias) return `${label}（${alias}）`;
  if (!rivals.some(rival => rival.section.title === section)) return `${label}（${section}）`;
  const clause = own?.field.clause;
  return `${label}（${clause && !rivals.some(rival => rival.field.clause === clause) ? clause : field}）`;
};

/** Names of the lines of an application as it was submitted, by place id. */
export const rowNames = (form: Form, rows: readonly Named[], under = false): ReadonlyMap<string, string> =>
  new Map(rows.map(row => [row.field, nameOf(form, row, under)]));

/** Names of places of the form in the making, by place id. */
export const placeNames = (form: Form, all: readonly Place[], under = false): ReadonlyMap<string, string> =>
  rowNames(
    form,
    all.map(place => ({ field: place.id, section: place.section.title, label: placeLabel(place) })),
    under,
  );
