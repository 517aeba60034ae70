import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type FormData, formData } from '../../src/documents/form-data.ts';
import { unzip } from '../../src/documents/unzip.ts';
import { Eligibility } from '../../src/model/pack/eligibility.ts';
import { traitsOf } from '../../src/model/pack/field-kinds.ts';
import { type Field, Form } from '../../src/model/pack/form.ts';
import { completeForm } from '../../src/packs/complete-form.ts';

export interface FormFixture {
  readonly form: Form;
  readonly template: Uint8Array;
}

const read = (folder: string): FormFixture => {
  const root = new URL(`../../${folder}/`, import.meta.url);
  const yaml = (file: string): unknown => parse(readFileSync(new URL(file, root), 'utf8'));
  const form = completeForm(Form.parse(yaml('form.yaml')), Eligibility.parse(yaml('eligibility.yaml')));
  return { form, template: readFileSync(new URL(`templates/${form.template}`, root)) };
};

export const wanzhou = read('conversations/wanzhou-2022');
/** Another office's form: one table an entry, labels and answers in pairs. */
export const workshop = read('test/fixtures/packs/yunxi-workshop-2026');
/** A table of years and figures, a row for each entry of a list, options taken from the self-check. */
export const pilot = read('test/fixtures/packs/lanhe-pilot-2027');

/** A value its kind allows that no other field has, as far as the kind allows that. */
const valueFor = (field: Field, serial: number): string => {
  const { example, lines } = traitsOf(field);
  if (field.options) return field.options[serial % field.options.length]!.value;
  if (field.compose) return `${field.compose.before}榨菜${serial}${field.compose.after}`;
  if (lines === 'many') return `${field.label}第一段${serial}。\n第二段${serial}：含 A&B <c> “引号”。`;
  // The last digits of a number, or something behind a name.
  return /\d{4}$/.test(example)
    ? `${example.slice(0, -4)}${1000 + serial}`
    : traitsOf(field).strict
      ? example
      : `${example}${serial}`;
};

/** A value for every field that its kind allows; different for every key, so that a mix-up shows. */
export const completeAnswers = (
  form: Form,
  groups: Readonly<Record<string, number>>,
): Record<string, string> => {
  const answers: Record<string, string> = {};
  let serial = 0;
  for (const section of form.sections) {
    const prefixes = section.repeat
      ? Array.from({ length: groups[section.id] ?? 0 }, (_, index) => `${section.id}.${index}.`)
      : [''];
    for (const prefix of prefixes) {
      for (const field of section.fields) {
        serial += 1;
        const key = `${prefix}${field.id}`;
        answers[key] = valueFor(field, serial);
      }
    }
  }
  return answers;
};

export const dataFor = (
  fixture: FormFixture,
  answers: Readonly<Record<string, string>>,
  groups: Readonly<Record<string, number>> = {},
  options: { rehearsal?: boolean } = {},
): FormData =>
  formData(
    fixture,
    Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, { value }])),
    groups,
    options,
  );

/** All parts of a .docx that carry text, as markup. */
export const markupOf = (bytes: Uint8Array): Record<string, string> => {
  const archive = unzip(bytes, { entries: 200, total: 20_000_000 });
  if (!archive.ok) {
    throw new Error(archive.issues[0]!.code);
  }
  return Object.fromEntries(
    [...archive.value]
      .filter(([name]) => /^word\/(document|header\d*|footer\d*)\.xml$/.test(name))
      .map(([name, content]) => [name, new TextDecoder('utf-8', { fatal: true }).decode(content)]),
  );
};

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** What is printed: text of all parts, a line for each paragraph and break. */
export const textOf = (bytes: Uint8Array): string =>
  Object.values(markupOf(bytes))
    .join('')
    .replace(/<\/w:p>|<w:br\/>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&(\w+);/g, (_, name: string) => entities[name] ?? '');
