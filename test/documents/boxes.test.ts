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
    ['☑ 企 业', '企业', false],
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

describe('a mark that the row decides', () => {
  it.each([
    // A tick behind an option whose box is before it.
    ['□高等学校   □科研院所   □企业√   □医疗卫生单位   □其它', '企业'],
    ['□高等学校 □科研院所 □企业 √ □医疗卫生单位', null],
    ['□高等学校□科研院所□企业√□医疗卫生单位□其它', null],
    ['□高等学校 □科研院所 □企业 √□医疗卫生单位 □其它', '医疗卫生单位'],
    ['□高等学校 √ □科研院所', null],
    ['□高等学校 □其它√', '其它'],
    // Only the chosen one is marked.
    ['高等学校   科研院所   √企业   医疗卫生单位   其它', '企业'],
    ['高等学校、科研院所、企业✔、医疗卫生单位、其它', '企业'],
    ['高等学校 科研院所 ☑企业 医疗卫生单位', '企业'],
    ['高等学校 科研院所 ● 企业 医疗卫生单位', null],
    ['高等学校 √ 企业', null],
    ['高等学校√企业', null],
    ['√ 高等学校 企业', '高等学校'],
    // Boxes behind.
    ['高等学校□ 科研院所□ 企业□√ 医疗卫生单位□', '企业'],
    ['高等学校□ 科研院所□ √企业□ 医疗卫生单位□', '企业'],
    ['高等学校□科研院所□企业■医疗卫生单位□其它□', '企业'],
    ['高等学校 □ 科研院所 □ 企业 ☑ 医疗卫生单位 □ 其它 □', '企业'],
    // Brackets.
    ['企业（√）', '企业'],
    ['高等学校（ ） 科研院所（ ） 企业（√） 医疗卫生单位（ ） 其它（ ）', '企业'],
    ['（ ）高等学校 （√）科研院所 （ ）企业', '科研院所'],
    ['[ ] 高等学校 [ ] 科研院所 [√] 企业 [ ] 医疗卫生单位', '企业'],
    ['[ ]高等学校 [x]企业', '企业'],
    ['高等学校[ ] 企业[X]', '企业'],
    ['【 】高等学校【√】企业【 】其它', '企业'],
    // The box was replaced by the tick.
    ['□高等学校 □科研院所 √企业 □医疗卫生单位', '企业'],
    ['高等学校□ 科研院所√ 企业□', '科研院所'],
    ['□高等学校 □科研院所 企业√ □医疗卫生单位', '企业'],
    // Circles, squares, emoji, crosses.
    ['○高等学校 ●企业 ○其它', '企业'],
    ['⬜高等学校 ✅企业 ⬜其它', '企业'],
    ['×高等学校 √企业 ×其它', '企业'],
    ['×高等学校 企业 其它', null],
    // One of a line each, words behind an option, how to fill it in.
    ['□高等学校\n□科研院所\n☑企业\n□其它', '企业'],
    ['□高等学校 ☑企业（含转制院所） □其它（请注明：____）', '企业'],
    ['□高等学校 □企业 ☑其它：社会团体', '其它'],
    ['（请在□内打√）□高等学校 ☑企业 □其它', '企业'],
    ['请打“√”：□高等学校 □科研院所 √企业', '企业'],
    ['□高等院校 □研究所 ☑公司 □医院', '企业'],
    // Other figures, blanks to write into, the other script.
    ['◇高等学校 ◇科研院所 ◆企业 ◇其它', '企业'],
    ['△高等学校 △科研院所 ▲企业 △其它', '企业'],
    ['☆高等学校 ★企业 ☆其它', '企业'],
    ['__高等学校 __科研院所 _√_企业 __医疗卫生单位 __其它', '企业'],
    ['高等学校__ 科研院所__ 企业_√_ 医疗卫生单位__ 其它__', '企业'],
    ['□高等学校 □科研院所 ☑企业 □其它____', '企业'],
    ['單位性質：□高等學校 □科研院所 ☑企業 □醫療衛生單位 □其它', '企业'],
    ['□高等學校 □科研院所 □企業√ □醫療衛生單位 □其它', '企业'],
    ['企業。', '企业'],
    // Something that is no option is ticked; a picture that nobody knows.
    ['☑民办非企业单位 □企业', null],
    ['□高等学校 \ufffc企业 □其它', null],
    ['√高等学校 √企业', null],
  ])('%j is %j', (text, value) => {
    expect(readBoxes(field('unitNature'), text)).toEqual({ value, doubtful: value === null });
  });

  it('never takes the option before because a mark stands between two', () => {
    const options = ['高等学校', '科研院所', '企业', '医疗卫生单位', '其它'];
    for (const mark of ['√', '✔', '☑', '■', '●', '（√）', '[x]']) {
      for (const [left, right] of [
        ['', ''],
        [' ', ' '],
        ['，', '，'],
      ]) {
        for (let at = 1; at < options.length; at += 1) {
          const row = [
            options.slice(0, at).join('   '),
            `${left}${mark}${right}`,
            options.slice(at).join('   '),
          ];
          expect(readBoxes(field('unitNature'), row.join('')).value, row.join('')).toBeNull();
        }
      }
    }
  });

  it('takes a hundred thousand of them in its stride', () => {
    for (const text of ['☑', '（', '√企业', '□', '打√', '企业', '[ ', '高等学校 '])
      expect(() => readBoxes(field('unitNature'), text.repeat(100_000 / text.length))).not.toThrow();
  });
});
