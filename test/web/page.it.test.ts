import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../setup/chromium.ts';
import { axeFindings } from './axe.ts';
import { createFakeHouse } from './fake-house.ts';
import { type Served, serve } from './serve.ts';

const desktop = { width: 1_280, height: 800 };
const phone = { width: 390, height: 844 };

let browser: Browser;
let served: Served;
beforeAll(async () => {
  browser = await launchChromium();
  served = await serve();
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

const opened: { page: Page; trouble: string[] }[] = [];
afterEach(async () => {
  for (const { page, trouble } of opened.splice(0)) {
    await page.context().close();
    expect(trouble).toEqual([]);
  }
});

/** A browser of its own on the page. Errors, policy violations and requests to anybody else fail the test. */
const visit = async (url = served.url, options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ viewport: desktop, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  const away =
    /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|status of 503/;
  page.on('console', line => {
    if (line.type() === 'error' && !away.test(line.text())) trouble.push(line.text());
  });
  page.on('pageerror', error => trouble.push(error.message));
  page.on('dialog', dialog => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', request => {
    if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) trouble.push(request.url());
  });
  await page.goto(url);
  await page.getByText('您好，我是申报助手').first().waitFor();
  opened.push({ page, trouble });
  return page;
};

const box = (page: Page) => page.getByRole('textbox', { name: /输入内容/ }).first();
const log = (page: Page) => page.getByRole('log').first();
const say = async (page: Page, text: string) => {
  await box(page).fill(text);
  await box(page).press('Enter');
};
const form = (page: Page) => page.frameLocator('.form-frame');

