import { shorten } from '../../src/host/text-split.ts';
import { type Choice, promptOf } from '../../src/model/message.ts';

/** An inline keyboard button that gives its token back; `style` names: core.telegram.org/bots/api#inlinekeyboardbutton. */
export interface Button {
  readonly text: string;
  readonly callback_data: string;
  readonly style?: 'primary' | 'danger';
}
export type Keyboard = readonly (readonly Button[])[];

/** A longer label would be cut by the clients on a telephone. */
const labelLimit = 48;
/**
 * Telegram answers `reply markup is too long` at about 10 KB and takes about 100 buttons; neither is documented, so
 * a keyboard stays well below both.
 */
const keyboardBytes = 6_000;
const keyboardButtons = 60;

/** Full-width characters count two. */
const widthOf = (label: string): number =>
  [...label].reduce((width, character) => width + (character > '\u2e7f' ? 2 : 1), 0);

/** Widest label, by how many buttons share a row on a telephone. */
const widestInRow = [
  { columns: 3, width: 8 },
  { columns: 2, width: 16 },
];

const isLong = ({ label }: Choice): boolean => label.length > labelLimit;

/** The choices whose labels do not fit on a button, in full and with their numbers; empty when all fit. */
export const longLabels = (choices: readonly Choice[]): string =>
  choices.some(isLong) ? choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n') : '';

const buttonOf = (choice: Choice, index: number, numbered: boolean): Button => ({
  text: shorten(numbered ? `${index + 1}. ${choice.label}` : choice.label, labelLimit, 'characters'),
  callback_data: choice.token,
  ...(choice.style === 'primary' || choice.style === 'danger' ? { style: choice.style } : {}),
});

/** Row by row, as many as fit beside each other. */
const packed = (buttons: readonly Button[]): Keyboard => {
  if (buttons.length === 0) return [];
  const fits = ({ columns, width }: (typeof widestInRow)[number]) =>
    buttons.length >= columns && buttons.slice(0, columns).every(({ text }) => widthOf(text) <= width);
  const columns = widestInRow.find(fits)?.columns ?? 1;
  return [buttons.slice(0, columns), ...packed(buttons.slice(columns))];
};

/** Options first, ways out in rows of their own below. */
const inRows = (buttons: readonly Button[]): Keyboard => {
  const isOption = ({ callback_data }: Button) => promptOf(callback_data) !== null;
  return [...packed(buttons.filter(isOption)), ...packed(buttons.filter(button => !isOption(button)))];
};

/** The choices as keyboards: one, or several where one would be too large. */
export const keyboards = (choices: readonly Choice[]): Keyboard[] => {
  const numbered = choices.some(isLong);
  const boards: Button[][] = [];
  let room = { bytes: 0, buttons: 0 };
  choices.forEach((choice, index) => {
    const button = buttonOf(choice, index, numbered);
    const bytes = Buffer.byteLength(JSON.stringify(button)) + 1;
    if (boards.length === 0 || bytes > room.bytes || room.buttons === 0) {
      boards.push([]);
      room = { bytes: keyboardBytes, buttons: keyboardButtons };
    }
    boards.at(-1)!.push(button);
    room = { bytes: room.bytes - bytes, buttons: room.buttons - 1 };
  });
  return boards.map(inRows);
};
