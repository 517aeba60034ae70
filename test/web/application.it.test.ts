import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PizZip from 'pizzip';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../setup/chromium.ts';
import { answerUntil } from './applicant.ts';
import { ask, newKey } from './ask.ts';
import { type RealHouse, startHouse } from './real-house.ts';

let folder: string;
let house: RealHouse;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shenbao-page-'));
  [house, browser] = await Promise.all([startHouse(folder), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A new browser on the page, in a rehearsal as of `date`. */
const rehearse = async (date: string): Promise<{ page: Page; log: ReturnType<Page['getByRole']> }> => {
  const context = await browser.newContext({ viewport: { width: 1_360, height: 860 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(house.url);
  await page.locator('.message').first().waitFor();
  await page.getByRole('tab', { name: '演练' }).click();
  await page.getByLabel('当作今天的日期').fill(date);
  await page.locator('#panel-rehearsal').getByRole('button', { name: '开始演练' }).click();
  const log = page.getByRole('log', { name: '演练：与申报助手的对话' });
  await log.locator('.message').first().waitFor();
  return { page, log };
};

const documentText = (docx: Buffer): string =>
  new PizZip(docx)
    .file('word/document.xml')
    ?.asText()
    .replaceAll(/<[^>]+>/g, '') ?? '';

it('an application goes from the first message to the office’s Word form, through questions, a crash and a reload', async () => {
  const { page, log } = await rehearse('2022-09-01');
  const box = page.getByRole('textbox', { name: /申报助手的对话：输入内容/ });

  await box.fill('我们能申报吗？');
  await box.press('Enter');
  await log.getByText('距截止还有15天').last().waitFor();
  await box.fill('开始填报');
  await box.press('Enter');
  await log.getByText('请问贵单位属于哪一类？').waitFor();
  await page.getByRole('tab', { name: '申请书预览' }).click();
  await answerUntil(page, log, /请填写建设主体单位的联系人/);
  const form = page.frameLocator('.form-frame');
  await form.getByText('重庆三峡智造有限公司').first().waitFor();

  await box.fill('对创建成功的创新中心有什么补助？');
  await box.press('Enter');
  await log.getByText('最高20万元').waitFor();
  expect(await log.locator('.message').last().innerText()).toContain('请填写建设主体单位的联系人');
  await log.getByRole('button', { name: /在原文中查看 办法·第二十四条/ }).click();
  await page.locator('.leaf.cited').getByText('最高20万元').waitFor();

  await house.kill();
  await page.getByRole('status').getByText('连接中断').waitFor();
  await box.fill('李明');
  await box.press('Enter');
  house = await startHouse(folder, house.port);
  await log.getByText('请填写建设主体单位的联系电话').first().waitFor();
  await page.reload();
  await page.getByRole('status').getByText('已连接').waitFor();
  await log.getByText('请填写建设主体单位的联系电话').first().waitFor();
  // The conversation stands as it was, the question once.
  expect(await log.getByText('请问贵单位属于哪一类？').count()).toBe(1);
  expect(await log.getByText('请填写建设主体单位的联系电话').count()).toBe(1);

  const receipt = await answerUntil(page, log, /提交成功/);
  expect(receipt).toMatch(/申请编号\s+YLWZ22-0001/);
  const [download] = await Promise.all([page.waitForEvent('download'), log.locator('.file').last().click()]);
  expect(download.suggestedFilename()).toMatch(
    /^重庆市万州区技术创新中心建设意向申请书-YLWZ22-0001.*\.docx$/,
  );
  const text = documentText(await readFile(await download.path()));
  for (const value of [
    '重庆三峡智造有限公司',
    '李明',
    '重庆市万州区智能装备技术创新中心',
    '在研项目6项。',
    '赵敏',
  ]) {
    expect(text).toContain(value);
  }
  expect(text).not.toMatch(/\{|\}|undefined/);

  await page.getByRole('tab', { name: '材料清单' }).click();
  await page.locator('#panel-checklist').getByText('推荐意见').first().waitFor();
  await page.getByRole('tab', { name: '演练' }).click();
  await page.getByRole('button', { name: '清除演练数据' }).click();
  await page.getByRole('button', { name: '确定' }).click();
  await page
    .getByRole('log', { name: '与申报助手的对话', exact: true })
    .getByText('已于2022年9月16日截止')
    .waitFor();
  await page.context().close();
}, 180_000);

/** The unit of a rehearsal that plays by itself. */
const sampleUnit = '重庆三峡演练科技有限公司';

/** Let the rehearsal play the applicant, which is quicker than typing, until the application is submitted. */
const playToReceipt = async (page: Page): Promise<void> => {
  const key = await page.evaluate(() => localStorage.getItem('shenbao-key') ?? '');
  const headers = { 'x-shenbao-key': key };
  const submitted = async () => {
    const works = JSON.parse((await ask(`${house.url}/api/mine?seat=rehearsal`, { headers })).text);
    return works[0]?.submitted ?? null;
  };
  for (let n = 1; (await submitted()) === null; n += 1) {
    const body = JSON.stringify({ id: `play-${String(n).padStart(4, '0')}` });
    expect((await ask(`${house.url}/api/rehearsal/tour`, { method: 'POST', headers, body })).status).toBe(
      200,
    );
  }
};

it('one person walks an application through review from both chairs', async () => {
  const { page, log } = await rehearse('2022-09-01');
  await page.getByRole('tab', { name: '审核席' }).click();
  await page.getByLabel('科室').selectOption({ label: '科技企业科' });
  await page.getByLabel('角色').selectOption({ label: '审核人' });
  await page.getByRole('button', { name: '坐到审核席' }).click();
  const staff = page.getByRole('log', { name: '演练：审核席的对话' });
  await staff.locator('.message').first().waitFor();
  await playToReceipt(page);

  const card = staff.locator('.message', { hasText: '待办申请' });
  await card.getByText(sampleUnit).first().waitFor();
  await card.getByRole('button', { name: '初审通过' }).click();
  await staff.getByText('已记录：初审通过').waitFor();
  await staff.getByRole('button', { name: '撤回', exact: true }).waitFor();
  expect(await log.getByText('进入“专家论证”').count()).toBe(0);
  await page.getByRole('tab', { name: '演练' }).click();
  await page.getByRole('button', { name: '往后一天' }).click();
  await log.getByText('进入“专家论证”').waitFor();
  await page.getByRole('tab', { name: '审核席' }).click();
  await card.getByRole('button', { name: '论证通过' }).waitFor();
  // What became of it, with every version, in her own list; nobody else's browser gets it.
  await page.getByRole('tab', { name: '我的申请' }).click();
  const work = page.getByRole('article', { name: sampleUnit });
  await work.locator('.stage.done').getByText('初审').waitFor();
  expect(await work.locator('[aria-current=step]').innerText()).toContain('专家论证');
  const [version, own] = await Promise.all([
    page.waitForEvent('download'),
    page.waitForResponse(/\/api\/mine\//),
    work.getByRole('button', { name: '下载申请书：第 1 次提交' }).click(),
  ]);
  expect(documentText(await readFile(await version.path()))).toContain(sampleUnit);
  const stranger = await ask(own.url(), { headers: { 'x-shenbao-key': newKey() } });
  expect(stranger.status).toBe(404);
  await page.getByRole('tab', { name: '审核席' }).click();
  // Its minute is over: the button that does nothing any more is gone.
  await staff.getByText('已记录：初审通过').waitFor();
  expect(await staff.getByRole('button', { name: '撤回', exact: true }).count()).toBe(0);
  await page.context().close();
}, 180_000);

it('the program says where the page is, and ends when it is told to although a page is open', async () => {
  expect(house.printed.join('\n')).toContain(house.url);
  const page = await browser.newPage();
  await page.goto(house.url);
  await page.getByRole('status').getByText('已连接').waitFor();
  expect(await house.stop()).toBe(0);
  await page.getByRole('status').getByText('连接中断').waitFor();
  house = await startHouse(folder, house.port);
  await page.getByRole('status').getByText('已连接').waitFor();
  await page.close();
});
