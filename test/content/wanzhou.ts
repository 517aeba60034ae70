import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Contacts } from '../../src/model/pack/contacts.ts';
import { Eligibility } from '../../src/model/pack/eligibility.ts';
import { Form } from '../../src/model/pack/form.ts';
import { Review } from '../../src/model/pack/review.ts';

const folder = new URL('../../conversations/wanzhou-2022/', import.meta.url);
const yaml = (name: string): unknown => parse(readFileSync(new URL(name, folder), 'utf8'));

export const eligibility = Eligibility.parse(yaml('eligibility.yaml'));
export const form = Form.parse(yaml('form.yaml'));
export const contacts = Contacts.parse(yaml('contacts.yaml'));
export const review = Review.parse(yaml('review.yaml'));
export const template = readFileSync(new URL(`templates/${form.template}`, folder));

/** The whole source, all documents. */
export const source = readdirSync(new URL('sources/', folder))
  .map(name => readFileSync(new URL(`sources/${name}`, folder), 'utf8'))
  .join('\n');

/** A form of the source in which words broken over lines are whole. */
export const unbroken = source.replace(/\s/g, '');
