import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginWanzhou } from '../engine/review/applicants.ts';
import type { Office } from '../engine/review/office.ts';

/** Words and bytes that stand nowhere else. */
export const canaries = {
  unit: '金丝雀测试有限公司',
  person: '甄实名',
  phone: '13912345678',
  address: '万州区隐私路七十七号',
  prose: '机密研发内容甲乙丙',
  ticket: '工单里的私密话语',
  question: '某某私密提问有补贴吗',
  fileBytes: 'FILE-CANARY-0042',
} as const;

const filesIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)],
  );

/** Which of them stand anywhere below the data folder: database, WAL, files, rendered files. */
export const canariesIn = (folder: string): Record<string, string[]> => {
  const hits: Record<string, string[]> = {};
  for (const path of filesIn(folder)) {
    const bytes = readFileSync(path);
    for (const [name, canary] of Object.entries(canaries))
      if (bytes.includes(canary)) hits[name] = [...(hits[name] ?? []), path.slice(folder.length)];
  }
  return hits;
};

const pdf = (text: string): Buffer =>
  Buffer.from(`%PDF-1.4\n1 0 obj<<>>endobj\n%${text} ${canaries.fileBytes}\n%%EOF\n`);

/** Everything somebody can give: answers, files with and without a purpose, a question, words to an officer, an export. */
export const giveCanaries = async (office: Office, who: string): Promise<void> => {
  await office.say(who, canaries.question);
  await beginWanzhou(office, who);
  const answers = [canaries.unit, '企业', canaries.address, canaries.person, canaries.person];
  for (const line of ['同意', ...answers, canaries.phone, canaries.prose]) await office.say(who, line);
  await office.attach(who, pdf('one'));
  await office.say(who, '查看');
  await office.say(who, '导出我的资料');
  await office.say(who, '转人工');
  await office.say(who, canaries.ticket);
  await office.say(who, '结束');
  await office.say(who, '重来');
};
