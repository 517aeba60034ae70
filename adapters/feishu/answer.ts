import type { Receipt } from '../../src/host/channel.ts';
import { targetOf } from '../../src/host/shelf/target.ts';
import { shorten } from '../../src/host/text-split.ts';
import { inertText } from '../../src/host/user-text.ts';
import type { Address } from '../../src/model/address.ts';
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
export const stillWorking = toast('info', '正在处理。如长时间没有变化，请再点一次。');
/** The click could not be kept; Feishu does not deliver it again. */
export const notTaken = toast('error', '系统繁忙，这次操作没有生效，请稍后再点一次。');
/** The card is not ours or of an older make. */
export const notOurs = toast('warning', '此卡片已失效，请发送“菜单”重新开始。');

/** A form after it was sent off: what was typed, without inputs. Texts above a card's limit are cut; they are kept. */
const submittedCard = (to: Address, rows: readonly (readonly [string, string])[]): Card[] =>
  encode(
    messageTo(
      to,
      'submitted',
      [
        { kind: 'heading', text: '已提交的内容' },
        {
          kind: 'fields',
          rows: rows.map(([label, value]) => [label, shorten(value, valueCharacters, 'characters')]),
        },
      ],
      { quiet: true },
    ),
  );

/**
 * What the person sees at once after a click: a toast, and the clicked card as the turn left it; a form shows what was
 * sent off. Messages also go out in the ordinary way, so nothing is lost if this answer is.
 */
export const clickAnswer = (
  receipt: Receipt,
  { clicked, card, submitted, event }: Extract<Decoded, { kind: 'click' }>,
): ClickAnswer => {
  if (receipt.outcome === 'spooled') return stillWorking;
  if (receipt.outcome === 'refused') return notTaken;
  const words = receipt.messages.find(message => message.toast !== undefined)?.toast;
  const update = receipt.messages.findLast(
    message => targetOf(message, undefined) === clicked || (card !== undefined && message.card === card),
  );
  const cards = update ? encode(update) : submitted ? submittedCard(event.address, submitted) : [];
  return {
    ...(words === undefined ? {} : toast('info', words)),
    // A card that had to be split is updated by the sends alone, in order.
    ...(cards.length === 1 ? { card: { type: 'raw' as const, data: cards[0]! } } : {}),
  };
};
