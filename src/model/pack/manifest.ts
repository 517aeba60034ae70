import { z } from 'zod';
import { formats } from './formats.ts';

/** `YYYY-MM-DD`. */
export const IsoDate = z.iso.date();
/** `HH:mm` on the office's wall clock. */
export const TimeOfDay = z.string().regex(formats.timeOfDay);
/** Ids in packs: letters (also Chinese), digits, `-`, `_`. */
export const PackId = z.string().regex(formats.name);

/** A verbatim slice of the sources; the loader refuses the pack when the quote is not in the clause. */
export const Cite = z.strictObject({ clause: z.string(), quote: z.string().min(1).optional() });
export type Cite = z.infer<typeof Cite>;

/** One source document and how its numbering is read. */
export const SourceDocument = z.strictObject({
  /** First half of clause ids: 通知, 附件1, 办法. */
  id: PackId,
  file: z.string(),
  title: z.string(),
  /** Document number as printed, e.g. 万州科局发〔2022〕42号. */
  number: z.string().optional(),
  date: IsoDate.optional(),
  /** Other names people use for it. */
  aliases: z.array(z.string()).default([]),
  /** notice: 一、（一） · form: cover, 说明, numbered table parts · outline: 一、 · articles: 第N条 with items. */
  structure: z.enum(['notice', 'form', 'outline', 'articles']),
  /** From when to when it is in force, if it says so. `until` is computed, and shown as computed. */
  validity: z.strictObject({ clause: z.string(), from: IsoDate, until: IsoDate }).optional(),
});
export type SourceDocument = z.infer<typeof SourceDocument>;

/** From when to when applications are taken; both days are inside. */
const Window = z.strictObject({
  opens: IsoDate,
  closes: IsoDate,
  /** Hour of the last day at which it is over, where the notice gives one. */
  closesAt: TimeOfDay.optional(),
  clause: z.string(),
  quote: z.string(),
  /** Office advice around the dates, shown as the office's and not the notice's. */
  advice: z.string().optional(),
});
export type Window = z.infer<typeof Window>;

/** pack.yaml */
export const Manifest = z.strictObject({
  id: z.string().regex(formats.slug),
  /** Format of the pack files; this program reads format 1. */
  format: z.literal(1),
  title: z.string(),
  /** Full and short name of the office. */
  issuer: z.string(),
  office: z.string(),
  /** What is applied for, e.g. 区级技术创新中心. */
  subject: z.string(),
  timezone: z.string(),
  documents: z.array(SourceDocument).min(1),
  /** In which the units apply; of several batches the first. */
  window: Window,
  /** Further batches, in order. */
  batches: z.array(Window.extend({ title: z.string() })).default([]),
  /** Days that others keep, shown beside the window: 推荐单位报送截止. */
  deadlines: z
    .array(
      z.strictObject({
        id: PackId,
        title: z.string(),
        date: IsoDate,
        at: TimeOfDay.optional(),
        clause: z.string(),
        quote: z.string(),
      }),
    )
    .default([]),
  /** Where the printed and sealed papers go, in the notice's words: shown when an application was submitted. */
  delivery: z.strictObject({ clause: z.string(), quote: z.string() }).optional(),
  numbering: z.strictObject({
    prefix: z.string().regex(formats.prefix),
    digits: z.number().int().min(3).max(8),
  }),
  /** Contradictions between the documents, and how the office reads them. */
  conflicts: z
    .array(
      z.strictObject({
        id: PackId,
        title: z.string(),
        cites: z.array(z.strictObject({ clause: z.string(), quote: z.string() })).min(2),
        ruling: z.string(),
        /** Answers of the form that it is about: who gives one is shown the contradiction, and the office its ruling. */
        on: z.array(z.strictObject({ field: z.string(), value: z.string() })).default([]),
        /** false: the office has still to confirm the ruling; said wherever it is shown. */
        confirmed: z.boolean(),
      }),
    )
    .default([]),
});
export type Manifest = z.infer<typeof Manifest>;
