import { describe, expect, it } from 'vitest';
import { commandOf } from '../../src/engine/commands.ts';

describe('a command by its verb and object', () => {
  it.each([
    ['那你帮我测嘛', 'check'],
    ['开始测吧', 'check'],
    ['那可以先测一下看看', 'check'],
    ['那填吧', 'apply'],
    ['我们直接填申请书嘛', 'apply'],
    ['把word发我', 'document'],
    ['申请书打印一份嘛', 'document'],
    ['看完了 交吧', 'submit'],
    ['对的，提交吧', 'submit'],
    ['没问题，提交', 'submit'],
    ['还有哪些没填', 'view'],
    ['接个活人嘛', 'human'],
    ['帮我把表填一下', 'apply'],
    ['能不能给我个空白表', 'blank'],
    ['有没有空白的申请书', 'blank'],
    ['空白表发我一份', 'blank'],
    ['有表样吗', 'blank'],
    ['表呢', 'document'],
    ['我的表呢', 'document'],
    ['申请书在哪里', 'document'],
    ['还剩哪些没填', 'view'],
    ['看看还差啥', 'view'],
    ['还有几项', 'view'],
    ['到哪一步了', 'progress'],
    ['我们走到哪一步了', 'progress'],
    ['填到哪了', 'progress'],
    ['我要直接填表，不要自测', 'straight'],
    ['不自测，直接填', 'straight'],
    ['跳过自测吧', 'straight'],
  ])('%s', (said, command) => {
    expect(commandOf(said)).toBe(command);
  });

  it.each([
    '填什么',
    '交给哪个科室',
    '申请书怎么填',
    '测试设备三台',
    '提交材料要几份',
    '给',
    '发证机关',
    '表面处理',
    '人',
    '我们',
    '填料厂',
    '不测了',
    '表',
    '空白',
    '表面处理在哪里做',
  ])('nothing else: %s', said => {
    expect(commandOf(said)).toBeNull();
  });
});
