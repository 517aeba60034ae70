import { z } from 'zod';
import { PackId } from './manifest.ts';

/**
 * A condition over facts, evaluated in three-valued logic: a fact nobody knows makes it unknown unless the rest
 * already decides.
 */
export type Condition =
  | { fact: string; is: string | boolean }
  | { fact: string; in: (string | boolean)[] }
  /** Numbers, money (yuan), ratios (share of one) and years: no less, no more than. */
  | { fact: string; atLeast: number }
  | { fact: string; atMost: number }
  /** Years and dates (`YYYY-MM-DD`): earlier than, and from-to with both ends. */
  | { fact: string; before: number | string }
  | { fact: string; within: [number, number] | [string, string] }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

const Bound = z.union([z.number(), z.iso.date()]);
const Span = z.union([z.tuple([z.number(), z.number()]), z.tuple([z.iso.date(), z.iso.date()])]);
const Said = z.union([z.string(), z.boolean()]);

/** What can be asked of one thing, `about` it by this name. */
const comparisons = <const About extends 'fact' | 'field'>(about: About) => {
  const it = { [about]: z.string() } as Record<About, z.ZodString>;
  return [
    z.strictObject({ ...it, is: Said }),
    z.strictObject({ ...it, in: z.array(Said).min(1) }),
    z.strictObject({ ...it, atLeast: z.number() }),
    z.strictObject({ ...it, atMost: z.number() }),
    z.strictObject({ ...it, before: Bound }),
    z.strictObject({ ...it, within: Span }),
  ] as const;
};

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    ...comparisons('fact'),
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
  ]),
);

type OfField<C> = C extends { fact: string } ? Omit<C, 'fact'> & { field: string } : never;

/** A comparison with another answer of the form: in a repeating block with one of the same entry. */
export type FieldComparison = OfField<Condition> | { field: string; filled: boolean };

/** A condition over facts and over what the form says elsewhere. */
export type FormCondition =
  | Extract<Condition, { fact: string }>
  | FieldComparison
  | { all: FormCondition[] }
  | { any: FormCondition[] }
  | { not: FormCondition };

export const FormCondition: z.ZodType<FormCondition> = z.lazy(() =>
  z.union([
    ...comparisons('fact'),
    ...comparisons('field'),
    z.strictObject({ field: z.string(), filled: z.boolean() }),
    z.strictObject({ all: z.array(FormCondition).min(1) }),
    z.strictObject({ any: z.array(FormCondition).min(1) }),
    z.strictObject({ not: FormCondition }),
  ]),
) as z.ZodType<FormCondition>;

/** `企业`, or with its button and what it is called besides. */
const FactOption = z.union([
  z.strictObject({
    value: z.string(),
    label: z.string().optional(),
    aliases: z.array(z.string()).default([]),
  }),
  z.string().transform((value): { value: string; label?: string | undefined; aliases: string[] } => ({
    value,
    aliases: [],
  })),
]);

/** One thing to ask. */
export const Fact = z.strictObject({
  id: PackId,
  /** number: counted in `unit` · money: yuan · ratio: a share of one · year · date. */
  type: z.enum(['boolean', 'choice', 'number', 'money', 'year', 'date', 'ratio']),
  /** The question, in the office's words; states no policy. */
  ask: z.string(),
  /** Short noun for lists: 注册地, 规模以上企业. */
  title: z.string(),
  help: z.string().optional(),
  clause: z.string(),
  /** Words of the clause to show under the question. */
  quote: z.string().optional(),
  options: z.array(FactOption).optional(),
  /**
   * boolean: how one speaks of it. is: 是规上 · has: 有团队 · happened: an event of the past that had better not be (没出过事故)
   * · located: in a place (在…注册) · done: something to be brought about (协议签了). Without it: is.
   */
  says: z.enum(['is', 'has', 'happened', 'located', 'done']).optional(),
  /** number: what is counted, as people write it behind the number: 人, 项, 年. */
  unit: z.string().optional(),
  /** What it is called; the language around it (not, never, perhaps, not yet, whose) is the program's business. */
  nouns: z.array(z.string()).default([]),
  /** boolean: what one is instead when it is not so: 规下, 分公司, 外地. */
  not: z.array(z.string()).default([]),
  /** happened: the matter such an event is of, for 信用良好 and 安全上没出过事. */
  about: z.array(z.string()).default([]),
  /** located, done: what one does: 注册, 签. */
  verbs: z.array(z.string()).default([]),
  /** happened: the least degree that counts, in words. */
  degree: z.enum(['轻微', '一般', '较大', '严重', '重大', '特别重大']).optional(),
  /** happened: years back that count. */
  years: z.number().int().positive().optional(),
  /** A plan is enough: 正在筹建 = yes. Without it a plan is not yet. */
  plan: z.boolean().default(false),
  /** Further ways people say yes or no to this very question; of packs written before the program knew the language. */
  yes: z.array(z.string()).default([]),
  no: z.array(z.string()).default([]),
});
export type Fact = z.infer<typeof Fact>;

/** One criterion with its clause. */
export const Criterion = z.strictObject({
  id: PackId,
  /**
   * gate: decides · preparation: can still be put in order, never makes ineligible · judged: experts decide, the
   * assistant only reminds.
   */
  kind: z.enum(['gate', 'preparation', 'judged']),
  title: z.string(),
  clause: z.string(),
  quote: z.string(),
  /** The fact it is reported under; judged criteria may have none. */
  fact: z.string().optional(),
  /** Applies only if this holds. */
  when: Condition.optional(),
  /** Met if this holds. */
  require: Condition.optional(),
  /** If this holds the text does not decide and the office must be asked. */
  confirm: Condition.optional(),
  /** What would make it met: the smallest change, stated without inventing policy. */
  remedy: z.string().optional(),
});
export type Criterion = z.infer<typeof Criterion>;

/** eligibility.yaml */
export const Eligibility = z.strictObject({
  /** In the order in which they are asked when equally useful. */
  facts: z.array(Fact).min(1),
  criteria: z.array(Criterion).min(1),
});
export type Eligibility = z.infer<typeof Eligibility>;
