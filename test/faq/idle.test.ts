import { describe, expect, it } from 'vitest';
import { index } from './wanzhou.ts';

describe('what asks nothing of the notice', () => {
  it.each([
    '王建国',
    '李秀英',
    '13800138000',
    '万州区北山大道201号',
    '我要去开会了',
    '我先去吃饭',
    '我回来了',
    '领导喊我了',
    '随便',
    '忘了',
    '看不懂',
    '我是办公室的小刘',
    '我姓王',
    '我家水管爆了',
    '有点复杂',
    '材料我明天拿过来',
  ])('%s is answered without a clause', said => {
    const { kind, cards } = index.answer(said);
    expect({ kind, cards }).toEqual({ kind: expect.stringMatching(/silent|smalltalk/), cards: [] });
  });

  it.each([
    '医保卡掉了怎么补',
    '驾校怎么报名',
    '食品生产许可证在哪里办',
    '公积金怎么提取',
    '小巨人企业奖励多少',
    '榨菜多少钱一斤',
  ])('%s is another office’s, and the notice is silent on it', asked =>
    expect(index.answer(asked).kind).toBe('silent'),
  );

  // The same words where they do ask.
  it.each([
    ['申报截止时间', 'answer'],
    ['推荐意见', 'answer'],
    ['我们是规上企业，万州注册', 'action'],
    ['我是办公室的，材料几号交', 'answer'],
  ])('%s is no such thing', (asked, kind) => expect(index.answer(asked).kind).toBe(kind));
});
