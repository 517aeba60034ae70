import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { clauseDigest } from '../../src/packs/clause-digest.ts';
import { launchChromium } from '../setup/chromium.ts';
import { lanheFolder, noticeAt, yunxiFolder } from '../support/packs.ts';
import { axeFindings } from './axe.ts';
import { openStudioOffice, type StudioOffice } from './studio-office.ts';

const yunxi = 'yunxi-workshop-2026';
const lanhe = 'lanhe-pilot-2027';

let office: StudioOffice;
let browser: Browser;
let page: Page;
const trouble: string[] = [];

beforeAll(async () => {
  [office, browser] = await Promise.all([openStudioOffice([yunxiFolder, lanheFolder]), launchChromium()]);
  await office.receive('a'.repeat(32), { kind: 'text', text: '申报要不要公证' });
  page = await browser.newPage({ viewport: { width: 1_440, height: 900 }, locale: 'zh-CN' });
  page.setDefaultTimeout(60_000);
  page.on('pageerror', error => trouble.push(error.message));
  page.on('console', line => {
    if (line.type() === 'error' || line.type() === 'warning') trouble.push(line.text());
  });
  await page.goto(`${office.url}/studio#${yunxi}`);
  await page.locator('.talk .message').first().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

const files = () => page.getByRole('navigation', { name: '文件' });
const open = async (name: string) => {
  await files().getByRole('button', { name }).click();
  await page.locator('#file-name').getByText(name).waitFor();
};
const line = (text: string) => page.locator('.cm-line').filter({ hasText: text }).first();
const write = async (at: string, text: string) => {
  await line(at).click();
  await page.keyboard.press('End');
  await page.keyboard.insertText(text);
};
const save = () => page.keyboard.press('Control+s');
const serving = (words: string) => page.locator('#serving').getByText(words).waitFor();
const tab = (name: string) => page.getByRole('tab', { name }).click();
const onDisk = (pack: string, name: string) => readFile(join(office.packs, pack, name), 'utf8');

describe('the studio', () => {
  it('shows files, the notice in the colours of its uses, and a conversation, with nothing axe finds', async () => {
    await serving('已启用');
    await page.locator('.leaf.criterion.topic').first().waitFor();
    expect(await page.locator('.leaf.unused').count()).toBeGreaterThan(0);
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 1_024, height: 768 });
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 1_440, height: 900 });
  });

  it('leads from a clause to what rests on it', async () => {
    const used = page.locator('.leaf.criterion').first();
    await used.getByRole('button', { name: /用在\d+处/ }).click();
    await used
      .getByRole('button', { name: /eligibility\.yaml:\d+/ })
      .first()
      .click();
    await page.locator('#file-name').getByText('eligibility.yaml').waitFor();
    const lines = (await onDisk(yunxi, 'eligibility.yaml')).split('\n');
    const number = Number(await page.locator('.cm-activeLineGutter').first().innerText());
    expect(lines[number - 1]).toMatch(/clause|quote|-/);
  });

  it('holds the conversation again with every save, and serves what was saved', async () => {
    await page.getByLabel('您要说的话').fill('报送几份');
    await page.getByRole('button', { name: '发送' }).click();
    await page.locator('.talk .mine').waitFor();
    await open('pack.yaml');
    await write('office:', '（试）');
    await save();
    await page.locator('.talk .message').first().getByText('（试）').waitFor();
    expect(await page.locator('.talk .mine').count()).toBe(1);
    await serving('已启用');
    expect(office.house.notices.get(yunxi)!.pack.manifest.office).toContain('（试）');
  });

  it('marks an error at its line, and goes on with the last good version', async () => {
    const { hash } = office.house.notices.get(yunxi)!.pack;
    await write('office:', '\nofice: 甲');
    await save();
    await serving('有错误');
    await page.locator('.cm-lint-marker-error').first().waitFor();
    const found = page.locator('#findings li.error').filter({ hasText: 'ofice' });
    const place = await found.getByRole('button').innerText();
    const number = Number(place.split(':')[1]);
    expect((await onDisk(yunxi, 'pack.yaml')).split('\n')[number - 1]).toContain('ofice');
    expect(office.house.notices.get(yunxi)!.pack.hash).toBe(hash);
    await page.locator('.talk .message').first().getByText('（试）').waitFor();
    await line('ofice').click();
    await page.keyboard.press('Control+z');
    await save();
    await serving('已启用');
  });

  it('completes the ids of clauses', async () => {
    await open('faq.yaml');
    await write('topics:', ' # 通知·');
    await page.locator('.cm-tooltip-autocomplete li').first().waitFor();
    const ids = await page.locator('.cm-tooltip-autocomplete .cm-completionLabel').allInnerTexts();
    expect(ids.every(id => id.includes('通知·'))).toBe(true);
    await page.locator('.cm-tooltip-autocomplete li').first().click();
    expect(await line('topics:').innerText()).toMatch(/# 通知·\S+$/);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
  });

  it('says how questions would be answered, and makes one that was asked in vain a silent topic', async () => {
    await tab('怎么回答');
    await page.getByLabel('问题，一行一个').fill('什么时候截止\n申报要不要公证');
    await page.getByRole('button', { name: '看看回答' }).click();
    await page.locator('.asked.answer').filter({ hasText: '什么时候截止' }).waitFor();
    await page.locator('.asked.silent').filter({ hasText: '公证' }).waitFor();
    await tab('没答上的');
    const row = page.locator('#panel-unanswered li').filter({ hasText: '公证' });
    await row.getByLabel(/的名称/).fill('公证');
    expect(await axeFindings(page)).toEqual([]);
    await row.getByRole('button', { name: '列为未载明' }).click();
    await page.getByText('没有。').waitFor();
    expect(await onDisk(yunxi, 'faq.yaml')).toContain('topic: 公证');
    await serving('已启用');
  });

  it('shows both texts when somebody else saved meanwhile', async () => {
    await open('review.yaml');
    const before = await onDisk(yunxi, 'review.yaml');
    await write('stages:', ' # 我改的');
    await writeFile(join(office.packs, yunxi, 'review.yaml'), `# 别人改的\n${before}`);
    await save();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('别人改的').waitFor();
    await dialog.getByText('我改的').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await onDisk(yunxi, 'review.yaml')).not.toContain('我改的');
    await dialog.getByRole('button', { name: '用我的覆盖' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('#file-state').waitFor({ state: 'hidden' });
    const after = await onDisk(yunxi, 'review.yaml');
    expect(after).toContain('我改的');
    expect(after).not.toContain('别人改的');
  });

  it('shows the eligibility table as a grid of outcomes', async () => {
    await tab('资格表');
    await page.locator('.grid td.eligible').first().waitFor();
    await page.locator('.grid td.ineligible').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('signs what a roll-over lists', async () => {
    const { pack } = await noticeAt(lanheFolder);
    const [clause] = [...pack.clauses.values()].filter(({ leaf }) => leaf);
    const item = { id: 's1', what: '申报条件「甲」', file: 'eligibility.yaml', clause: clause!.id };
    const items = [{ ...item, change: 'changed', text: clauseDigest(clause!.text) }];
    await writeFile(join(office.packs, lanhe, 'signoff.yaml'), stringify({ items }));
    await page.getByRole('combobox', { name: /^内容包/ }).selectOption(lanhe);
    await serving('有错误');
    await tab('签核');
    await page.getByRole('checkbox', { name: /申报条件「甲」/ }).check();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('姓名').fill('王维护');
    await page.getByRole('button', { name: '签核所选' }).click();
    await serving('已启用');
    await page.getByText(/王维护　\d{4}-\d{2}-\d{2} 已核对/).waitFor();
    expect(await onDisk(lanhe, 'signoff.yaml')).toContain('name: 王维护');
    expect(trouble).toEqual([]);
  });
});
