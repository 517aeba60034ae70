import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StoredFile } from '../../src/model/file.ts';
import { carryOnTo, nameOf } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const file = (name: string): StoredFile => {
  const id = createHash('sha256').update(name).digest('hex');
  return { id, name, type: 'pdf', bytes: 100, sha256: id };
};

const start = async (asks = 'field:unitName'): Promise<EngineDriver> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOnTo(driver, asks);
  return driver;
};

const filedIn = (driver: EngineDriver): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(driver.session.files).map(([item, files]) => [item, files.map(({ name }) => name)]),
  );

describe('words beside a file', () => {
  it.each([
    ['这是联合建设协议书', 'agreement'],
    ['联合建设协议书', 'agreement'],
    ['這是建設方案', 'plan'],
    ['建设方案（盖章扫描件）', 'plan'],
    ['方案初稿，先发你看看', 'plan'],
    ['万州区农业农村委的推荐意见', 'recommendation'],
    ['我们的专利证书，作证明材料', 'evidence'],
    ['协议', 'agreement'],
  ])('%s', async (caption, item) => {
    const driver = await start();
    const { answers } = driver.session;
    driver.step({ kind: 'file', file: file('a.pdf'), caption });
    expect(filedIn(driver)).toEqual({ [item]: ['a.pdf'] });
    expect(driver.session.answers).toEqual(answers);
  });

  it.each(['请查收', '附件', '营业执照', '这份是方案，协议稍后发', '[图片]', '重庆三峡样例食品有限公司'])(
    '%s names no paper and answers nothing: the file is asked about',
    async caption => {
      const driver = await start();
      const { shown } = driver.step({ kind: 'file', file: file('a.pdf'), caption });
      expect(driver.session.answers).toEqual({});
      expect(nameOf(driver.session.prompt!.asks)).toBe('file');
      expect(textOf(shown[0]!)).toContain('a.pdf');
    },
  );

  it('that ask are answered, and those that are labelled taken; the file is asked about all the same', async () => {
    for (const [caption, said] of [
      ['这个要不要盖章？', '盖章'],
      ['单位名称：重庆三峡样例食品有限公司', '重庆三峡样例食品有限公司'],
    ] as const) {
      const driver = await start();
      const { shown } = driver.step({ kind: 'file', file: file('a.pdf'), caption });
      expect(textOf(shown[0]!)).toContain(said);
      expect(nameOf(driver.session.prompt!.asks)).toBe('file');
    }
  });

  it('beside a message that cannot be read are heard', async () => {
    const driver = await start();
    const { shown } = driver.step({ kind: 'unread', what: 'video', caption: '重庆三峡样例食品有限公司' });
    expect(textOf(shown[0]!)).toContain('收到视频');
    expect(driver.session.answers.unitName?.value).toBe('重庆三峡样例食品有限公司');
  });
});

describe('files that wait', () => {
  it.each([
    ['第二个是证明材料', { evidence: ['二.pdf'] }, ['一.pdf']],
    ['第1份是建设方案', { plan: ['一.pdf'] }, ['二.pdf']],
    ['二是推荐意见', {}, ['一.pdf', '二.pdf']],
    ['都是证明材料', { evidence: ['一.pdf', '二.pdf'] }, []],
    ['上面发的是推荐意见', { recommendation: ['一.pdf'] }, ['二.pdf']],
    ['发错了', {}, ['二.pdf']],
    ['另一个发错了', {}, ['二.pdf']],
    ['都不要', {}, []],
    ['这个不用了', {}, ['二.pdf']],
  ])('%s', async (words, filed, left) => {
    const driver = await start();
    for (const name of ['一.pdf', '二.pdf']) driver.step({ kind: 'file', file: file(name) });
    driver.say(words);
    expect(filedIn(driver)).toEqual(filed);
    expect(driver.session.pendingFiles.map(({ name }) => name)).toEqual(left);
  });

  it('are spoken of by their names', async () => {
    const driver = await start();
    for (const name of ['合作协议.pdf', '证书.pdf']) driver.step({ kind: 'file', file: file(name) });
    driver.say('证书是证明材料');
    expect(filedIn(driver)).toEqual({ evidence: ['证书.pdf'] });
  });

  it('are asked about behind one that was refused', async () => {
    const driver = await start();
    driver.step({ kind: 'file', file: file('一.pdf') });
    const { shown } = driver.step({ kind: 'file-refused', reason: 'protected', name: '二.pdf' });
    expect(textOf(shown[0]!)).toMatch(/二\.pdf[\s\S]*一\.pdf/);
    expect(nameOf(driver.session.prompt!.asks)).toBe('file');
  });
});

describe('an album', () => {
  it.each(['field:unitName', 'fact:aboveScale'])(
    'gets one answer that names every file, at %s',
    async asks => {
      const driver = await start(asks);
      const names = ['一.pdf', '二.pdf', '三.pdf'];
      const shown = names.map(
        (name, index) =>
          driver.step({ kind: 'file', file: file(name) }, index < 2 ? { more: true } : {}).shown,
      );
      expect(shown.map(({ length }) => length)).toEqual([0, 0, 1]);
      for (const name of names) expect(textOf(shown[2]![0]!)).toContain(name);
      expect(driver.session.pendingFiles).toHaveLength(3);
    },
  );

  it('hides nothing that has to be said: one that came before is named', async () => {
    const driver = await start();
    driver.step({ kind: 'file', file: file('一.pdf'), caption: '建设方案' });
    const { shown } = driver.step({ kind: 'file', file: file('一.pdf') }, { more: true });
    expect(textOf(shown[0]!)).toContain('已经收到');
  });

  const refusal = { kind: 'file-refused', reason: 'bad-type', name: '三.exe' } as const;
  const text = { kind: 'file', file: { ...file('三.txt'), type: 'text' } } as const;

  it.each([
    ['refused', 'field:unitName', refusal],
    ['refused', 'fact:aboveScale', refusal],
    ['of a kind that is not kept', 'field:unitName', text],
    ['of a kind that is not kept', 'fact:aboveScale', text],
  ] as const)('whose last file is %s names the others all the same, at %s', async (_, asks, last) => {
    const driver = await start(asks);
    for (const name of ['一.pdf', '二.pdf']) driver.step({ kind: 'file', file: file(name) }, { more: true });
    const shown = textOf(driver.step(last).shown[0]!);
    for (const name of ['一.pdf', '二.pdf', '三.']) expect(shown).toContain(name);
  });

  it('whose last file did not arrive is asked about when the person comes back', async () => {
    const driver = await start();
    for (const name of ['一.pdf', '二.pdf']) driver.step({ kind: 'file', file: file(name) }, { more: true });
    const [shown] = driver.step({ kind: 'enter' }).shown;
    expect(nameOf(driver.session.prompt!.asks)).toBe('file');
    for (const name of ['一.pdf', '二.pdf']) expect(textOf(shown!)).toContain(name);
  });
});
