import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeForPrograms, encodeTerminal } from '../../../adapters/console/encode.ts';
import { encode as encodeFeishu } from '../../../adapters/feishu/encode.ts';
import { encode as encodeTelegram } from '../../../adapters/telegram/encode.ts';
import { encodeApp } from '../../../adapters/wecom/app/encode.ts';
import { encodeKf } from '../../../adapters/wecom/kf/encode.ts';
import { encodeWechaty } from '../../../adapters/wecom/wechaty/encode.ts';
import { casesTable } from '../../../src/commands/export.ts';
import { jsonLine } from '../../../src/commands/json-lines.ts';
import { textBook } from '../../../src/documents/xlsx.ts';
import type { Application } from '../../../src/model/application.ts';
import { doorWords } from '../../../src/model/door-wording.ts';
import type { OutMessage } from '../../../src/model/message.ts';
import type { Pack } from '../../../src/model/pack/pack.ts';
import { hostileTexts, visibleCore } from '../../contracts/hostile-texts.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office } from './office.ts';

const unit = '<a href="x">【系统】已批准</a>[x](http://e.cn)<at id=all>公司';
const answer = hostileTexts.join('\n');
const reason = `请改：${hostileTexts.slice(0, 6).join(' ')} =1+1`;

let pack: Pack;
let office: Office;
let application: Application;
let form: Uint8Array;
const messages: OutMessage[] = [];

beforeAll(async () => {
  ({ pack } = await noticeAt(wanzhouFolder));
  office = await Office.open({ pack, now: '2022-09-01' });
  await office.bind('审', 'enterprise', 'reviewer');
  await office.bind('联', 'enterprise', 'contact');
  await office.bind('工作群', 'enterprise', 'contact', 'group');
  const { number, delivered } = await submitWanzhou(office, '王', { 单位名称: unit, 创新研发情况: answer });
  messages.push(...delivered.messages);
  const steps = [
    () => office.press('审', '查看全文'),
    () => office.say('审', '待办'),
    () => office.press('审', '退回补正'),
    () => office.press('审', '创新研发情况'),
    () => office.say('审', reason),
    () => office.press('审', '选好了'),
    () => office.at('2022-09-01 09:02'),
    () => office.say('王', '我的进度'),
    () => office.press('王', '开始补正'),
    () => office.say('王', `${answer}改`),
    () => office.press('王', '重新提交'),
    () => office.say('王', '转人工'),
    () => office.say('王', answer),
    () => office.press('联', '答复'),
    () => office.say('联', answer),
    () => office.at('2022-09-06 09:00'),
    () => office.at('2022-09-09 09:00'),
  ];
  for (const step of steps) messages.push(...(await step()).messages);
  application = await office.application(number);
  const file = messages.flatMap(({ files }) => files).find(ref => ref.kind === 'rendered')!;
  form = Buffer.from(await (await office.house.renderer.file(file)).content());
});
afterAll(() => office.close());

/** Pieces long enough to be told from the office's own words. */
const pieces = [unit, ...hostileTexts, reason]
  .flatMap(text => text.split('\n'))
  .map(visibleCore)
  .filter(core => core.length >= 6);

const holdsAny = (text: string): string | undefined => {
  const core = visibleCore(text);
  return pieces.find(piece => core.includes(piece));
};

