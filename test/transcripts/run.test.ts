import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Pack } from '../../src/model/pack/pack.ts';
import { listPacks, listTranscripts } from '../../src/packs/load.ts';
import { Conversation, type Reply } from '../support/conversation.ts';
import { noticeAt } from '../support/packs.ts';
import { fileNamed } from './files.ts';
import { Transcript } from './format.ts';

const roots = ['../../conversations/', '../fixtures/packs/'].map(
  path => new URL(path, import.meta.url).pathname,
);

const packs = (await Promise.all(roots.map(listPacks))).flat();
const transcripts = (
  await Promise.all(
    packs.map(async pack =>
      (
        await listTranscripts(pack)
      ).map(path => ({ pack, name: `${basename(pack)}/${basename(path)}`, path })),
    ),
  )
).flat();

type Turn = Transcript['对话'][number];

const play = async (talk: Conversation, pack: Pack, turn: Turn): Promise<Reply | null> => {
  if (turn.人 !== undefined) return talk.say(turn.人);
  if (turn.按 !== undefined) return talk.press(turn.按);
  if (turn.按旧 !== undefined) return talk.pressOld(turn.按旧);
  if (turn.文件 !== undefined) return talk.file(fileNamed(pack, turn.文件), turn.文件);
  talk.at(turn.时间!);
  return null;
};

/** What is wrong with an answer, in the author's words; empty when nothing is. */
const faults = async (talk: Conversation, turn: Turn, reply: Reply): Promise<string[]> => {
  const files = turn.附件.length > 0 ? (await talk.filesOf(reply)).map(({ name }) => name) : [];
  const cited = reply.citations.map(({ clause }) => clause);
  const miss = (kind: string, wanted: readonly string[], has: (each: string) => boolean): string[] =>
    wanted.filter(each => !has(each)).map(each => `${kind}：${each}`);
  return [
    ...miss('没有见到', turn.见, each => reply.text.includes(each)),
    ...miss('不该见到', turn.不见, each => !reply.text.includes(each)),
    ...miss('没有引用', turn.引, each => cited.includes(each)),
    ...miss('没有按钮', turn.按钮, each => reply.buttons.includes(each)),
    ...miss('不该有按钮', turn.无按钮, each => !reply.buttons.includes(each)),
    ...miss('没有附件', turn.附件, each => files.some(name => name.includes(each))),
  ];
};

/** Play a dialogue; gives the first step that came out otherwise, with what was really answered. */
const playTranscript = async (transcript: Transcript, pack: Pack): Promise<string> => {
  const talk = await Conversation.open({ pack, now: transcript.时间 });
  try {
    for (const [index, turn] of transcript.对话.entries()) {
      const reply = await play(talk, pack, turn);
      if (!reply) continue;
      // Whatever is quoted is an exact slice of the clause it names.
      for (const { clause, quote } of reply.citations) {
        expect(pack.clauses.get(clause)?.text).toContain(quote);
      }
      const wrong = await faults(talk, turn, reply);
      if (wrong.length > 0) {
        const said = turn.人 ?? turn.按 ?? turn.按旧 ?? turn.文件;
        return [
          `第${index + 1}步 ${said}`,
          ...wrong,
          '实际：',
          reply.text,
          `［${reply.buttons.join('｜')}］`,
        ].join('\n');
      }
    }
    return '';
  } finally {
    await talk.close();
  }
};

describe('the dialogues of the packs', () => {
  it('are there', () => {
    expect(transcripts.length).toBeGreaterThan(15);
  });

  it.each(transcripts)('$name', async ({ pack, path }) => {
    const transcript = Transcript.parse(parse(readFileSync(path, 'utf8')));
    expect(await playTranscript(transcript, (await noticeAt(pack)).pack)).toBe('');
  });

  it('would be reported with the step, the expectation and the real answer', async () => {
    const { pack } = await noticeAt(transcripts[0]!.pack);
    const wrong = Transcript.parse({
      标题: '故意写错',
      时间: '2022-09-01',
      对话: [{ 人: '你好', 见: '没有这句话', 引: '通知·九', 按钮: '没有这个按钮', 不见: '申报助手' }],
    });
    const report = await playTranscript(wrong, pack);
    for (const part of [
      '第1步 你好',
      '没有见到：没有这句话',
      '没有引用：通知·九',
      '没有按钮：没有这个按钮',
    ]) {
      expect(report).toContain(part);
    }
    expect(report).toContain('不该见到：申报助手');
  });
});
