import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatHere, ChatProcess, type Printed, runCli } from '../support/cli.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'shenbao-chat-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const button = (printed: readonly Printed[], label: string): string => {
  const found = printed.flatMap(({ buttons }) => buttons).find(each => each.label === label);
  if (!found) throw new Error(`no button ${label}`);
  return found.id;
};
const said = (printed: readonly Printed[]): string => printed.map(({ text }) => text).join('\n');

const application = `单位名称：重庆三峡智造有限公司
单位性质：企业
单位通讯地址：重庆市万州区天城大道1号
法人代表：王建国
单位联系人：李明
单位联系电话：023-58220000
创新研发情况：近三年研发投入2300万元。
创新团队建设情况：团队42人。
科技成果获得情况：获发明专利11件。
中心名称：智能装备
封面技术领域：先进制造
技术领域勾选：先进制造
负责人：赵敏
负责人电话：13800001111
中心地址：重庆市万州区高峰路8号
技术实力：掌握两项核心技术。
主要建设内容和预期目标：建设中试线一条。
申请日期：2022年9月1日`;
const check = [
  '资格自测',
  '企业',
  '是',
  '是',
  '是',
  '否',
  '否',
  '否',
  '否',
  '否',
  '先进制造',
  '否',
  '是',
  '是',
];
const whole = [...check, '开始填报', '同意', application, '核对无误，下一步'];

