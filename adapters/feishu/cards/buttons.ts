import { shorten } from '../../../src/host/text-split.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { Choice } from '../../../src/model/message.ts';
import { labelCharacters } from '../limits.ts';
import { columns, type Element, plain } from './elements.ts';
import { type Carrier, pressValue } from './token.ts';

const confirmCharacters = 200;

const types = { primary: 'primary_filled', danger: 'danger', default: 'default' } as const;

/**
 * A danger button asks once more, unless it is itself the answer to such a question. Feishu needs a title for the
 * dialog (…/interactive-components/button).
 */
const confirmation = (choice: Choice, words: DoorWords): { confirm?: object } => {
  const asks = choice.style === 'danger' && !/^(?:确认|确定)/.test(choice.label);
  const text = choice.confirm ?? (asks ? words('door.sure', { label: choice.label }) : undefined);
  return text === undefined
    ? {}
    : {
        confirm: {
          title: plain(words('door.confirmTitle')),
          text: plain(shorten(text, confirmCharacters, 'characters')),
        },
      };
};

const button = (carrier: Carrier, choice: Choice, words: DoorWords): Element => ({
  tag: 'button',
  type: types[choice.style ?? 'default'],
  width: 'fill',
  text: plain(shorten(choice.label, labelCharacters, 'characters')),
  ...confirmation(choice, words),
  behaviors: [{ type: 'callback', value: pressValue(carrier, choice.token) }],
});

/** Characters that fit across a card on a phone, over all buttons of a row. */
const rowCharacters = 13;
const mostInRow = 3;

/** Choices in rows, in their order; short labels share a row, every button of a row as wide as its longest label. */
const rowsOf = (choices: readonly Choice[]): Choice[][] => {
  const rows: Choice[][] = [];
  for (const choice of choices) {
    const row = rows.at(-1);
    const longest = Math.max(choice.label.length, ...(row ?? []).map(({ label }) => label.length));
    const fits = row && row.length < mostInRow && (row.length + 1) * longest <= rowCharacters;
    if (fits) row.push(choice);
    else rows.push([choice]);
  }
  return rows;
};

/** Buttons in rows, in the order of the choices. */
export const buttonRows = (carrier: Carrier, choices: readonly Choice[], words: DoorWords): Element[] =>
  rowsOf(choices).map(row => {
    const buttons = row.map(choice => button(carrier, choice, words));
    return buttons.length === 1
      ? buttons[0]!
      : columns(
          buttons.map(cell => [cell]),
          row.map(() => 1),
        );
  });
