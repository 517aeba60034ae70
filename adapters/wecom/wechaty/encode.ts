import { splitText } from '../../../src/host/text-split.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { OutMessage } from '../../../src/model/message.ts';
import { choicesText } from '../open-menus.ts';
import { plainText } from '../plain-text.ts';

/** Longest text sent at once, in UTF-16 units. Gateways publish no limit; WeChat itself cuts at about 2000. */
export const textLimit = 1800;

/** A message as texts: no buttons here, so choices are numbered. */
export const encodeWechaty = (message: OutMessage, words: DoorWords): string[] =>
  splitText(
    [plainText(message), choicesText(message.choices, words)].filter(Boolean).join('\n'),
    textLimit,
    'characters',
  );
