import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Conversation, type Reply } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

/** One line of `input.jsonl`: what somebody writes, presses by its label, or sends. */
const Line = z.union([
  z.strictObject({ from: z.string(), text: z.string() }),
  z.strictObject({ from: z.string(), press: z.string() }),
  z.strictObject({ from: z.string(), file: z.string() }),
]);
type Line = z.infer<typeof Line>;

/** What the answer to a line must show; `line` counts from 1, or from the end when it is negative. */
const Expectation = z.strictObject({
  line: z.number().int(),
  shows: z.array(z.string()).default([]),
  hides: z.array(z.string()).default([]),
  buttons: z.array(z.string()).default([]),
});

const root = import.meta.dirname;
const cases = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.name === 'expect.yaml')
  .map(({ parentPath }) => ({ name: relative(root, parentPath), folder: parentPath }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const play = (talk: Conversation, folder: string, line: Line): Promise<Reply> => {
  if ('text' in line) return talk.say(line.text);
  if ('press' in line) return talk.press(line.press);
  return talk.file(readFileSync(join(folder, line.file)), basename(line.file));
};

const repliesTo = async (folder: string): Promise<Reply[]> => {
  const { pack } = await noticeAt(wanzhouFolder);
  const talk = await Conversation.open({ pack, now: '2022-09-01 10:00' });
  try {
    const replies: Reply[] = [];
    for (const raw of readFileSync(join(folder, 'input.jsonl'), 'utf8').trim().split('\n'))
      replies.push(await play(talk, folder, Line.parse(JSON.parse(raw))));
    return replies;
  } finally {
    await talk.close();
  }
};

/** Inputs that once went wrong: reported by people who do this work elsewhere, and others of the same kinds. */
describe('inputs that went wrong', () => {
  it('are there, each with its input', () => {
    expect(cases.length).toBeGreaterThan(10);
    for (const { folder } of cases)
      expect([folder, existsSync(join(folder, 'input.jsonl'))]).toEqual([folder, true]);
    expect(dirname(cases[0]!.name)).not.toBe('.');
  });

  it.each(cases)('$name', async ({ folder }) => {
    const wanted = Expectation.array()
      .min(1)
      .parse(parse(readFileSync(join(folder, 'expect.yaml'), 'utf8')));
    const replies = await repliesTo(folder);
    for (const { line, shows, hides, buttons } of wanted) {
      const reply = replies.at(line < 0 ? line : line - 1)!;
      const wrong = [
        ...shows.filter(each => !reply.text.includes(each)).map(each => `not shown: ${each}`),
        ...hides.filter(each => reply.text.includes(each)).map(each => `shown: ${each}`),
        ...buttons.filter(each => !reply.buttons.includes(each)).map(each => `no button: ${each}`),
      ];
      expect(wrong, `line ${line}: ${reply.text}\n[${reply.buttons.join(' | ')}]`).toEqual([]);
    }
  });
});
