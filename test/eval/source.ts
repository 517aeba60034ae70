import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { FaqSource } from '../../src/faq/source.ts';
import { Contacts } from '../../src/model/pack/contacts.ts';
import { Faq } from '../../src/model/pack/faq.ts';
import { Manifest } from '../../src/model/pack/manifest.ts';
import { splitDocument } from '../../src/packs/clauses.ts';
import { productCommon } from '../../src/packs/common.ts';

const { common } = await productCommon();

/** The part of a pack that policy answers are built on, read straight from its folder. Throws when a file is bad. */
export const readFaqSource = (folder: string): FaqSource => {
  const yaml = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'));
  const manifest = Manifest.parse(yaml('pack.yaml'));
  const clauses = manifest.documents.flatMap(({ id, file, structure }) =>
    splitDocument(id, structure, readFileSync(join(folder, 'sources', file), 'utf8')).clauses.map(
      clause => [clause.id, clause] as const,
    ),
  );
  return {
    manifest,
    common,
    faq: Faq.parse(yaml('faq.yaml')),
    contacts: Contacts.parse(yaml('contacts.yaml')),
    clauses: new Map(clauses),
  };
};

export const wanzhou = new URL('../../conversations/wanzhou-2022', import.meta.url).pathname;
