import type { Rate } from '../../src/host/shelf/pace.ts';

/**
 * Feishu's published limits, each with its page (paths below https://open.feishu.cn/document/).
 * Where a limit is not exact, ours is a little below it.
 */

/** Request body of a card message, bytes. 30 KB: reference/im-v1/message/create. Ours leaves room for the envelope. */
export const cardBytes = 29_000;
/** Elements and text objects in one card; code 11310 above 200: feishu-cards/card-json-v2-structure. */
export const cardElements = 190;
/** Characters on a button: feishu-cards/card-json-v2-components/interactive-components/button. */
export const labelCharacters = 100;
/** Characters in an input, and in its placeholder: …/interactive-components/input. */
export const inputCharacters = 1000;
export const placeholderCharacters = 100;
/** Bytes of an uploaded file: reference/im-v1/file/create. */
export const uploadBytes = 30 * 1024 * 1024;
/** Bytes of a file we take from a person. Feishu allows 100 MB (reference/im-v1/message/get-message-resource); ours. */
export const incomingFileBytes = 20 * 1024 * 1024;
/** Bytes of an event or callback body we read. Texts are at most 150 KB; encryption adds a third. */
export const callbackBytes = 512 * 1024;
/**
 * 5 messages a second to one person or group, 50 calls a second and 1,000 a minute of one app:
 * reference/im-v1/message/create. The way there may bring two calls nearer together: a tenth is added.
 */
export const chatRates: readonly Rate[] = [{ count: 5, ms: 1_100 }];
export const appRates: readonly Rate[] = [
  { count: 50, ms: 1_100 },
  { count: 1_000, ms: 61_000 },
];
/** Milliseconds in which a card callback must be answered is 3,000: feishu-cards/handle-card-callbacks. Ours. */
export const callbackBudgetMs = 2_500;
/** A repeated `uuid` is recognised for one hour: reference/im-v1/message/create. Ours, milliseconds. */
export const uuidMs = 55 * 60 * 1000;
/** Accepted difference between a request's timestamp and our clock, seconds, to either side. Our choice. */
export const freshnessSeconds = 300;
/** Quiet time after which opening the chat is greeted again, milliseconds. Our choice. */
export const greetAfterMs = 24 * 60 * 60 * 1000;
