import { expect, test } from 'vitest';
import { lexiconOf } from '../../src/faq/lexicon-of.ts';
import { repairerFor } from '../../src/faq/repair.ts';
import { normalise } from '../../src/faq/text.ts';
import { source } from './wanzhou.ts';

const repair = repairerFor(source, lexiconOf(source));
const read = (question: string) => repair(normalise(question).text);

test.each([
  ['申抱材料', '申报材料'],
  ['李事会', '理事会'],
  ['绩效平估', '绩效评估'],
  ['截止曰期', '截止日期'],
  ['规膜以上', '规模以上'],
  ['撒销认定', '撤销认定'],
  ['知识产全', '知识产权'],
  ['jiezhi riqi', '截止日期'],
])('%s is read as %s', (slip, word) => expect(read(slip)).toBe(word));

// Words of their own that sound like words of the notice; an earlier version turned 邮箱 into 优先.
test.each([
  '邮箱',
  '公示几天',
  '市里的政策',
  '在网上提交',
  '周末上班吗',
  '由局长一个人定',
  '实力怎么样',
  '事实上',
])('%s stays as it is', text => expect(read(text)).toBe(text));