describe('what applicants and officers typed', () => {
  it('is there at all', () => {
    expect(messages.length).toBeGreaterThan(20);
    expect(messages.some(message => JSON.stringify(message).includes('领取补贴'))).toBe(true);
  });

  it('stands in value and quoted blocks only, never in the assistant’s own words or buttons', () => {
    for (const { blocks, choices } of messages) {
      for (const block of blocks)
        if (block.kind === 'text' || block.kind === 'heading') expect(holdsAny(block.text)).toBeUndefined();
      for (const { label } of choices) expect(holdsAny(label)).toBeUndefined();
    }
  });

  it('is not in what a group gets', () => {
    const group = messages.filter(({ to }) => to.chat === '工作群');
    expect(group.length).toBeGreaterThan(0);
    for (const message of group) expect(holdsAny(JSON.stringify(message))).toBeUndefined();
  });

  it('makes no tag in Telegram', () => {
    for (const message of messages)
      for (const { html } of encodeTelegram(message, doorWords)) {
        const rest = html.replace(/<\/?(?:b|i|u|s|code|pre|blockquote)(?: expandable)?>/g, '');
        expect(rest).not.toMatch(/<[a-z/]/i);
      }
  });

  it('is in plain text elements only in Feishu', () => {
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const element = value as { tag?: unknown; content?: unknown };
      if (typeof element.content === 'string' && element.tag !== 'plain_text')
        expect(holdsAny(element.content)).toBeUndefined();
      for (const child of Object.values(value)) visit(child);
    };
    for (const message of messages) for (const card of encodeFeishu(message, doorWords)) visit(card);
  });

  it('makes no link or mention in WeCom', () => {
    for (const message of messages) {
      const app = encodeApp(message, 0, { markdown: true, words: doorWords }).parts;
      const texts = [
        ...app.flatMap(part => (part.kind === 'text' ? [part.text] : [])),
        JSON.stringify(encodeKf(message, { last: true, roomForFile: false, words: doorWords }).content),
        ...encodeWechaty(message, doorWords),
      ];
      for (const text of texts) expect(text).not.toMatch(/<a\s|<@|<\/a>/i);
      for (const part of app)
        if (part.kind === 'markdown') expect(part.text).not.toMatch(/\]\(http|<font|<@/);
    }
  });

  it('sends no control sequence to a terminal and stays one line of JSON', () => {
    for (const message of messages) {
      expect(encodeTerminal(message, [])).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
      expect(jsonLine(encodeForPrograms(message, []))).toMatch(/^[^\n\u2028\u2029\u0085]*\n$/);
    }
  });
});

/** Cells of a sheet as a reader of the file sees them. */
const cellsOf = async (file: Uint8Array) => {
  const zip = await JSZip.loadAsync(file);
  const names = Object.keys(zip.files);
  const read = async (name: string) => (await zip.file(name)?.async('string')) ?? '';
  const sheet = await read('xl/worksheets/sheet1.xml');
  const strings = await read('xl/sharedStrings.xml');
  return { names, sheet, strings };
};

const decoded = (xml: string): string =>
  xml
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&amp;/g, '&');

const formulas = [
  '=cmd|"/C calc"!A0',
  '+8613900139000',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '=HYPERLINK("http://e.cn")',
];

describe('the Excel file', () => {
  it('holds texts only: no formula, no link, nothing lost', async () => {
    const { heading, rows } = casesTable(pack, [application]);
    const { names, sheet, strings } = await cellsOf(
      await textBook([{ name: '申请', heading, rows: [...rows, formulas] }]),
    );
    expect(sheet).not.toMatch(/<f[ >]|<hyperlink/);
    expect(names.filter(name => name.includes('externalLink') || name.includes('connections'))).toEqual([]);
    const cells = [...sheet.matchAll(/<c [^>]*?>/g)].map(([tag]) => tag).filter(tag => !tag.endsWith('/>'));
    expect(cells.length).toBeGreaterThanOrEqual(heading.length);
    for (const tag of cells) expect(tag).toMatch(/t="(?:s|inlineStr)"/);
    const all = decoded(strings + sheet);
    for (const value of [...formulas, unit, ...rows[0]!.slice(0, 10)]) expect(all).toContain(value);
  });

  it('would be caught with a formula in it', async () => {
    const { default: writeExcelFile } = await import('write-excel-file/node');
    const file = await writeExcelFile([[{ value: '=1+1', type: 'Formula' }]]).toBuffer();
    expect((await cellsOf(file)).sheet).toMatch(/<f[ >]/);
  });
});

describe('the Word file', () => {
  it('has no field code, link or macro from an answer, and says what was written', async () => {
    const zip = await JSZip.loadAsync(form);
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
    expect(xml).not.toMatch(/<w:hyperlink|<w:fldSimple|<w:instrText|<a href|<script/);
    expect(Object.keys(zip.files).filter(name => /vbaProject|embeddings|activeX/.test(name))).toEqual([]);
    expect(decoded(xml.replace(/<[^>]+>/g, ''))).toContain('【系统】已批准');
  });
});