describe('chat --json', () => {
  it('prints messages of the written shape, citations exact, then done', async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    const chat = new ChatProcess(data, ['--now', '2022-09-01']);
    const printed = await chat.take({ from: 'a', text: '资格自测' });
    expect(printed).toHaveLength(1);
    expect(Object.keys(printed[0]!)).toEqual(['to', 'text', 'buttons', 'files', 'citations', 'prompt']);
    expect(printed[0]).toMatchObject({ to: 'a', files: [], prompt: expect.stringMatching(/^[A-Za-z0-9]+$/) });
    for (const { clause, quote } of printed[0]!.citations)
      expect(pack.clauses.get(clause)?.text).toContain(quote);
    const next = await chat.take({ from: 'a', press: button(printed, '企业') });
    expect(said(next)).toContain('已记录：单位类型——企业。');
    expect(await chat.end()).toBe(0);
    expect(chat.err).toBe('');
  });

  it('takes a line with the same id once, and keeps persons apart', async () => {
    const chat = new ChatHere(data, ['--now', '2022-09-01']);
    await chat.take({ from: 'a', text: '资格自测' });
    expect(said(await chat.take({ from: 'a', id: 'x1', text: '企业' }))).toContain(
      '已记录：单位类型——企业。',
    );
    expect(await chat.take({ from: 'a', id: 'x1', text: '企业' })).toEqual([]);
    expect(said(await chat.take({ from: 'b', id: 'x1', text: '你好' }))).toContain('申报助手');
    expect(said(await chat.take({ from: 'a', text: '上一步' }))).toContain('请问贵单位属于哪一类？');
    await chat.end();
  });

  it('answers a bad line with an error object, never a stack trace, and goes on', async () => {
    const bad = [
      'not json',
      '{"from":"a"}',
      '{"from":"a","text":1}',
      '{"from":"","text":"x"}',
      '{"from":"a","text":"x","press":"y"}',
      '{"now":"tomorrow"}',
      '{"staff":"s"}',
      '[]',
      'null',
    ];
    const chat = new ChatProcess(data, ['--now', '2022-09-01']);
    for (const line of bad) {
      const printed = await chat.take(line);
      expect([line, printed]).toEqual([
        line,
        [{ error: { code: 'chat:bad-line', message: expect.any(String) } }],
      ]);
    }
    expect(said(await chat.take({ from: 'a', text: '你好' }))).toContain('申报助手');
    expect(await chat.end()).toBe(0);
    expect(chat.err).not.toMatch(/\n\s+at /);
  });

  it('answers every line that a program or a file gives to the terminal, whatever its line holds', async () => {
    const { code, out, err } = await runCli(['chat', '--now', '2022-09-01'], '资格自测\r\n企\u2028业\n', {
      SHENBAO_DATA: data,
    });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/请问贵单位属于哪一类[\s\S]*单位类型——企业/);
  });

  it('takes files, and says why it refuses one', async () => {
    const good = join(data, '方案.pdf');
    const bad = join(data, '程序.exe');
    await writeFile(good, '%PDF-1.4\n%%EOF\n');
    await writeFile(bad, 'MZ\u0000\u0001');
    const chat = new ChatHere(data, ['--now', '2022-09-01']);
    await chat.take({ from: 'a', text: '单位名称：重庆三峡智造有限公司\n单位性质：企业' });
    expect(said(await chat.take({ from: 'a', file: good }))).toContain('请选择它的用途');
    expect(said(await chat.take({ from: 'a', file: bad }))).toContain('不支持这种文件');
    expect(said(await chat.take({ from: 'a', file: join(data, 'nowhere.pdf') }))).toContain('文件未能收到');
    await chat.end();
  });

  it('goes from the first word to the Word file, in a rehearsal that is labelled', async () => {
    const chat = new ChatHere(data, ['--now', '2022-09-01']);
    expect(said(await chat.take({ from: 'a', text: '你好' }))).toContain('【演练】当前按2022年9月1日演练');
    for (const text of whole) await chat.take({ from: 'a', text });
    const receipt = await chat.take({ from: 'a', text: '已阅读，提交' });
    expect(said(receipt)).toMatch(/申请编号：YLWZ22-0001-[A-Z]/);
    const [form] = receipt.flatMap(({ files }) => files);
    expect(form?.name).toMatch(/\.docx$/);
    expect(existsSync(form!.path)).toBe(true);
    await chat.end();
  });

  it('moves its clock: the deadline passes between the page and the press', async () => {
    const chat = new ChatHere(data, ['--now', '2022-09-16T23:00']);
    for (const text of whole) await chat.take({ from: 'a', text });
    await chat.take({ now: '2022-09-17T00:01:00+08:00' });
    expect(said(await chat.take({ from: 'a', text: '已阅读，提交' }))).toContain('申报不在受理期内。');
    await chat.end();
  });

  it('keeps the rehearsal apart from what is real', async () => {
    const rehearsal = new ChatHere(data, ['--now', '2022-09-01']);
    await rehearsal.take({ from: 'a', text: '单位名称：演练公司\n单位性质：企业' });
    await rehearsal.end();
    const real = new ChatHere(data);
    const printed = said(await real.take({ from: 'a', text: '我的进度' }));
    expect(printed).toContain('您还没有填报或提交申请。');
    expect(printed).not.toContain('演练');
    await real.end();
  });

  it('tells a bound officer of a submission', async () => {
    const chat = new ChatHere(data, ['--now', '2022-09-01']);
    await chat.take({ staff: '张审核', section: 'enterprise', role: 'reviewer' });
    for (const text of whole) await chat.take({ from: 'a', text });
    const printed = await chat.take({ from: 'a', text: '已阅读，提交' });
    const told = printed.filter(({ to }) => to === '张审核');
    expect(said(told)).toContain('WZ22-0001');
    await chat.end();
  });

  it('killed in the middle loses nothing that was answered, and counts nothing twice', async () => {
    const lines = whole.map((text, index) => ({ from: 'a', id: `line-${index}`, text }));
    const killAt = [3, 14, 15];
    let chat = new ChatProcess(data, ['--now', '2022-09-01']);
    for (const [index, line] of lines.entries()) {
      if (killAt.includes(index)) {
        // Sent and never acknowledged: whoever sent it sends it again.
        chat.write(line);
        await chat.kill();
        chat = new ChatProcess(data, ['--now', '2022-09-01']);
      }
      await chat.take(line);
    }
    const receipt = said(await chat.take({ from: 'a', id: 'last', text: '已阅读，提交' }));
    expect(receipt).toMatch(/申请编号：YLWZ22-0001-[A-Z]/);
    await chat.kill();
    chat = new ChatProcess(data, ['--now', '2022-09-01']);
    expect(await chat.take({ from: 'a', id: 'last', text: '已阅读，提交' })).toEqual([]);
    expect(said(await chat.take({ from: 'a', text: '我的进度' }))).toContain('YLWZ22-0001');
    await chat.end();
  });
});