describe('the chat', () => {
  it('leads from a question to its clause in the notice, and back', async () => {
    const page = await visit();
    await say(page, '我们能申报吗？');
    const cite = page.getByRole('button', { name: '在原文中查看 通知·三(一)' });
    await cite.click();
    const clause = page.locator('.leaf.cited');
    expect(await clause.getAttribute('data-clause')).toBe('通知·三(一)');
    expect(await clause.locator('mark').innerText()).toBe('建设单位是企业的，应是规模以上企业。');
    await expect.poll(() => clause.evaluate(leaf => leaf.getBoundingClientRect().top > 0)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await cite.evaluate(button => button === document.activeElement)).toBe(true);
  });

  it('takes a form to its Word file, and shows it on the way', async () => {
    const page = await visit();
    await page.getByRole('button', { name: '开始填报' }).click();
    await log(page).getByText('请填写「单位名称」').waitFor();
    expect(await page.getByRole('button', { name: '资格自测' }).isDisabled()).toBe(true);
    // The form stands beside the first question, with the cell that is asked for marked.
    const asked = form(page).locator('td.asked');
    await asked.waitFor();
    expect(await asked.getAttribute('data-place')).toBe('单位名称');
    await say(page, '重庆三峡智造有限公司');
    await form(page).getByText('重庆三峡智造有限公司').waitFor();
    expect(await form(page).locator('td.saved').innerText()).toBe('重庆三峡智造有限公司');
    await expect.poll(() => asked.getAttribute('data-place')).toBe('通讯地址');
    await say(page, '万州区天城大道 1 号，高新技术产业园三号楼');
    await form(page).getByText('万州区天城大道 1 号').waitFor();
    expect(await form(page).locator('body').innerText()).not.toMatch(/[\ue000\ue001]/);
    const table = log(page).locator('.fields');
    expect(await table.locator('dt').allInnerTexts()).toEqual(['单位名称', '通讯地址']);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /建设意向申请书\.docx/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('建设意向申请书.docx');
    expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK');
    await page.getByRole('tab', { name: '材料清单' }).click();
    await page.getByText('需要 2 项，已备 1 项').waitFor();
  });

  it('goes to a line of the form from the answers, from its cell and from the rail, and what is long can be mended', async () => {
    const page = await visit();
    await page.getByRole('button', { name: '开始填报' }).click();
    await log(page).getByText('请填写「单位名称」').waitFor();
    await say(page, '重庆三峡智造有限公司');
    await log(page).getByText('请填写「通讯地址」').waitFor();
    const address = '万州区天城大道 1 号，高新技术产业园三号楼';
    await say(page, address);
    await log(page).getByRole('button', { name: '修改：通讯地址' }).click();
    await expect.poll(() => box(page).inputValue()).toBe(address);
    await page.reload();
    await expect.poll(() => box(page).inputValue()).toBe(address);
    await form(page).locator('td[data-place=单位名称]').click();
    await log(page).getByText('请填写「单位名称」').nth(1).waitFor();
    // What was put there for the other line is gone; a short value is typed anew.
    await expect.poll(() => box(page).inputValue()).toBe('');
    const rail = page.getByRole('navigation', { name: '填报进度' });
    await box(page).fill('写到一半');
    await rail.getByRole('button', { name: '基本信息' }).click();
    await log(page).getByText('请填写「单位名称」').nth(2).waitFor();
    expect(await rail.getByRole('button').innerText()).toContain('2/2');
    expect(await box(page).inputValue()).toBe('写到一半');
  });

  it('shows hostile text as text; sends with Enter, breaks the line with Shift+Enter, and keeps the break', async () => {
    const page = await visit();
    const spoken = log(page).locator('.said');
    const hostile =
      '<img src=x onerror=alert(1)><script>alert(2)</script>\u202e反转 [x](javascript:alert(3)) & &amp;';
    await say(page, hostile);
    await spoken.getByText('<script>alert(2)</script>').waitFor();
    expect(await spoken.innerText()).toBe(hostile);
    expect(await log(page).locator('img, script, a').count()).toBe(0);
    await box(page).fill('第一行');
    await box(page).press('Shift+Enter');
    await box(page).pressSequentially('第二行');
    await box(page).press('Enter');
    await spoken.nth(1).waitFor();
    expect(await spoken.nth(1).innerText()).toBe('第一行\n第二行');
    expect(await box(page).inputValue()).toBe('');
  });

  it('asks before a choice that cannot be taken back', async () => {
    const page = await visit();
    await page.getByRole('button', { name: '重新开始' }).click();
    await page.getByRole('button', { name: '取消' }).click();
    expect(await log(page).locator('.mine').count()).toBe(0);
    await page.getByRole('button', { name: '重新开始' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await log(page).getByText('请填写「单位名称」').waitFor();
  });

  it('sends files, and says what became of them', async () => {
    const page = await visit();
    const pick = page.locator('.composer input[type=file]').first();
    await pick.setInputFiles({
      name: '方案.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7'),
    });
    await log(page).getByText('已收到 方案.pdf').waitFor();
    await pick.setInputFiles({ name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ') });
    await log(page).getByText('没有收下：bad-type').waitFor();
    await page.getByRole('tab', { name: '材料清单' }).click();
    await page.getByRole('button', { name: '上传：建设方案' }).waitFor();
    await page.locator('#panel-checklist input[type=file]').setInputFiles({
      name: '第二份.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7'),
    });
    await log(page).getByText('已收到 第二份.pdf，归入plan').waitFor();
  });

  it('sends files that are picked, dropped or pasted together as one, for one answer', async () => {
    const page = await visit();
    const composer = page.locator('.composer').first();
    const answers = log(page).getByText('已收到');
    const send = async (how: 'picked' | 'dropped' | 'pasted', names: readonly string[]) => {
      if (how === 'picked')
        await composer
          .locator('input[type=file]')
          .setInputFiles(
            names.map(name => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })),
          );
      else
        await composer.evaluate(
          (form, { names, event }) => {
            const transfer = new DataTransfer();
            for (const name of names) transfer.items.add(new File(['%PDF-1.7'], name));
            const given = { bubbles: true, cancelable: true };
            const act =
              event === 'dropped'
                ? new DragEvent('drop', { ...given, dataTransfer: transfer })
                : new ClipboardEvent('paste', { ...given, clipboardData: transfer });
            form.querySelector('textarea')!.dispatchEvent(act);
          },
          { names, event: how },
        );
      await log(page)
        .getByText(`已收到 ${names.join('、')}`)
        .waitFor();
    };
    for (const [at, how] of (['picked', 'dropped', 'pasted'] as const).entries()) {
      await send(how, [`${how}一.pdf`, `${how}二.pdf`, `${how}三.pdf`]);
      expect(await answers.count()).toBe(at + 1);
    }
  });

  it('asks for the answer when the last of several files is not taken', async () => {
    const page = await visit();
    await page.evaluate(second => {
      const { fetch } = window;
      window.fetch = (to, init) =>
        String(to).includes(second)
          ? Promise.resolve(Response.json({ code: 'web:refused', message: '没有被接受' }, { status: 409 }))
          : fetch(to, init);
    }, encodeURIComponent('二'));
    const menus = await log(page).getByText('您好，我是申报助手').count();
    await page
      .locator('.composer input[type=file]')
      .first()
      .setInputFiles(
        ['一.pdf', '二.pdf'].map(name => ({
          name,
          mimeType: 'application/pdf',
          buffer: Buffer.from('%PDF-1.7'),
        })),
      );
    await log(page).getByText('未送达：没有被接受').waitFor();
    await expect.poll(() => log(page).getByText('您好，我是申报助手').count()).toBe(menus + 1);
  });

  it('shows the conversation again after a reload', async () => {
    const page = await visit();
    await say(page, '我们能申报吗？');
    await log(page).getByText('申报主体的要求见').waitFor();
    await page.reload();
    await log(page).getByText('申报主体的要求见').waitFor();
    expect(await log(page).locator('.mine').allInnerTexts()).toEqual(
      ['我：我们能申报吗？'].map(text => expect.stringContaining(text.slice(2))),
    );
    expect(await log(page).getByText('您好，我是申报助手').count()).toBe(1);
  });

  it('leaves the reader where she is, and says that something new has come', async () => {
    const page = await visit();
    for (let n = 0; n < 8; n += 1) {
      await say(page, `第${n}句\n\n\n`);
      await log(page).locator('.said').nth(n).waitFor();
    }
    const scroller = page.locator('.scroller').first();
    await scroller.evaluate(area => area.scrollTo({ top: 0, behavior: 'instant' }));
    const to = served.fake.received.at(-1)?.address;
    if (!to) throw new Error('nothing was received');
    await served.fake.send(to, { blocks: [{ kind: 'text', text: '有人回复了' }] });
    await page.getByRole('button', { name: '有新消息' }).click();
    await expect
      .poll(() => scroller.evaluate(area => area.scrollHeight - area.scrollTop - area.clientHeight))
      .toBeLessThan(5);
    await page.getByRole('button', { name: '有新消息' }).waitFor({ state: 'hidden' });
    await log(page).getByText('有人回复了').waitFor();
  });

  it('replaces a card where it stands', async () => {
    const page = await visit();
    await say(page, '在');
    await log(page).locator('.said').waitFor();
    const to = served.fake.received.at(-1)?.address;
    if (!to) throw new Error('nothing was received');
    const card = (text: string) => ({ blocks: [{ kind: 'text', text }] as const, card: 'case-1' });
    await served.fake.send(to, card('待审核'));
    await log(page).getByText('待审核').waitFor();
    await say(page, '再');
    await log(page).locator('.said').nth(1).waitFor();
    await served.fake.send(to, card('已通过'));
    await log(page).getByText('已通过').waitFor();
    expect(await log(page).getByText('待审核').count()).toBe(0);
    expect(await log(page).locator('article').last().innerText()).not.toContain('已通过');
  });
});

