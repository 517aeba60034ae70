import { describe, expect, it } from 'vitest';
import { builtPatterns, type Pattern, patternsIn } from './patterns.ts';
import { complaints } from './proven.ts';

const root = new URL('../..', import.meta.url).pathname;

/**
 * Patterns that are not linear by themselves but only ever see a few characters: where, and what bounds them. None may be
 * exponential.
 */
const bounded: Readonly<Record<string, string>> = {
  '修改|更改|更正|改一下': 'a command: its line is measured before (COMMAND_LIMIT in engine/commands.ts)',
  '特别重大|特别严重|特大': 'the twenty characters before a mention (language/context.ts)',
  '，,。.!！~～]+$': 'twenty-four letters (engine/spoken-command.ts)',
  '[吧了啊嘛呀哦哈啦]+$': 'sixty letters (fields/no-value.ts)',
  '\\[(?=[^\\]\\n]{0,200}': 'our own text; the repeat is bounded (adapters/wecom/aibot/encode.ts)',
  '亿|千万|百万|十万|万|千|百|w': 'one numeral token (language/values.ts)',
  '电话|手机)号?码?': 'eighty characters (fields/name-and-phone.ts)',
  '[\\p{P}\\p{S}\\s]{1,40}$': 'every repeat is bounded (fields/talk.ts)',
  '(?:加盖)?(?:盖章|公章': 'every repeat is bounded (fields/text.ts)',
  '(.{1,20}?)(?:给我|先|就|都': 'forty letters (engine/entries.ts)',
  '(?:还|另外|再|同时|也)[^，,。]{0,6}': 'every repeat is bounded (engine/other-unit.ts)',
  '大道|街道|路|街|巷': 'every repeat but the one of numerals is bounded, and numerals are few in a message',
};

/** Rooms that read only what the author or the operator wrote, at a command of theirs: no stranger's text comes there. */
const ownTexts = ['src/authoring/', 'src/packs/lint/', 'src/commands/operate/'];

/** Complaints that nothing excuses, one line each. */
const unexcused = async (patterns: readonly Pattern[]): Promise<string[]> =>
  (await complaints(patterns))
    .filter(
      ({ kind, pattern }) =>
        kind === 'exponential' || !Object.keys(bounded).some(part => pattern.source.includes(part)),
    )
    .map(({ summary, pattern: { at, source, flags } }) => `${at} ${summary} /${source}/${flags}`);

describe('every pattern takes time in proportion to its text', () => {
  it('those written in the sources', { timeout: 600_000 }, async () => {
    const found = patternsIn(root, ['src', 'adapters']).found.filter(
      ({ at }) => !ownTexts.some(room => at.startsWith(room)),
    );
    expect(found.length).toBeGreaterThan(400);
    expect(await unexcused(found)).toEqual([]);
  });

  it('those put together when they are needed', { timeout: 600_000 }, async () => {
    const built = builtPatterns();
    expect(built.length).toBeGreaterThan(10);
    // Most see one clause or one label of a message, whose length has a cap; none may grow faster than a square.
    const wrong = await unexcused(built);
    expect(wrong.filter(line => !line.includes('2nd degree'))).toEqual([]);
  });

  it('and the check knows one that does not', async () => {
    expect(await unexcused([{ at: 'here', source: '^(a+)+$', flags: '' }])).toHaveLength(1);
    expect(await unexcused([{ at: 'here', source: '\\s*\\n', flags: 'g' }])).toHaveLength(1);
  });
});
