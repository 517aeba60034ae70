import type { Result } from '../model/issue.ts';
import type { Common } from '../model/pack/common.ts';
import { findContacts } from './find-contacts.ts';
import { findCriteria } from './find-criteria.ts';
import { draftForm } from './find-form.ts';
import { findManifest } from './find-manifest.ts';
import { findStages } from './find-stages.ts';
import { findTopics } from './find-topics.ts';
import type { Paper } from './paper.ts';
import { splitPapers } from './split-papers.ts';
import { plainTemplate, tagForm } from './template.ts';
import { writeYaml } from './write-yaml.ts';

/** A drafted pack: its files by path, and what the author is told. */
export interface DraftedPack {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Counts and places, line by line. */
  readonly found: readonly string[];
  /** What the notice did not give, and the author has to write. */
  readonly missing: readonly string[];
}

interface Settled {
  readonly window?: { readonly clause: string; readonly closesAt?: string };
  readonly deadlines?: readonly { readonly clause: string }[];
  readonly delivery?: { readonly clause: string };
}

/** Topics whose clauses the other files name already: the last day, where to deliver, who answers. */
const settledTopics = (
  manifest: Record<string, unknown>,
  contacts: Record<string, unknown>,
): Record<string, readonly string[]> => {
  const { window, deadlines = [], delivery } = manifest as Settled;
  const sections = contacts.sections as readonly { readonly clause: string; readonly email?: string }[];
  const days = window
    ? [...new Set([window.clause, ...deadlines.map(({ clause }) => clause)])].slice(0, 3)
    : [];
  const mailed = sections.flatMap(({ clause, email }) => (email === undefined ? [] : [clause])).slice(0, 1);
  return {
    deadline: days,
    'deadline-clock': window?.closesAt === undefined ? [] : [window.clause],
    'contact-who': [...new Set(sections.map(({ clause }) => clause))].slice(0, 3),
    'where-submit': delivery ? [delivery.clause] : [],
    email: mailed,
  };
};

/** Drafts a pack from the office's own papers: the notice, then its forms. Nothing is invented; guesses are marked. */
export const draftPack = (
  name: string,
  notice: Paper,
  forms: readonly Paper[],
  common: Common,
): Result<DraftedPack> => {
  const sources = splitPapers(notice, forms);
  const main = sources[0]!;
  const manifest = findManifest(name, sources);
  const contacts = findContacts(main, manifest.office);
  const criteria = findCriteria(sources);
  const form = sources.find(({ structure }) => structure === 'form') ?? null;
  const tagged = form?.docx ? tagForm(form.docx) : null;
  const template = `${(form?.title ?? '申报表').replace(/[\\/:*?"<>|\s]/gu, '').slice(0, 40)}.docx`;
  const desks = (contacts.data.sections as unknown[]).length;
  const drafted = draftForm(main, form, tagged?.found ?? null, template, desks);
  const topics = findTopics(sources, common, settledTopics(manifest.data, contacts.data));
  const stages = findStages(sources);

  const files = new Map<string, string | Uint8Array>(
    sources.map(({ file, text }) => [`sources/${file}`, text]),
  );
  files.set(
    'pack.yaml',
    writeYaml(`${main.title}。clause 写条款编号，quote 照抄原文。`, manifest.data, manifest.doubts),
  );
  files.set(
    'contacts.yaml',
    writeYaml('联系科室和电话：quote 照抄通知原文。', contacts.data, contacts.doubts),
  );
  files.set(
    'eligibility.yaml',
    writeYaml('资格自测：facts 要问的事项，criteria 申报条件。', criteria.data, criteria.doubts),
  );
  files.set('form.yaml', writeYaml('申报表的栏目：label 照表印。', drafted.data, drafted.doubts));
  files.set(
    'faq.yaml',
    writeYaml('问答：topics 是各地通知都会被问到的事在哪一条。', topics.data, topics.doubts),
  );
  files.set('review.yaml', writeYaml('审核环节。', stages.data, stages.doubts));
  const fields = (drafted.data.sections as { fields: { id: string; label: string }[] }[]).flatMap(
    one => one.fields,
  );
  files.set(
    `templates/${template}`,
    tagged && tagged.found.sections.length > 0 ? tagged.template : plainTemplate(main.title, fields),
  );
  const placed = tagged?.found.sections.flatMap(section => section.fields) ?? [];
  return {
    ok: true,
    value: {
      files,
      found: [
        ...sources.map(
          ({ id, title, clauses }) => `${id}：${title}，条款 ${clauses.filter(({ leaf }) => leaf).length} 条`,
        ),
        `申报条件 ${criteria.count} 条，联系人 ${(contacts.data.sections as unknown[]).length} 个，常见话题 ${topics.count} 个，审核环节 ${(stages.data.stages as unknown[]).length} 个`,
        ...(tagged ? [`表中认出栏目 ${placed.length} 个，签字盖章处 ${tagged.found.blanks.length} 个`] : []),
        ...placed.map(({ label, place }) => `  ${place}：${label}`),
      ],
      missing: [
        ...manifest.missing,
        ...contacts.missing,
        ...criteria.missing,
        ...drafted.missing,
        ...stages.missing,
      ],
    },
  };
};
