import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { breachesIn } from './rules.ts';

const root = new URL('../..', import.meta.url).pathname;
const sample = new URL('wrong-sample', import.meta.url).pathname;

/** Words that stand for the one notice we have: its office, its places, its fields, its people. */
const ownWords = [
  ...['万州', '科技局', '科学技术局', '创新中心', '榨菜', '经开区', '科技创新科', '科技企业科', '高等院校'],
  ...['医疗卫生单位', 'registeredInWanzhou', 'aboveScale', 'jointAgreement', 'centerName', 'WZ22', 'wanzhou'],
];

describe('the house', () => {
  it('imports in one direction, without circles or climbs, keeps SDKs in their adapter, the engine pure, and one notice out of the code', () => {
    expect(breachesIn(root, ownWords)).toEqual([]);
  });

  it('looks for words that the notice really uses', () => {
    const folder = `${root}/conversations/wanzhou-2022`;
    const pack = ['pack', 'form', 'eligibility', 'contacts', 'faq']
      .map(name => readFileSync(`${folder}/${name}.yaml`, 'utf8'))
      .join('\n');
    expect(parse(readFileSync(`${folder}/pack.yaml`, 'utf8')).id).toContain('wanzhou');
    expect(ownWords.filter(word => !pack.includes(word))).toEqual([]);
  });
});

describe('the check', () => {
  const found = breachesIn(sample, ownWords).map(({ file, rule, what }) => `${file} ${rule} ${what}`);

  it.each([
    ['the engine that imports the host', 'src/engine/wrong.ts direction src/host/house.ts'],
    ['the engine that imports an adapter', 'src/engine/wrong.ts direction adapters/telegram/send.ts'],
    ['the engine that reads a file', 'src/engine/wrong.ts purity node:fs'],
    ['the engine that makes random keys', 'src/engine/wrong.ts purity node:crypto random'],
    ['the engine that reads the clock', 'src/engine/wrong.ts purity Date'],
    ['the engine that rolls dice', 'src/engine/wrong.ts purity Math.random'],
    ['the engine that waits', 'src/engine/wrong.ts purity await'],
    ['an SDK outside its adapter', 'src/engine/wrong.ts sdk grammy'],
    ['a lazy import of an SDK outside its adapter', 'adapters/telegram/wrong.ts sdk @larksuiteoapi/node-sdk'],
    ['an adapter that imports another', 'adapters/telegram/wrong.ts adapter adapters/feishu/send.ts'],
    ['an adapter that imports the engine', 'adapters/telegram/wrong.ts direction src/engine/advance.ts'],
    ['a re-export against the direction', 'adapters/telegram/wrong.ts direction src/store/port.ts'],
    ['a scene that imports the review', 'src/engine/scenes/wrong.ts climb src/engine/review/post-head.ts'],
    ['the ground that imports a scene', 'src/engine/submit.ts climb src/engine/scenes/wrong.ts'],
    ['the ground that imports the review', 'src/engine/tokens.ts climb src/engine/review/todo-command.ts'],
    ['a command with a rule of the conversation', 'src/commands/wrong.ts climb src/engine/scenes/wrong.ts'],
    ['two files that import each other', 'src/engine/scenes/wrong.ts circle src/engine/submit.ts'],
    ['one notice in the code', 'src/engine/wrong.ts notice 万州'],
  ])('catches %s', (_name, line) => {
    expect(found).toContain(line);
  });

  it('does not mind what comments say', () => {
    expect(found.filter(line => line.includes('notice'))).toEqual(['src/engine/wrong.ts notice 万州']);
  });
});