describe('a bad connection', () => {
  it('is shown, and what was said meanwhile arrives once', async () => {
    const fake = await createFakeHouse();
    const first = await serve(0, fake);
    const page = await visit(first.url);
    await say(page, '停机前');
    await log(page).locator('.said').getByText('停机前').waitFor();
    await first.stop();
    await page.getByRole('status').getByText('连接中断').waitFor();
    await say(page, '停机时');
    await page.getByText('等待网络，将自动重发').waitFor();
    const second = await serve(first.port, fake);
    await log(page).locator('.said').getByText('停机时').waitFor();
    await page.getByRole('status').getByText('已连接').waitFor();
    expect(await page.getByText('等待网络').count()).toBe(0);
    expect(fake.received.filter(({ body }) => body.kind === 'text' && body.text === '停机时')).toHaveLength(
      1,
    );
    expect(await log(page).getByText('停机前').count()).toBe(2);
    // The reply shows where things stand; asking for the screen as well would print the question twice.
    expect(fake.received.filter(({ body }) => body.kind === 'enter')).toHaveLength(1);
    await page.context().close();
    await second.stop();
    await fake.dispose();
  });

  it('leaves the conversation on screen after a restart and a reload, the question once, and the Word file within reach', async () => {
    const fake = await createFakeHouse();
    const first = await serve(0, fake);
    const page = await (await browser.newContext({ viewport: desktop })).newPage();
    await page.goto(first.url);
    await page.getByRole('button', { name: '开始填报' }).click();
    await log(page).getByText('请填写「单位名称」').waitFor();
    await say(page, '重庆三峡智造有限公司');
    await log(page).getByText('请填写「通讯地址」').waitFor();
    await first.stop();
    await page.getByRole('status').getByText('连接中断').waitFor();
    const second = await serve(first.port, fake);
    await page.reload();
    await page.getByRole('status').getByText('已连接').waitFor();
    await log(page).getByText('请填写「单位名称」').waitFor();
    await log(page).locator('.mine').getByText('重庆三峡智造有限公司').waitFor();
    await say(page, '万州区天城大道 1 号');
    await log(page).locator('.fields').waitFor();
    expect(await log(page).getByText('请填写「通讯地址」').count()).toBe(1);
    await page.getByRole('tab', { name: '申请书预览' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载 Word 文件' }).click(),
    ]);
    expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK');
    await page.context().close();
    await second.stop();
    await fake.dispose();
  });

  it('is told from a house that is failing, which is asked again', async () => {
    const page = await visit();
    served.fake.failNext(2);
    await say(page, '请重试');
    await log(page).locator('.said').getByText('请重试').waitFor();
    expect(await log(page).getByText('请重试').count()).toBe(2);
  });

  it('is named when the network is gone', async () => {
    const page = await visit();
    await page.context().setOffline(true);
    await page.getByRole('status').getByText('网络已断开').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('status').getByText('已连接').waitFor();
  });
});

