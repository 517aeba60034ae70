import { describe, expect, it } from 'vitest';
import { isHollow, readRecord, type StageRecord } from '../../../src/engine/review/records.ts';

const number: StageRecord = {
  id: 'n',
  label: '认定文号',
  required: true,
  format: '…〔0〕0号',
  example: '万州科局发〔2022〕99号',
};
const opinion: StageRecord = { id: 'o', label: '专家意见', required: true };

describe('a record with a format', () => {
  it.each([
    '万州科局发〔2022〕99号',
    '万州科局发[2022]99号',
    '万州科局发（2022）99 号',
    '万州科局发【２０２２】９９号',
    '文号：万州科局发〔2022〕99号',
    '认定文号是万州科局发〔2022〕99号',
  ])('takes %j and writes it one way', typed => {
    expect(readRecord(number, typed)).toBe('万州科局发〔2022〕99号');
  });

  it.each([
    '还没得',
    '暂无',
    '没有',
    '未印发',
    '我们还没得文号',
    '等一下',
    '不清楚',
    '好的',
    '99号',
    '万州科局发〔〕号',
    '通过',
    '13800138000',
    '…',
    '号'.repeat(20_000),
  ])('refuses %j', typed => {
    expect(readRecord(number, typed)).toBeNull();
  });
});

describe('a record of words', () => {
  it.each(['同意', '专家组一致同意。', '没有发现问题', '未见异常，建议通过', '有'.repeat(3)])(
    'takes %j as it is',
    typed => {
      expect(readRecord(opinion, typed)).toBe(typed);
    },
  );

  it.each(['还没得', '还没出来', '尚未', '暂时没有意见', '？', '。。。', '待定', '稍等', '同上', '嗯'])(
    'refuses %j',
    typed => {
      expect(isHollow(typed)).toBe(true);
      expect(readRecord(opinion, typed)).toBeNull();
    },
  );
});
