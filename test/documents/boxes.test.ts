import { describe, expect, it } from 'vitest';
import { readBoxes } from '../../src/documents/boxes.ts';
import { wanzhou } from './forms.ts';

const field = (id: string) =>
  wanzhou.form.sections.flatMap(section => section.fields).find(candidate => candidate.id === id)!;

describe('a line of boxes', () => {
  it.each([
    ['☐高等学校  ☐科研院所  ☑企业  ☐医疗卫生单位  ☐其它', '企业', false],
    ['□高等学校  ■科研院所  □企业  □医疗卫生单位  □其它', '科研院所', false],
    ['√高等学校  □科研院所', '高等学校', false],
    ['□√高等学校  □科研院所', '高等学校', false],
    ['高等学校  科研院所√  企业  医疗卫生单位  其它', '科研院所', false],
    ['高等学校☐  科研院所☑  企业☐', '科研院所', false],
    ['高等学校  科研院所  企业  医疗卫生单位  其它√', '其它', false],
    ['\uf0a8高等学校 \uf0fe企业', '企业', false],
    ['☑ 企 业', null, true],
    ['企业', '企业', false],
    [' 高等院校 ', '高等学校', false],
    ['高等学校  科研院所  企业  医疗卫生单位  其它', null, false],
    ['☐高等学校  ☐企业', null, false],
    ['', null, false],
    ['☑高等学校  ☑企业', null, true],
    ['民办非企业单位', null, true],
    ['高等学校 企业', null, true],
  ])('%j means %j, doubtful: %j', (text, value, doubtful) => {
    expect(readBoxes(field('unitNature'), text)).toEqual({ value, doubtful });
  });
});
