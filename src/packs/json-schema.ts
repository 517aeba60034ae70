import { z } from 'zod';
import { Contacts } from '../model/pack/contacts.ts';
import { Eligibility } from '../model/pack/eligibility.ts';
import { Faq } from '../model/pack/faq.ts';
import { Form } from '../model/pack/form.ts';
import { Manifest } from '../model/pack/manifest.ts';
import { Retention } from '../model/pack/retention.ts';
import { Review } from '../model/pack/review.ts';
import { Signoff } from '../model/pack/signoff.ts';

/** wording.yaml: the office's own sentences, by catalogue key. */
const Wording = z.record(z.string(), z.string());

/** The YAML files of a pack and what each must contain. */
export const packSchemas = {
  'pack.yaml': Manifest,
  'eligibility.yaml': Eligibility,
  'form.yaml': Form,
  'faq.yaml': Faq,
  'contacts.yaml': Contacts,
  'review.yaml': Review,
  'wording.yaml': Wording,
  'retention.yaml': Retention,
  'signoff.yaml': Signoff,
} as const;

export type PackFileName = keyof typeof packSchemas;

/**
 * Files a pack does without, and what stands in for them: no sentences of its own; nothing that goes by itself; no
 * prepared questions, so that every policy question is answered by the text alone; nothing that waits for a signature.
 */
export const standIns: Readonly<Partial<Record<PackFileName, unknown>>> = {
  'wording.yaml': {},
  'retention.yaml': {},
  'faq.yaml': { intents: [], silent: [] },
  'signoff.yaml': { items: [] },
};

/** The part of JSON Schema that zod writes for packs. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly default?: unknown;
}

/**
 * JSON Schema (draft 2020-12) of one pack file as an author writes it, for editors:
 * `# yaml-language-server: $schema=…` at the top of the file turns on completion and checks.
 */
export const packJsonSchema = (file: PackFileName): JsonSchema =>
  z.toJSONSchema(packSchemas[file], { io: 'input' }) as JsonSchema;
