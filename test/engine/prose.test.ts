import { describe, expect, it } from 'vitest';
import { continues, isDone, wasCut } from '../../src/engine/prose.ts';

const sentence = '本单位坚持以企业为主体的研发体系建设。';
const atLimit = sentence.repeat(300).slice(0, 4_096);

describe('what goes on with the prose before it', () => {
  it.each([
    ['1、近三年研发投入300万元。', '2、有中试线一条。'],
    ['（一）研发投入300万元', '（二）中试线一条'],
    ['一、研发投入。\n二、研发条件。', '三、在研项目。'],
    ['①研发投入', '②研发条件'],
    ['第一，有研发投入', '第二，有研发条件'],
    ['一是投入足', '二是条件好'],
    ['研发投入300万元。', '此外，还有中试线一条。'],
    ['研发投入300萬元。', '另外，還有中試線一條。'],
    ['研发投入300万元。', '同时与重庆大学合作'],
    ['（一）研发投入', '近三年累计1200万元。'],
    ['2、研发条件', '有实验室2间'],
    ['在研项目如下：', '榨菜低盐化加工、泡菜发酵'],
    ['近三年研发投入300万元，', '占营业收入的3%。'],
    [atLimit, '的研发体系建设。'],
    [`${sentence.repeat(220).slice(0, 4_094)}。`, '另一句。'],
    [sentence.repeat(110).slice(0, -3), '系建设。'],
  ])('%#: %s', (piece, text) => {
    expect(continues(piece, text, 'fits')).toBe(true);
  });

  it.each([
    ['近三年研发投入300万元。', '团队12人。'],
    ['研发投入300万元', '团队12人'],
    [sentence.repeat(40).slice(0, -1), '团队12人'],
    ['1、投入。\n2、条件。', '1、带头人张三。'],
    ['1、投入。', '3、带头人张三。'],
    ['1、投入300万元', '团队12人。'],
    ['一是投入足', '团队12人。'],
    ['研发投入300万元，在研项目6项。', '同时写吗？'],
    ['研发投入300万元。', '2022年9月1日'],
    ['', '2、有中试线一条。'],
  ])('%#: not %s', (piece, text) => {
    expect(continues(piece, text, 'fits')).toBe(false);
  });

  it('counts on from a number further up', () => {
    expect(
      continues('近三年累计1200万元。', '（二）研发条件', 'fits', '（一）研发投入\n近三年累计1200万元。'),
    ).toBe(true);
    expect(continues('近三年累计1200万元。', '（二）研发条件', 'fits')).toBe(false);
  });

  it('is also prose that does not fit what is asked now, unless it may hold the answer', () => {
    const piece = '建设中试平台。';
    expect(continues(piece, '建成后每年服务企业100家。', 'misfits')).toBe(true);
    expect(continues(piece, '李四，13800138000，微信同号。', 'misfits')).toBe(false);
    expect(continues(piece, '下周', 'misfits')).toBe(false);
    expect(continues(piece, '建成后每年服务企业100家吗？', 'misfits')).toBe(false);
  });

  it('is joined without a break only where the text was cut', () => {
    expect(wasCut(atLimit)).toBe(true);
    expect(wasCut(sentence)).toBe(false);
    expect(wasCut('如下：')).toBe(false);
  });

  it.each(['以上是研发情况', '上面就是全部', '好了', '好了。', '写完了', '就这些', '没有了', '完畢'])(
    '%s closes it',
    text => {
      expect(isDone(text)).toBe(true);
    },
  );

  it.each(['好了解决方案', '没有了解过', '以上三项均已完成'])('%s does not', text => {
    expect(isDone(text)).toBe(false);
  });
});
