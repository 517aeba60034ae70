import { shorten } from '../../../src/host/text-split.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { FormInput } from '../../../src/model/message.ts';
import { inputCharacters, placeholderCharacters } from '../limits.ts';
import { type Element, paragraph, plain } from './elements.ts';
import { type Carrier, formValue, inputName } from './token.ts';

/** Inputs of one form card; a section of more is finished one by one. Keeps the card below its element limit. */
export const mostInputs = 20;
/** Longest label and error shown, characters, and most options of a select. Ours. */
const labelCharacters = 100;
const errorCharacters = 300;
const mostOptions = 60;

const brief = (text: string): string => shorten(text, labelCharacters, 'characters');
const labelOf = (input: FormInput, words: DoorWords): string =>
  input.required ? words('door.required', { label: brief(input.label) }) : brief(input.label);

const placeholder = (input: FormInput, words: DoorWords): Element =>
  plain(
    shorten(
      input.placeholder || words(input.kind === 'select' ? 'door.pick' : 'door.fill'),
      placeholderCharacters,
      'characters',
    ),
  );

const select = (input: FormInput, name: string, words: DoorWords): Element[] => {
  const options = input.options ?? [];
  const chosen = options.findIndex(({ value }) => value === input.value) + 1;
  return [
    paragraph(labelOf(input, words)),
    {
      tag: 'select_static',
      name,
      width: 'fill',
      placeholder: placeholder(input, words),
      ...(chosen > 0 ? { initial_index: chosen } : {}),
      options: options.map(({ value, label }) => ({ text: plain(brief(label)), value })),
    },
  ];
};

const text = (input: FormInput, name: string, words: DoorWords): Element[] => [
  {
    tag: 'input',
    name,
    width: 'fill',
    label: plain(labelOf(input, words)),
    label_position: 'top',
    placeholder: placeholder(input, words),
    max_length: inputCharacters,
    ...(input.value ? { default_value: input.value.toWellFormed() } : {}),
    ...(input.kind === 'paragraph' ? { input_type: 'multiline_text', rows: 3, auto_resize: true } : {}),
  },
];

/** Whether a card can ask for it: a value above the input's limit would be cut on submit. */
const fits = (input: FormInput): boolean =>
  (input.value ?? '').length <= inputCharacters &&
  (input.kind !== 'select' || (input.options ?? []).length > 0) &&
  (input.options ?? []).length <= mostOptions;

/**
 * Nothing is `required` for the client: it would hold back the whole card for one value a person does not have at hand.
 * A form container of at most `most` inputs, each with its error above it, and the submit button; empty when no input
 * can be asked in a card.
 * The values come back under `f0`, `f1`, …; the button carries which fields these are.
 */
export const formElements = (
  carrier: Carrier,
  prompt: string,
  inputs: readonly FormInput[],
  most: number,
  words: DoorWords,
): Element[] => {
  const asked = inputs.filter(fits).slice(0, most);
  if (asked.length === 0) return [];
  const left = inputs.length - asked.length;
  return [
    {
      tag: 'form',
      name: 'form',
      vertical_spacing: '12px',
      elements: [
        ...asked.flatMap((input, index) => [
          ...(input.error === undefined
            ? []
            : [
                paragraph(
                  shorten(`✗ ${brief(input.label)}：${input.error}`, errorCharacters, 'characters'),
                  'normal',
                  'red',
                ),
              ]),
          ...(input.kind === 'select'
            ? select(input, inputName(index), words)
            : text(input, inputName(index), words)),
        ]),
        ...(left > 0 ? [paragraph(words('door.formLeft', { count: String(left) }), 'notation', 'grey')] : []),
        {
          tag: 'button',
          name: 'submit',
          form_action_type: 'submit',
          type: 'primary_filled',
          width: 'fill',
          text: plain(words('door.submit')),
          behaviors: [
            {
              type: 'callback',
              value: formValue(
                carrier,
                prompt,
                asked.map(({ field, label }) => [field, brief(label)]),
              ),
            },
          ],
        },
      ],
    },
    paragraph(words(asked.length > 1 ? 'door.formPart' : 'door.formOne'), 'notation', 'grey'),
  ];
};