describe('the page and people who cannot see it, or see it badly', () => {
  it.each([
    ['wide and light', { viewport: desktop, colorScheme: 'light' }],
    ['narrow and dark', { viewport: phone, colorScheme: 'dark' }],
  ] as const)('has nothing that axe finds fault with: %s', async (_what, options) => {
    const page = await visit(served.url, options);
    await say(page, '我们能申报吗？');
    await log(page).locator('.quote').waitFor();
    await page.getByRole('button', { name: '开始填报' }).first().click();
    await say(page, '重庆三峡智造有限公司');
    await log(page).getByText('请填写「通讯地址」').waitFor();
    const found = await axeFindings(page);
    for (const name of ['通知原文', '申请书预览', '材料清单', '我的申请', '演练']) {
      await page.getByRole('tab', { name }).click();
      await page.locator('.panel:visible').waitFor();
      if (name === '我的申请') await page.locator('.work').waitFor();
      found.push(...(await axeFindings(page)).map(each => `${name}: ${each}`));
      if (options.viewport === phone) await page.getByRole('button', { name: '关闭' }).click();
    }
    expect(found).toEqual([]);
  });

  it('loads in at most 150 KB', async () => {
    const context = await browser.newContext({ viewport: desktop });
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('response', response => {
      if (!response.url().includes('/api/'))
        sizes.push(
          response.body().then(
            body => body.length,
            () => 0,
          ),
        );
    });
    for (const path of ['/', '/desk']) {
      sizes.length = 0;
      await page.goto(`${served.url}${path}`);
      await page.locator('.message, .state button').first().waitFor();
      const all = await Promise.all(sizes);
      expect([path, all.length > 5, all.reduce((sum, size) => sum + size, 0) < 150_000]).toEqual([
        path,
        true,
        true,
      ]);
    }
    await context.close();
  });
});

