import type { Clause } from '../clause.ts';
import type { Common } from './common.ts';
import type { Contacts } from './contacts.ts';
import type { Eligibility } from './eligibility.ts';
import type { Faq } from './faq.ts';
import type { Form } from './form.ts';
import type { Manifest, SourceDocument } from './manifest.ts';
import type { Retention } from './retention.ts';
import type { Review } from './review.ts';

export interface LoadedDocument extends SourceDocument {
  readonly text: string;
}

/** One immutable, content-hashed version of a notice's content. Everything in it has been checked by packs/. */
export interface Pack {
  readonly id: string;
  /** SHA-256 over all files of the pack, and of the common library when the pack names its topics. */
  readonly hash: string;
  readonly manifest: Manifest;
  readonly documents: readonly LoadedDocument[];
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly eligibility: Eligibility;
  readonly form: Form;
  readonly faq: Faq;
  /** The library the pack was loaded with. */
  readonly common: Common;
  readonly contacts: Contacts;
  readonly review: Review;
  /** The pack's own sentences; they override the built-in catalogue key by key. */
  readonly wording: Readonly<Record<string, string>>;
  /** How long what people gave is kept. */
  readonly retention: Retention;
  /** Content of templates/*.docx by file name. */
  readonly templates: ReadonlyMap<string, Uint8Array>;
}
