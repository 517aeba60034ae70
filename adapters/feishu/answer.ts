import type { Receipt } from '../../src/host/channel.ts';
import type { ShownQuestions } from '../../src/host/shelf/questions.ts';
import { targetOf } from '../../src/host/shelf/target.ts';
import { shorten } from '../../src/host/text-split.ts';
import { inertText } from '../../src/host/user-text.ts';
import type { Address } from '../../src/model/address.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import { messageTo } from '../../src/model/message.ts';
import type { Decoded } from './decode.ts';
import { type Card, encode } from './encode.ts';

/** Answer to `card.action.trigger`: open.feishu.cn/document/feishu-cards/card-callback-communication */
export interface ClickAnswer {
  readonly toast?: { readonly type: 'info' | 'success' | 'error' | 'warning'; readonly content: string };
  readonly card?: { readonly type: 'raw'; readonly data: Card };
}

const toastCharacters = 100;
const valueCharacters = 200;

const toast = (type: NonNullable<ClickAnswer['toast']>['type'], content: string): ClickAnswer => ({
  toast: { type, content: shorten(inertText(content), toastCharacters, 'characters') },
});

/** The commit takes longer than the callback may: the messages follow by themselves. */
export const stillWorking = (words: DoorWords) => toast('info', words('door.working'));
/** The click could not be kept; Feishu does not deliver it again. */
export const notTaken = (words: DoorWords) => toast('error', words('door.notTaken'));
/** The card is not ours or of an older make. */
export const notOurs = (words: DoorWords) => toast('warning', words('door.oldCard'));

/** A form after it was sent off: what was typed, without inputs. Texts above a card's limit are cut; they are kept. */
const submittedCard = (to: Address, rows: readonly (readonly [string, string])[], words: DoorWords): Card[] =>
  encode(
    messageTo(
      to,
      'submitted',
      [
        { kind: 'heading', text: words('door.submitted') },
        {
          kind: 'fields',
          rows: rows.map(([label, value]) => [label, shorten(value, valueCharacters, 'characters')]),
        },
      ],
      { quiet: true },
    ),
    words,
  );

/**
 * What the person sees at once after a click: a toast, and the clicked card as the turn left it; an answered question
 * shows the answer and loses its buttons, a form shows what was sent off. That costs no call. Messages also go out in the ordinary way, so nothing is lost if this answer is.
 */
export const clickAnswer = (
  receipt: Receipt,
  { clicked, card, submitted, event }: Extract<Decoded, { kind: 'click' }>,
  words: DoorWords,
  questions: ShownQuestions,
): ClickAnswer => {
  if (receipt.outcome === 'spooled') return stillWorking(words);
  if (receipt.outcome === 'refused' || receipt.outcome === 'limited') return notTaken(words);
  const shown = receipt.messages.find(message => message.toast !== undefined)?.toast;
  const update = receipt.messages.findLast(
    message => targetOf(message, undefined) === clicked || (card !== undefined && message.card === card),
  );
  const { body, address } = event;
  const answered =
    update === undefined && body.kind === 'press' && address.kind === 'private'
      ? questions.answered(
          clicked,
          body.token,
          receipt.messages.find(({ chosen }) => chosen !== undefined)?.chosen,
          words,
        )
      : null;
  const next = update
    ? encode(update, words)
    : submitted
      ? submittedCard(address, submitted, words)
      : answered
        ? encode(answered, words)
        : [];
  return {
    ...(shown === undefined ? {} : toast('info', shown)),
    // A card that had to be split is updated by the sends alone, in order.
    ...(next.length === 1 ? { card: { type: 'raw' as const, data: next[0]! } } : {}),
  };
};
