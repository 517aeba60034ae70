import { shorten } from '../../../src/host/text-split.ts';
import type { Choice } from '../../../src/model/message.ts';
import { labelCharacters } from '../limits.ts';
import { columns, type Element, plain } from './elements.ts';
import { type Carrier, pressValue } from './token.ts';

const confirmCharacters = 200;

const types = { primary: 'primary_filled', danger: 'danger', default: 'default' } as const;

/** A danger button always asks once more; Feishu needs a title for that (…/interactive-components/button). */
const confirmation = (choice: Choice): { confirm?: object } => {
  const text = choice.confirm ?? (choice.style === 'danger' ? `确定选择“${choice.label}”吗？` : undefined);
  return text === undefined
    ? {}
    : { confirm: { title: plain('请确认'), text: plain(shorten(text, confirmCharacters, 'characters')) } };
};

const button = (carrier: Carrier, choice: Choice): Element => ({
  tag: 'button',
  type: types[choice.style ?? 'default'],
  width: 'fill',
  text: plain(shorten(choice.label, labelCharacters, 'characters')),
  ...confirmation(choice),
  behaviors: [{ type: 'callback', value: pressValue(carrier, choice.token) }],
});

/** Short labels share a row; a phone shows about twelve characters across a card. */
const perRow = (choices: readonly Choice[]): number => {
  const longest = Math.max(...choices.map(({ label }) => label.length));
  if (longest > 6 || choices.length === 1) return 1;
  return longest > 4 || choices.length % 3 !== 0 ? 2 : 3;
};

/** Buttons in rows, in the order of the choices. */
export const buttonRows = (carrier: Carrier, choices: readonly Choice[]): Element[] => {
  if (choices.length === 0) return [];
  const width = perRow(choices);
  const buttons = choices.map(choice => button(carrier, choice));
  if (width === 1) return buttons;
  const rows: Element[] = [];
  for (let at = 0; at < buttons.length; at += width) {
    const row = buttons.slice(at, at + width);
    rows.push(
      columns(
        row.map(cell => [cell]),
        row.map(() => 1),
      ),
    );
  }
  return rows;
};
