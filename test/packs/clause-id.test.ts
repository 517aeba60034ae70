import { describe, expect, it } from 'vitest';
import { resolveClauseId } from '../../src/model/clause-id.ts';
import { fromChinese, toChinese } from '../../src/model/numerals.ts';
import { loadPack } from '../../src/packs/load.ts';

const result = await loadPack(new URL('../../conversations/wanzhou-2022', import.meta.url).pathname);
if (!result.ok) throw new Error('the Wanzhou pack does not load');
const { clauses, documents } = result.value;

describe('finding a clause by what people call it', () => {
  it.each([
    ['通知·三(一)', '通知·三(一)'],
    ['通知·三（一）', '通知·三(一)'],
    ['《通知》三、（一）', '通知·三(一)'],
    ['通知第三部分第一项', '通知·三(一)'],
    ['通知 五 (三)', '通知·五(三)'],
    ['附件1说明二', '附件1·说明二'],
    ['附件一·说明2', '附件1·说明二'],
    ['申请书 第四部分', '附件1·四'],
    ['说明五', '附件1·说明五'],
    ['附件2', '附件2'],
    ['提纲', '附件2'],
    ['办法第24条第二款', '办法·第二十四条第二款'],
    ['第二十四条', '办法·第二十四条'],
    ['管理办法第九条第4项', '办法·第九条4'],
    ['办法·第9条（四）', '办法·第九条4'],
    ['19号文第二十五条第三项', '办法·第二十五条(三)'],
    ['办法·第十九条第一款', '办法·第十九条'],
    ['办法第二章', '办法·第二章'],
  ])('%s is %s', (spelling, id) => {
    expect(resolveClauseId(clauses, documents, spelling)).toBe(id);
  });

  it.each(['办法·第三十条', '通知·九', '办法·第十九条第二款', '三', '', '随便', '办法·第九条9'])(
    '%s is none, or more than one',
    spelling => {
      expect(resolveClauseId(clauses, documents, spelling)).toBeNull();
    },
  );

  it('finds every clause by its own id', () => {
    for (const id of clauses.keys()) expect(resolveClauseId(clauses, documents, id)).toBe(id);
  });
});

describe('Chinese numerals', () => {
  it('read back what they write, from 1 to 999', () => {
    for (let n = 1; n < 1000; n++) expect(fromChinese(toChinese(n))).toBe(n);
  });

  it.each([
    ['一百零五', 105],
    ['一百二十', 120],
    ['二〇', Number.NaN],
    ['十十', Number.NaN],
    ['', Number.NaN],
    ['百', Number.NaN],
  ])('%s is %s', (numeral, value) => {
    expect(fromChinese(numeral)).toBe(value);
  });
});
