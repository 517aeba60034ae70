import { describe, expect, it } from 'vitest';
import { vocabularyOf } from '../../src/engine/understand/vocabulary.ts';
import { pauseIn } from '../../src/language/pauses.ts';
import { read } from '../../src/language/read.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const { pack } = await noticeAt(wanzhouFolder);
const heard = (text: string) => pauseIn(read(text, vocabularyOf(pack)));

describe('leaving off and coming back', () => {
  it.each([
    '我要去开会了',
    '先不弄了',
    '等会再说',
    '领导喊我，先这样',
    '今天先到这，明天再填',
    '我先去接个娃儿，晚点再来',
    '下班了',
    '谢谢，回头再弄',
    '先放一放吧',
  ])('%s leaves off', text => expect(heard(text)).toBe('pause'));
  it.each(['我回来了', '开完会了，继续吧', '忙完了', '接着填吧'])('%s comes back', text =>
    expect(heard(text)).toBe('resume'),
  );
  it.each([
    '先建平台，后建队伍',
    '我们下午做了试验，效果不错',
    '等我查一下',
    '开会讨论过，同意联合',
    '明天可以交吗',
    '重庆三峡下班科技有限公司',
    '没有',
    '不填了会怎么样',
  ])('%s is neither', text => expect(heard(text)).toBeNull());
});
