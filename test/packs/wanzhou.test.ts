import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/engine/wording.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { citedIn } from '../../src/packs/lint/cited.ts';
import { inspectPack } from '../../src/packs/load.ts';

const dir = new URL('../../conversations/wanzhou-2022', import.meta.url).pathname;

/** SHA-256 of the notice as published, with its annexes: 20,810 bytes. */
const published = 'bc47a59fc5c04f882a7364d2fb3ceb901d686e6880f37695bc3c3cd02051d0ab';

const { draft, findings } = await inspectPack(dir, { catalogue });
const pack: Pack = draft!.pack;
const text = (id: string): string => pack.clauses.get(id)!.text;

const chinese = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
const numeral = (n: number): string =>
  `${n < 20 ? '' : chinese[Math.floor(n / 10) - 1]}${n >= 10 ? '十' : ''}${n % 10 === 0 ? '' : chinese[(n % 10) - 1]}`;

/** Every clause id that programs outside this one cite. */
const citedOutside = [
  ...['前言', '附件', ...chinese.slice(0, 5)].map(part => `通知·${part}`),
  ...['二(一)', '二(二)', '二(三)'].map(part => `通知·${part}`),
  ...['一', '二', '三', '四', '五', '六'].map(part => `通知·三(${part})`),
  ...['一', '二', '三', '四'].map(part => `通知·四(${part})`),
  ...['一', '二', '三'].map(part => `通知·五(${part})`),
  '附件1·封面',
  ...chinese.slice(0, 5).map(part => `附件1·说明${part}`),
  ...chinese.slice(0, 7).map(part => `附件1·${part}`),
  '附件2',
  ...chinese.slice(0, 7).map(part => `附件2·${part}`),
  ...Array.from({ length: 29 }, (_, i) => `办法·第${numeral(i + 1)}条`),
  ...[1, 2, 3, 4].map(item => `办法·第五条${item}`),
  ...[1, 2, 3].map(item => `办法·第六条${item}`),
  ...[1, 2, 3, 4, 5, 6].map(item => `办法·第七条${item}`),
  ...[1, 2, 3].map(item => `办法·第八条${item}`),
  ...[1, 2, 3, 4].map(item => `办法·第九条${item}`),
  ...[1, 2, 3].map(item => `办法·第十条${item}`),
  ...[1, 2, 3, 4, 5].map(item => `办法·第十二条${item}`),
  ...[1, 2, 3, 4, 5].map(item => `办法·第二十三条${item}`),
  ...['一', '二', '三', '四'].map(item => `办法·第二十五条(${item})`),
  '办法·第二十四条第一款',
  '办法·第二十四条第二款',
];

describe('the Wanzhou pack', () => {
  it('has nothing to complain about', () => {
    expect(findings).toEqual([]);
  });

  it('holds the notice as published, byte for byte', () => {
    const whole = pack.documents.map(document => document.text).join('');
    expect(createHash('sha256').update(whole).digest('hex')).toBe(published);
  });

  it.each(pack.documents.map(document => document.id))('%s is the sum of its leaves', id => {
    const document = pack.documents.find(candidate => candidate.id === id)!;
    const leaves = [...pack.clauses.values()].filter(clause => clause.document === id && clause.leaf);
    expect(leaves.map(clause => document.text.slice(clause.start, clause.end)).join('')).toBe(document.text);
  });

  it('has every clause that is cited outside, and each is a slice of its document', () => {
    expect(citedOutside.filter(id => !pack.clauses.has(id))).toEqual([]);
    for (const clause of pack.clauses.values()) {
      const document = pack.documents.find(candidate => candidate.id === clause.document)!;
      expect(clause.text).toBe(document.text.slice(clause.start, clause.end));
    }
  });

  it('has only exact slices as quotes, and many of them', () => {
    const quotes = citedIn(pack).filter(cited => cited.quote !== undefined);
    expect(quotes.length).toBeGreaterThan(60);
    expect(quotes.filter(({ clause, quote }) => !text(clause).includes(quote!))).toEqual([]);
  });

  it('has 29 articles, the one with a single space after its number included', () => {
    const articles = [...pack.clauses.keys()].filter(id => /^办法·第[^章款]+条$/.test(id));
    expect(articles).toHaveLength(29);
    // The reading that loses an article: two spaces after the number, as in the other 28.
    const document = pack.documents.find(candidate => candidate.id === '办法')!;
    expect(document.text.match(/^第[一二三四五六七八九十]+条 {2}/gm)).toHaveLength(28);
  });

  it.each([
    ['通知·五(一)', '自即日起至2022年9月16日止。'],
    ['通知·五(三)', '农业农村科技科，何  淼023—58252043'],
    [
      '通知·附件',
      '《关于印发重庆市万州区技术创新中心建设运行管理办\n\n法（试行）的通知》（万州科局发〔2022〕19号）',
    ],
    ['通知·落款', '2022年8月22日'],
    ['附件1·封面', '负 责 人'],
    ['附件1·说明五', '亲自签名'],
    ['附件1·一', '(高等学校  (科研院所  (企业  (医疗卫生单位  (其它'],
    ['附件1·七', '单位（盖章）'],
    ['附件2·二(三)', '建设原则'],
    ['办法·印发通知', '请请遵照执行'],
    ['办法·第九条4', '联合建设协议书'],
    ['办法·第二十四条第一款', '“优秀、良好、合格、不合格”'],
    ['办法·第二十四条第二款', '按照市级支持资金1:0.5的比例'],
    ['办法·第二十五条(三)', '经营异常名录'],
    ['办法·版记', '2022年8月22日 印发'],
  ])('%s has its words', (id, words) => {
    expect(text(id)).toContain(words);
  });

  it.each([
    ['通知·五(三)', '附件：'],
    ['通知·附件', '2022年8月22日'],
    ['附件1·说明五', '建设主体单位基本信息'],
    ['附件1·七', '附件2'],
    ['办法·第二十四条第一款', '50万元'],
    ['办法·第二十五条(四)', '第二十六条'],
    ['办法·第二十九条', '抄送'],
    ['通知·前言', '各有关单位'],
  ])('%s ends before what is not its own', (id, words) => {
    expect(text(id)).not.toContain(words);
  });

  it('keeps the contradictions apart from policy: two exact quotes or more, and a ruling still to confirm', () => {
    expect(pack.manifest.conflicts.length).toBeGreaterThanOrEqual(15);
    for (const conflict of pack.manifest.conflicts) {
      expect(new Set(conflict.cites.map(cite => `${cite.clause}:${cite.quote}`)).size).toBeGreaterThan(1);
      expect(conflict.confirmed).toBe(false);
    }
  });
});
