import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../setup/chromium.ts';
import { answerUntil } from './applicant.ts';
import { axeFindings } from './axe.ts';
import { type DeskOffice, openDeskOffice } from './desk-office.ts';

let desk: DeskOffice;
let browser: Browser;
let number: string;
beforeAll(async () => {
  [desk, browser] = await Promise.all([
    openDeskOffice('2022-09-01', 'https://shenbao.example'),
    launchChromium(),
  ]);
  await desk.office.bind('审', 'enterprise', 'reviewer');
  await desk.office.bind('复', 'enterprise', 'head');
  number = await desk.submit('王');
  await desk.submit('李', { 单位名称: '万州精密机械有限公司' });
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const opened: { page: Page; trouble: string[] }[] = [];
afterEach(async () => {
  for (const { page, trouble } of opened.splice(0)) {
    await page.context().close();
    expect(trouble).toEqual([]);
  }
});

/** Somebody signed in at the desk, in a browser of her own. */
const sit = async (who: string, options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1_440, height: 900 },
    locale: 'zh-CN',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const trouble: string[] = [];
  page.on('pageerror', error => trouble.push(error.message));
  page.on('console', line => {
    if (line.type() === 'error') trouble.push(line.text());
  });
  await page.goto(`${desk.url}/desk#${await desk.link(who)}`);
  await page.getByRole('button', { name: '登录' }).click();
  await page.locator('.inbox tbody tr').first().waitFor();
  opened.push({ page, trouble });
  return page;
};

const open = async (page: Page, unit: string | RegExp) => {
  await page.getByRole('link', { name: unit }).click();
  await page.locator('.case').waitFor();
};
/** What the page does every few seconds. */
const pulse = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
const bar = (page: Page) => page.getByRole('group', { name: '办理' });
const dialog = (page: Page) => page.locator('#act');

describe('the desk', () => {
  it('returns ticked lines with reasons after a preview, and marks what changed in the next round', async () => {
    const page = await sit('审');
    await open(page, /三峡榨菜/);
    await page.getByRole('checkbox', { name: '退回：联系人', exact: true }).check();
    await bar(page).getByRole('button', { name: '退回补正（1 处）' }).click();
    // A line without a reason is shown, not sent.
    await page.locator('[data-field="contactPerson"] textarea').fill('请写全名');
    await bar(page).getByRole('button', { name: '退回补正（1 处）' }).click();
    await dialog(page).getByText('请写全名').waitFor();
    const preview = await dialog(page).locator('.preview').innerText();
    await dialog(page).getByRole('button', { name: '确定退回补正' }).click();
    await bar(page)
      .getByRole('button', { name: /撤回“退回补正”（\d+ 秒）/ })
      .waitFor();
    const told = await desk.office.at('2022-09-01 09:10');
    for (const line of preview.split('\n').filter(line => line.trim() !== ''))
      expect(told.text('王').replaceAll(/\s/g, '')).toContain(line.replaceAll(/\s/g, ''));
    for (const line of ['开始补正', '李四光', '重新提交']) await desk.office.say('王', line);
    await pulse(page);
    await page.locator('.case ins').getByText('光').waitFor();
    expect(await page.locator('.altered').count()).toBe(1);
    await page.getByText('上次要求补正：请写全名').waitFor();
  });

  it('takes an application to its approval, with what each stage records, and undoes a slip', async () => {
    const page = await sit('复');
    await open(page, /三峡榨菜/);
    await bar(page).getByRole('button', { name: '初审通过' }).click();
    await dialog(page).getByText('进入“专家论证”').waitFor();
    await dialog(page).getByRole('button', { name: '确定初审通过' }).click();
    await bar(page)
      .getByRole('button', { name: /撤回“初审通过”/ })
      .click();
    await bar(page).getByRole('button', { name: '初审通过' }).click();
    await dialog(page).getByRole('button', { name: '确定初审通过' }).click();
    await bar(page).getByRole('button', { name: '论证通过' }).click();
    await dialog(page).getByRole('button', { name: '确定论证通过' }).click();
    await dialog(page).getByText('请把内容填写完整').waitFor();
    await dialog(page).getByLabel('专家意见').fill('一致同意。');
    await dialog(page).getByRole('button', { name: '确定论证通过' }).click();
    await bar(page).getByRole('button', { name: '批准建设' }).click();
    await dialog(page).getByLabel('认定文号').fill('没有格式');
    await dialog(page).getByText('内容不合要求').waitFor();
    await dialog(page).getByLabel('认定文号').fill('万州科局发〔2022〕99号');
    await dialog(page).getByText('万州科局发〔2022〕99号').waitFor();
    await dialog(page).getByRole('button', { name: '确定批准建设' }).click();
    await page.locator('.chip.approved').waitFor();
    const { decisions } = await desk.office.application(number);
    expect(decisions.map(({ verb }) => verb)).toEqual([
      'return',
      'submit',
      'pass',
      'undo',
      'pass',
      'pass',
      'pass',
    ]);
    expect((await desk.office.at('2022-09-01 09:30')).text('王')).toContain('99号');
  });

  it('is worked by keyboard alone', async () => {
    const page = await sit('审');
    await page.keyboard.press('/');
    await page.keyboard.type('精密');
    await page.getByText('共 1 件').waitFor();
    await page.keyboard.press('Tab');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('.case').waitFor();
    await page.keyboard.press('x');
    await dialog(page).waitFor();
    // In one breath: that the first dialog is closed is told only after the second is open.
    await page.evaluate(() => {
      document.querySelector<HTMLDialogElement>('#act')?.close();
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    });
    await dialog(page).getByText('进入“专家论证”').waitFor();
    await page.keyboard.press('Enter');
    await bar(page).getByRole('button', { name: /撤回/ }).waitFor();
    await page.keyboard.press('u');
    await bar(page).getByRole('button', { name: '初审通过' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.inbox').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('万州精密机械');
  });

  it('shows two officers each other, and the second what the first did', async () => {
    const [first, second] = [await sit('审'), await sit('复')];
    for (const page of [first, second]) await open(page, /精密/);
    await pulse(first);
    await pulse(second);
    await second.getByText('审也正在看这件申请').waitFor();
    await bar(first).getByRole('button', { name: '初审通过' }).click();
    await dialog(first).getByRole('button', { name: '确定初审通过' }).click();
    await bar(first).getByRole('button', { name: /撤回/ }).waitFor();
    await bar(second).getByRole('button', { name: '初审通过' }).click();
    await dialog(second).getByRole('button', { name: '确定初审通过' }).click();
    await second.getByText('刚才已由他人办理').waitFor();
    await second.getByText('专家论证').first().waitFor();
    await bar(first).getByRole('button', { name: /撤回/ }).click();
    await bar(first).getByRole('button', { name: '初审通过' }).waitFor();
  });

  it('gives the form as printed, on screen and as a file', async () => {
    const page = await sit('审');
    await open(page, /精密/);
    // A paper that comes meanwhile is there without a press, and the officer was told.
    const told = await desk.office.attach('李', Buffer.from('%PDF-1.4\n%%EOF\n'));
    expect(told.text('审')).toContain('补交了材料');
    await pulse(page);
    await page.getByRole('button', { name: /附件\.pdf.*补交/ }).waitFor();
    await page.getByRole('button', { name: '打印样式' }).click();
    await page.frameLocator('.form-frame').getByText('万州精密机械有限公司').first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      bar(page).getByRole('button', { name: '下载申请书' }).click(),
    ]);
    expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK');
  });

  it.each([
    ['wide and light', { viewport: { width: 1_440, height: 900 }, colorScheme: 'light' }],
    ['narrow and dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ] as const)('has nothing that axe finds fault with: %s', async (_what, options) => {
    const page = await sit('复', options);
    const found: string[] = [];
    const look = async (where: string) =>
      found.push(...(await axeFindings(page)).map(each => `${where}: ${each}`));
    await look('inbox');
    await page.getByRole('link', { name: '申报情况' }).click();
    await page.getByRole('heading', { name: /申报情况：共 \d+ 件/ }).waitFor();
    await look('overview');
    await page.getByRole('link', { name: '申请', exact: true }).click();
    await open(page, /精密/);
    await page.getByRole('checkbox', { name: '退回：联系人', exact: true }).check();
    await page.locator('[data-field="contactPerson"] textarea').fill('请写全名');
    await look('case');
    await bar(page).getByRole('button', { name: '退回补正' }).click();
    await dialog(page).getByText('请写全名').waitFor();
    await look('dialog');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByText('您已退出').waitFor();
    await look('signed out');
    expect(found).toEqual([]);
  });
});

it('an application goes from the first message in one browser to the approval at the desk in another', async () => {
  const arrive = async (path: string, viewport = { width: 1_440, height: 900 }) => {
    const context = await browser.newContext({ viewport, locale: 'zh-CN' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${desk.url}${path}`);
    return { context, page, log: page.getByRole('log', { name: '与申报助手的对话' }) };
  };
  const first = await arrive('/', { width: 390, height: 844 });
  await first.log.getByRole('button', { name: '开始填报' }).click();
  await answerUntil(first.page, first.log, /请填写建设主体单位的通讯地址/);
  // It goes on where the picture leads, once.
  await first.page.getByRole('tab', { name: '我的申请' }).click();
  await first.page.getByRole('button', { name: '用手机继续' }).click();
  await first.log.getByRole('img', { name: /二维码/ }).waitFor();
  const [code] = /D[A-Z0-9]{14}/.exec(await first.log.innerText()) ?? [];
  const { context, page, log } = await arrive(`/#take=${code}`);
  await page.getByRole('button', { name: '确定' }).click();
  await log.getByText('草稿已转到这里').waitFor();
  expect(new URL(page.url()).hash).toBe('');
  await first.log.getByText('已凭领取码转到另一渠道').waitFor();
  await first.context.close();
  const receipt = await answerUntil(page, log, /提交成功/);
  const [filed] = /WZ22-\d{4}-[A-Z]/.exec(receipt) ?? [];

  const officer = await sit('审');
  await open(officer, /三峡智造/);
  const decide = async (label: string, record?: readonly [string, string]) => {
    await bar(officer).getByRole('button', { name: label }).click();
    if (record) await dialog(officer).getByLabel(record[0]).fill(record[1]);
    await dialog(officer)
      .getByRole('button', { name: `确定${label}` })
      .click();
    await bar(officer).getByRole('button', { name: /撤回/ }).waitFor();
  };
  await officer.getByRole('checkbox', { name: '退回：创新团队建设情况', exact: true }).check();
  await officer.locator('[data-field="team"] textarea').fill('请写明专业结构');
  await bar(officer).getByRole('button', { name: '退回补正' }).click();
  await dialog(officer).getByRole('button', { name: '确定退回补正' }).click();
  await officer.locator('.chip.returned').waitFor();
  // Nothing is told while it can be taken back.
  await page.getByRole('tab', { name: '我的申请' }).click();
  await page.locator('.work').getByText('审核中').first().waitFor();
  await desk.office.at('2022-09-01 10:30');
  await page.locator('.asked-now').getByText('创新团队建设情况').waitFor();
  await page.locator('.asked-now').getByRole('button', { name: '开始补正' }).click();

  // What stands there is long: it is in the box to be mended, and may stay as it is after a slip.
  const box = page.getByRole('textbox', { name: '与申报助手的对话：输入内容' });
  await expect.poll(() => box.inputValue()).toContain('团队42人');
  await box.fill('[图片]');
  await box.press('Enter');
  await log.getByText('未能记录').waitFor();
  expect(await log.locator('.message').last().innerText()).not.toContain('共18项');
  await log.getByRole('button', { name: '保持不变' }).last().waitFor();
  await expect.poll(() => box.inputValue()).toContain('团队42人');
  await box.fill('团队42人，其中高级职称9人，机械专业31人。');
  await box.press('Enter');
  await log.getByRole('button', { name: '重新提交' }).click();
  await log.getByText('第2次').first().waitFor();

  await pulse(officer);
  await officer.locator('.case ins').getByText('机械专业31人').waitFor();
  await decide('初审通过');
  await desk.office.at('2022-09-01 10:40');
  await log.getByText('进入“专家论证”').waitFor();
  await pulse(officer);
  await decide('论证通过', ['专家意见', '一致同意。']);
  await desk.office.at('2022-09-01 10:50');
  await pulse(officer);
  await decide('批准建设', ['认定文号', '万州科局发〔2022〕98号']);
  await desk.office.at('2022-09-01 11:00');
  await log.getByText(`您的申请${filed}已通过全部审查环节`).waitFor();
  await log.getByText('98号').first().waitFor();
  await page.locator('.work .chip.approved').waitFor();
  expect(await page.locator('.work .stage.done').count()).toBe(3);
  await page.locator('.version').nth(1).waitFor();
  await context.close();
}, 90_000);
