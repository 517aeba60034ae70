import type { Choice } from '../model/message.ts';

/** What of a choice matters where there are no buttons. */
type Numbered = Pick<Choice, 'token' | 'label'>;

const labelKey = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

/** `1`, `１`, `①`, `⑴`, `(1)`, `1.`, `1、`, `第1项`, `选1`: the number in it, or null. NFKC unfolds the enclosed forms. */
const numberIn = (text: string): number | null => {
  const plain = text.normalize('NFKC').replace(/\s+/g, '');
  const found = /^(?:选|第)?[([【]?(\d{1,3})[)\]】]?[.。、,，:：]?(?:个|项|号)?$/.exec(plain);
  return found ? Number(found[1]) : null;
};

/**
 * Choices as text, for chats without buttons: one numbered line each and how to answer. Empty for no choices.
 * A list of one choice is asked for too, so that the person knows that something is awaited.
 */
export const numberedText = (choices: readonly Numbered[]): string =>
  choices.length === 0
    ? ''
    : [...choices.map(({ label }, index) => `${index + 1}. ${label}`), '请回复数字选择。'].join('\n');

/**
 * The token a reply to `numberedText(choices)` means, or null when it is no choice: then it is an ordinary text.
 * A label comes first (a label may itself be a number), then the position. `choices` must be those of the newest
 * message of the chat: an older menu is closed by a newer message.
 *
 * A bare number at a prompt that takes typed numbers (人数, 金额) is an answer and no choice: callers that offer
 * auxiliary choices such as 跳过 at such a prompt pass `labelsOnly`.
 */
export const chosenToken = (
  reply: string,
  choices: readonly Numbered[],
  options: { readonly labelsOnly?: boolean } = {},
): string | null => {
  const wanted = labelKey(reply);
  const named = choices.filter(({ label }) => labelKey(label) === wanted);
  if (named.length === 1) return named[0]!.token;
  if (options.labelsOnly) return null;
  const position = numberIn(reply);
  return position === null ? null : (choices[position - 1]?.token ?? null);
};