describe('a rehearsal', () => {
  it('is labelled, has both chairs, and goes without a trace', async () => {
    const page = await visit();
    await say(page, '真实的话');
    await page.getByRole('tab', { name: '演练' }).click();
    await page.getByLabel('当作今天的日期').fill('2022-09-01');
    await page.locator('#panel-rehearsal').getByRole('button', { name: '开始演练' }).click();
    await page.locator('#rehearsal-bar').getByText('模拟日期 2022年9月1日').waitFor();
    await page.getByRole('log', { name: '演练：与申报助手的对话' }).getByText('您好').waitFor();
    expect(await page.getByText('真实的话').count()).toBe(0);
    await page.getByRole('button', { name: '往后一天' }).click();
    await page.locator('#rehearsal-bar').getByText('模拟日期 2022年9月2日').waitFor();
    await page.getByRole('tab', { name: '审核席' }).click();
    await page.getByLabel('科室').selectOption({ label: '农业农村科技科' });
    await page.getByRole('button', { name: '坐到审核席' }).click();
    const staff = page.getByRole('log', { name: '演练：审核席的对话' });
    await staff.getByText('您好').waitFor();
    await page.getByRole('textbox', { name: '演练：审核席的对话：输入内容' }).fill('待办');
    await page.keyboard.press('Enter');
    await staff.locator('.said').getByText('待办').waitFor();
    const [spoken] = served.fake.received.slice(-1);
    expect(spoken?.address.chat).toMatch(/^rehearsal-[a-f0-9]{32}-staff$/);

    await page.reload();
    await page.getByRole('tab', { name: '审核席' }).click();
    await staff.locator('.said').getByText('待办').waitFor();

    await page.getByRole('tab', { name: '演练' }).click();
    await page.getByRole('button', { name: '清除演练数据' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await log(page).locator('.mine').getByText('真实的话').waitFor();
    expect(await page.locator('#rehearsal-bar').isHidden()).toBe(true);
    expect(await page.getByRole('tab', { name: '审核席' }).isHidden()).toBe(true);
    await page.getByRole('button', { name: '演练一遍流程' }).click();
    await page.getByRole('log', { name: '演练：与申报助手的对话' }).getByText('您好').waitFor();
    expect(await page.getByText('待办').count()).toBe(0);
  });
});

it('a rehearsal plays by itself at one press, in view of whose turn it is, and can be stopped', async () => {
  const page = await visit();
  const bar = page.locator('#tour-bar');
  // What is shown for a moment only is written down while it plays.
  const shown = await page.evaluateHandle(() => {
    const seen = new Set<string>();
    new MutationObserver(() => {
      seen.add(document.getElementById('tour-text')?.textContent ?? '');
      for (const panel of document.querySelectorAll<HTMLElement>('.panel:not([hidden])')) seen.add(panel.id);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    return seen;
  });
  await page.getByRole('button', { name: '看一遍完整流程' }).first().click();
  await page.getByRole('button', { name: '快进' }).click();
  await page.getByRole('button', { name: '暂停' }).click();
  await page.getByRole('button', { name: '继续' }).click();
  const played = page.getByRole('log', { name: '演练：与申报助手的对话' });
  await played.locator('.mine').getByText('演练的话').waitFor();
  await bar.getByText('演练完成').waitFor();
  await page.locator('#panel-preview').waitFor();
  expect(await shown.evaluate(seen => [...seen])).toEqual(
    expect.arrayContaining(['审核人员：初审通过', 'panel-reviewer']),
  );
  expect(await axeFindings(page)).toEqual([]);
  await bar.getByRole('button', { name: '关闭演示' }).click();
  expect(await bar.isHidden()).toBe(true);
  await page.locator('#rehearsal-bar').waitFor();
});

describe('the page and the question that stands', () => {
  const promptOf = (text: string) => {
    const body = served.fake.received
      .map(event => event.body)
      .find(b => b.kind === 'text' && b.text === text);
    return body?.kind === 'text' ? body.prompt : undefined;
  };

  it('stamps an answer with its question, and nothing once the question was left', async () => {
    const page = await visit();
    await page.getByRole('button', { name: '开始填报' }).click();
    await log(page).getByText('请填写「单位名称」').waitFor();
    const to = served.fake.received.at(-1)!.address;
    await served.fake.send(to, { blocks: [{ kind: 'text', text: '明天截止，请尽快。' }] });
    await log(page).getByText('明天截止').waitFor();
    await say(page, '答第一问');
    await log(page).getByText('请填写「通讯地址」').waitFor();
    expect(promptOf('答第一问')).toMatch(/^p\d+$/);
    await log(page).getByRole('button', { name: '转人工' }).last().click();
    await log(page).getByText('收到按钮').waitFor();
    await say(page, '离开之后');
    await log(page).getByText('请核对').waitFor();
    expect(promptOf('离开之后')).toBeUndefined();
    await page.reload();
    await log(page).getByText('请核对').waitFor();
    await say(page, '重载之后');
    await log(page).locator('.said').getByText('重载之后').waitFor();
    expect(promptOf('重载之后')).toBeUndefined();
  });

  it('takes a double click for one press', async () => {
    const page = await visit();
    const before = served.fake.received.length;
    const button = page.getByRole('button', { name: '开始填报' });
    await button.evaluate((first: HTMLElement) => {
      first.click();
      const again = setInterval(() => {
        const next = [...document.querySelectorAll<HTMLElement>('.choice')].find(
          choice => choice.textContent === '跳过',
        );
        if (!next) return;
        clearInterval(again);
        next.click();
      }, 5);
    });
    await log(page).getByText('请填写「单位名称」').waitFor();
    await log(page).getByRole('button', { name: '转人工' }).click();
    await log(page).getByText('收到按钮').waitFor();
    const presses = served.fake.received.slice(before).filter(({ body }) => body.kind === 'press');
    expect(presses).toHaveLength(2);
    expect(await log(page).getByText('收到按钮').count()).toBe(1);
  });

  it('sends what was written before the page had loaded to the conversation that the page is in', async () => {
    const page = await visit();
    await page.getByRole('tab', { name: '演练' }).click();
    await page.locator('#panel-rehearsal').getByRole('button', { name: '开始演练' }).click();
    await page.getByRole('log', { name: '演练：与申报助手的对话' }).getByText('您好').waitFor();
    let release = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    await page.route('**/api/home', async route => {
      await gate;
      await route.continue();
    });
    await page.reload();
    await say(page, '早到的话');
    await page.getByText('载入后自动发送').waitFor();
    expect(await page.locator('#connection').innerText()).not.toBe('已连接');
    release();
    await log(page).locator('.said').getByText('早到的话').waitFor();
    const heard = served.fake.received.filter(({ body }) => body.kind === 'text' && body.text === '早到的话');
    expect(heard.map(({ address }) => address.chat.startsWith('rehearsal-'))).toEqual([true]);
  });

  it('keeps unsent words over a reload', async () => {
    const page = await visit();
    await box(page).fill('还没写完');
    await page.reload();
    await log(page).getByText('您好').waitFor();
    expect(await box(page).inputValue()).toBe('还没写完');
    await box(page).press('Enter');
    await log(page).locator('.said').getByText('还没写完').waitFor();
    await page.reload();
    await log(page).locator('.said').waitFor();
    expect(await box(page).inputValue()).toBe('');
  });
});

describe('every reader', () => {
  it('gets visible words in every name, headings in order, and named messages', async () => {
    const page = await visit();
    await say(page, '我们能申报吗？');
    await page.getByRole('button', { name: '在原文中查看 通知·三(一)' }).waitFor();
    const mismatched = await page
      .locator('button[aria-label]:visible')
      .evaluateAll(all =>
        all
          .filter(each => !each.ariaLabel?.includes((each as HTMLElement).innerText))
          .map(each => each.ariaLabel),
      );
    expect(mismatched).toEqual([]);
    const levels = await page
      .locator('h1:visible, h2:visible, h3:visible')
      .evaluateAll(all => all.map(each => Number(each.tagName[1])));
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    expect(await log(page).locator('article:not([aria-label])').count()).toBe(0);
    expect(await page.locator('#panel-notice h3').count()).toBeGreaterThan(2);
  });

  it('goes back from a panel on a phone, and stays on the page', async () => {
    const page = await visit(served.url, { viewport: phone, hasTouch: true, isMobile: true });
    await page.getByRole('tab', { name: '材料清单' }).click();
    await page.getByText('需要 2 项').waitFor();
    await page.goBack();
    await page.getByText('需要 2 项').waitFor({ state: 'hidden' });
    await box(page).waitFor();
    await page.getByRole('tab', { name: '演练' }).click();
    await page.getByRole('button', { name: '关闭' }).click();
    await page.locator('#panel-rehearsal').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => history.state?.drawer)).toBeUndefined();
    // With nothing open, the first press only says that the next one leaves.
    await page.goBack();
    await page.getByText('再按一次返回').waitFor();
    expect(page.url()).toBe(`${served.url}/`);
    await box(page).waitFor();
  });

  it('gets a part alone on paper, unfolded, and the page back afterwards', async () => {
    const page = await visit();
    await page.getByRole('tab', { name: '材料清单' }).click();
    await page.getByText('需要 2 项').waitFor();
    await page.emulateMedia({ media: 'print' });
    // What the browser's own dialog would show, and then its closing.
    const paper = await page.evaluate(() => {
      const seen = (selector: string) =>
        [...document.querySelectorAll<HTMLElement>(selector)].some(each => each.offsetParent !== null);
      let shown = {};
      window.print = () => {
        shown = {
          papers: seen('.paper'),
          points: seen('.paper ol li'),
          chat: seen('.message'),
          tabs: seen('.dock'),
        };
        window.dispatchEvent(new Event('afterprint'));
      };
      document.querySelector<HTMLElement>('#panel-checklist .print-button')?.click();
      return shown;
    });
    expect(paper).toEqual({ papers: true, points: true, chat: false, tabs: false });
    await page.emulateMedia({ media: 'screen' });
    expect(await page.locator('.message').first().isVisible()).toBe(true);
    expect(await page.locator('.paper details[open]').count()).toBe(0);
  });

  it('is told in the title what came while she looked elsewhere', async () => {
    const page = await visit();
    await page.waitForFunction(() => document.title.includes('区级技术创新中心'));
    const look = (hidden: boolean) =>
      page.evaluate(away => {
        Object.defineProperty(document, 'hidden', { value: away, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    // A fake in place of the browser's, which shows nothing on a machine without a screen.
    await page.evaluate(() => {
      const shown: string[] = [];
      const fakeNotification = class extends EventTarget {
        static permission = 'granted';
        static requestPermission = async () => 'granted';
        constructor(title: string, { body }: { body: string }) {
          super();
          shown.push(`${title}：${body}`);
        }
      };
      Object.assign(globalThis, { Notification: fakeNotification, shown });
    });
    const shown = () => page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
    const to = served.fake.received.at(-1)!.address;
    const tell = () => served.fake.send(to, { blocks: [{ kind: 'text', text: '已进入专家论证' }] });
    await look(true);
    await tell();
    await page.waitForFunction(() => document.title.startsWith('（1）'));
    expect(await shown()).toEqual([]);
    await look(false);
    expect(await page.title()).toMatch(/^申报助手/);
    // On the desktop only after a press, and without a word of the message.
    await page.getByRole('tab', { name: '我的申请' }).click();
    await page.getByRole('button', { name: '有新消息时在桌面提醒我' }).click();
    await tell();
    await log(page).getByText('已进入专家论证').nth(1).waitFor();
    expect(await shown()).toEqual([]);
    await look(true);
    await tell();
    await page.waitForFunction(() => document.title.startsWith('（1）'));
    expect(await shown()).toEqual(['申报助手：有新的消息，请打开网页查看。']);
  });

  it('gets the whole conversation on paper, and most of the screen while the keyboard is open', async () => {
    const page = await visit(served.url, { viewport: { width: 390, height: 508 } });
    for (let n = 0; n < 6; n += 1) await say(page, `第${n}句`);
    await log(page).locator('.said').nth(5).waitFor();
    await box(page).focus();
    const room = () =>
      page
        .locator('.scroller')
        .first()
        .evaluate(area => area.clientHeight);
    expect(await room()).toBeGreaterThan(330);
    await page.emulateMedia({ media: 'print' });
    const sheet = await page
      .locator('.scroller')
      .first()
      .evaluate(area => area.scrollHeight - area.clientHeight);
    expect(sheet).toBe(0);
    expect(await page.locator('.composer').first().isVisible()).toBe(false);
  });

  it('gets a log that announces, named controls, and tabs by arrow keys', async () => {
    const page = await visit();
    expect(await log(page).getAttribute('aria-live')).toBe('polite');
    const nameless = await page
      .locator('button, input:not([type=file]), textarea, select')
      .evaluateAll(
        controls =>
          controls.filter(
            control =>
              !(control as HTMLElement).innerText &&
              !control.ariaLabel &&
              !(control as HTMLInputElement).labels?.length,
          ).length,
      );
    expect(nameless).toBe(0);
    await page.getByRole('tab', { name: '通知原文' }).focus();
    await page.keyboard.press('ArrowRight');
    const next = page.getByRole('tab', { name: '申请书预览' });
    expect(await next.getAttribute('aria-selected')).toBe('true');
    expect(await next.evaluate(tab => getComputedStyle(tab).outlineStyle)).toBe('solid');
  });

  it('fills in and changes a form by keyboard alone', async () => {
    const page = await visit();
    const tabTo = async (name: RegExp) => {
      for (let n = 0; n < 80; n += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
          const now = document.activeElement as HTMLElement;
          const ring = getComputedStyle(now).outlineStyle;
          return { name: now.matches('button') ? (now.ariaLabel ?? now.innerText) : '', ring };
        });
        if (!name.test(at.name)) continue;
        expect(at.ring).toBe('solid');
        return;
      }
      throw new Error(`Tab never came to ${name}`);
    };
    await tabTo(/^开始填报$/);
    await page.keyboard.press('Enter');
    await log(page).getByText('请填写「单位名称」').waitFor();
    // The question has come: what is typed next answers it.
    await expect.poll(() => box(page).evaluate(each => each === document.activeElement)).toBe(true);
    await page.keyboard.type('重庆三峡智造有限公司');
    await page.keyboard.press('Enter');
    await log(page).getByText('请填写「通讯地址」').waitFor();
    await page.keyboard.type('万州区天城大道 1 号');
    await page.keyboard.press('Enter');
    await log(page).getByText('请核对').waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(/^修改：单位名称$/);
    await page.keyboard.press('Enter');
    await log(page).getByText('请填写「单位名称」').nth(1).waitFor();
    await expect.poll(() => box(page).evaluate(each => each === document.activeElement)).toBe(true);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(/基本信息/);
    await page.keyboard.press('Enter');
    await log(page).getByText('请填写「单位名称」').nth(2).waitFor();
  });

  it('can use everything at 390 pixels', async () => {
    const page = await visit(served.url, { viewport: phone, hasTouch: true, isMobile: true });
    await say(page, `我们能申报吗？${'长'.repeat(300)}${'x'.repeat(300)}`);
    const cite = page.getByRole('button', { name: '在原文中查看 通知·三(一)' });
    await cite.click();
    await page.locator('.leaf.cited').waitFor();
    expect(await cite.isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    await cite.waitFor();
    for (const name of ['申请书预览', '材料清单', '演练']) {
      await page.getByRole('tab', { name }).click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
      await page.getByRole('button', { name: '关闭' }).click();
    }
    const sizes = await page
      .locator('.composer button:visible, .choice:visible')
      .evaluateAll(all => all.map(button => button.getBoundingClientRect().height));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(40);
  });

  it('gets dark colours and no motion when asked for', async () => {
    const page = await visit(served.url, { colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(18, 24, 29)',
    );
    const motion = await page
      .locator('.message')
      .first()
      .evaluate(message => getComputedStyle(message).animationName);
    expect(motion).toBe('none');
  });
});
