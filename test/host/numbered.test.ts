import { describe, expect, it } from 'vitest';
import { chosenToken, numberedText } from '../../src/host/numbered.ts';

const choices = [
  { token: 'a_0', label: '企业' },
  { token: 'a_1', label: '高等院校' },
  { token: 'a_2', label: 'R&D 机构' },
];

describe('numberedText', () => {
  it('numbers the choices and says how to answer', () => {
    expect(numberedText(choices)).toBe('1. 企业\n2. 高等院校\n3. R&D 机构\n请回复数字选择。');
    expect(numberedText([])).toBe('');
  });
});

describe('chosenToken', () => {
  it.each([
    ['1', 'a_0'],
    ['１', 'a_0'],
    ['①', 'a_0'],
    ['⑵', 'a_1'],
    ['⒉', 'a_1'],
    ['2、', 'a_1'],
    ['（2）', 'a_1'],
    [' 2 。', 'a_1'],
    ['选3', 'a_2'],
    ['第３项', 'a_2'],
    ['企业', 'a_0'],
    ['r&d机构', 'a_2'],
  ])('%s means %s', (reply, token) => {
    expect(chosenToken(reply, choices)).toBe(token);
  });

  it.each(['0', '4', '12', '1 2', '1.5', '-1', '1万', '', '企业吗', '我们是企业'])(
    '%s is no choice',
    reply => {
      expect(chosenToken(reply, choices)).toBeNull();
    },
  );

  it('prefers a label that is itself a number over the position', () => {
    const numbers = ['3', '2', '1'].map((label, index) => ({ token: `n_${index}`, label }));
    expect(chosenToken('1', numbers)).toBe('n_2');
  });

  it('leaves numbers alone where only labels count', () => {
    expect(chosenToken('1', choices, { labelsOnly: true })).toBeNull();
    expect(chosenToken('企业', choices, { labelsOnly: true })).toBe('a_0');
  });
});
