import { expect, test } from 'vitest';
import { readCitation } from '../../src/faq/citation.ts';
import { normalise } from '../../src/faq/text.ts';
import { source } from './wanzhou.ts';

const read = (question: string) =>
  readCitation(normalise(question).text, source.manifest.documents, source.clauses);

test.each([
  ['办法第九条第4项', '办法·第九条4'],
  ['办法第9条', '办法·第九条'],
  ['管理办法第二十五条第三项', '办法·第二十五条(三)'],
  ['《管理办法》第二十四条第二款', '办法·第二十四条第二款'],
  ['第二十四条第二款', '办法·第二十四条第二款'],
  ['第十四条', '办法·第十四条'],
  ['通知三（一）', '通知·三(一)'],
  ['通知第三条第一款', '通知·三(一)'],
  ['通知第四部分', '通知·四'],
  ['三（五）', '通知·三(五)'],
  ['附件1说明五', '附件1·说明五'],
  ['附件1第六项', '附件1·六'],
  ['附件2', '附件2'],
  ['附件2第二章', '附件2·二'],
  ['附件2里面第六块', '附件2·六'],
  ['附件一封面', '附件1·封面'],
])('%s points at %s', (question, clause) => {
  expect(read(`${question}说的什么`)?.clause).toBe(clause);
});

test.each(['方案提纲一共几章', '申请书谁来签', '一共分三步', '第三步是什么', '三家单位联合'])(
  '%s points nowhere',
  question => expect(read(question)).toBeNull(),
);

test('a pointer to no clause is named', () => {
  expect(read('办法第三十条')).toMatchObject({ clause: null, pointer: '办法·第三十条' });
});
