import type { Pack } from '../model/pack/pack.ts';

/** What the matcher builds on. A loaded pack is one. */
export type FaqSource = Pick<Pack, 'manifest' | 'clauses' | 'faq' | 'contacts' | 'common'>;
