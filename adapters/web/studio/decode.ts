import { z } from 'zod';
import type { Result } from '../../../src/model/issue.ts';
import { decodeJson } from '../decode.ts';

/** Longest text of one file, in UTF-16 units; packs are read up to eight megabytes a file. */
const maxTextUnits = 2_000_000;
/** Bytes of a body that carries a file: every unit escaped as \uXXXX. */
export const maxTextBytes = maxTextUnits * 6;
/** Bytes of every other body: the longest list of questions or acts. */
export const maxAskBytes = 400_000;

const Path = z.string().min(1).max(300);
const Words = z.string().min(1).max(2_000);
const Id = z.string().min(1).max(100);

const Save = z.strictObject({ path: Path, text: z.string().max(maxTextUnits), base: z.string().max(64) });
const Rehearse = z.strictObject({
  inputs: z
    .array(
      z.union([
        z.strictObject({ say: Words }),
        z.strictObject({ press: Words }),
        z.strictObject({ place: Id }),
      ]),
    )
    .max(200),
  date: z.iso.date().nullable(),
});
const Ask = z.strictObject({ questions: z.array(z.string().min(1).max(300)).min(1).max(200) });
const Adopt = z.strictObject({
  question: Words,
  adoption: z.discriminatedUnion('as', [
    z.strictObject({ as: z.literal('phrasing'), of: z.enum(['intents', 'topics', 'silent']), id: Id }),
    z.strictObject({ as: z.literal('silent'), topic: z.string().trim().min(1).max(40) }),
  ]),
});
const Settle = z.strictObject({ question: Words });
const Sign = z.strictObject({
  ids: z.array(Id).min(1).max(500),
  name: z.string().trim().min(1).max(40),
  date: z.iso.date(),
});

export const decodeSave = (bytes: Uint8Array): Result<z.infer<typeof Save>> => decodeJson(Save, bytes);
export const decodeRehearse = (bytes: Uint8Array): Result<z.infer<typeof Rehearse>> =>
  decodeJson(Rehearse, bytes);
export const decodeAsk = (bytes: Uint8Array): Result<z.infer<typeof Ask>> => decodeJson(Ask, bytes);
export const decodeAdopt = (bytes: Uint8Array): Result<z.infer<typeof Adopt>> => decodeJson(Adopt, bytes);
export const decodeSettle = (bytes: Uint8Array): Result<z.infer<typeof Settle>> => decodeJson(Settle, bytes);
export const decodeSign = (bytes: Uint8Array): Result<z.infer<typeof Sign>> => decodeJson(Sign, bytes);
