import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { citationsOf } from '../../../src/model/message.ts';
import { StaffRole } from '../../../src/model/staff.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { type Delivered, Office } from './office.ts';

const lines = z.union([z.string(), z.array(z.string())]).transform(value => [value].flat());
const seen = z.strictObject({
  见: lines.default([]),
  不见: lines.default([]),
  按钮: lines.default([]),
  无按钮: lines.default([]),
});

/**
 * A dialogue of several people. `谁` acts: `说` writes, `按` presses a button of the last message that offered any;
 * `时间` moves the clock, `解绑` revokes a person, `提交` fills in and submits. `见` and its like are what that person then sees,
 * `别人` what others see, `静` who must not hear anything.
 */
const Transcript = z.strictObject({
  标题: z.string(),
  时间: z.string(),
  人员: z.array(
    z.strictObject({ 姓名: z.string(), 科室: z.string(), 角色: StaffRole, 群聊: z.boolean().default(false) }),
  ),
  对话: z.array(
    z.strictObject({
      谁: z.string().default('王'),
      说: z.string().optional(),
      按: z.string().optional(),
      时间: z.string().optional(),
      解绑: z.string().optional(),
      提交: z.boolean().optional(),
      ...seen.shape,
      别人: z.record(z.string(), seen).default({}),
      静: lines.default([]),
    }),
  ),
});
type Transcript = z.infer<typeof Transcript>;
type Step = Transcript['对话'][number];

const play = async (office: Office, step: Step): Promise<Delivered> => {
  if (step.提交) return (await submitWanzhou(office, step.谁)).delivered;
  if (step.时间 !== undefined) return office.at(step.时间);
  if (step.解绑 !== undefined) return office.revoke(step.解绑);
  return step.按 === undefined ? office.say(step.谁, step.说 ?? '') : office.press(step.谁, step.按);
};

const faults = (who: string, wanted: z.infer<typeof seen>, delivered: Delivered): string[] => {
  const text = delivered.text(who);
  const buttons = delivered.buttons(who);
  return [
    ...wanted.见.filter(each => !text.includes(each)).map(each => `${who}没有见到：${each}`),
    ...wanted.不见.filter(each => text.includes(each)).map(each => `${who}不该见到：${each}`),
    ...wanted.按钮.filter(each => !buttons.includes(each)).map(each => `${who}没有按钮：${each}`),
    ...wanted.无按钮.filter(each => buttons.includes(each)).map(each => `${who}不该有按钮：${each}`),
  ];
};

const playTranscript = async (transcript: Transcript): Promise<string> => {
  const { pack } = await noticeAt(wanzhouFolder);
  const office = await Office.open({ pack, now: transcript.时间 });
  try {
    for (const { 姓名, 科室, 角色, 群聊 } of transcript.人员)
      await office.bind(姓名, 科室, 角色, 群聊 ? 'group' : 'private');
    for (const [index, step] of transcript.对话.entries()) {
      const delivered = await play(office, step);
      for (const { clause, quote } of delivered.messages.flatMap(citationsOf))
        expect(pack.clauses.get(clause)?.text).toContain(quote);
      const wrong = [
        ...faults(step.谁, step, delivered),
        ...Object.entries(step.别人).flatMap(([who, wanted]) => faults(who, wanted, delivered)),
        ...step.静
          .filter(who => delivered.to(who).length > 0)
          .map(who => `${who}不该收到：${delivered.text(who)}`),
      ];
      if (wrong.length > 0)
        return [
          `第${index + 1}步`,
          ...wrong,
          '实际：',
          ...new Set(
            delivered.messages.map(
              ({ to }) =>
                `【${to.chat}】${delivered.text(to.chat)}［${delivered.buttons(to.chat).join('｜')}］`,
            ),
          ),
        ].join('\n');
    }
    return '';
  } finally {
    await office.close();
  }
};

const folder = join(wanzhouFolder, 'transcripts', 'review');
const names = readdirSync(folder)
  .filter(name => name.endsWith('.yaml'))
  .sort();

describe('the review dialogues', () => {
  it('are there', () => {
    expect(names.length).toBeGreaterThanOrEqual(8);
  });

  it.each(names)('%s', async name => {
    const transcript = Transcript.parse(parse(readFileSync(join(folder, name), 'utf8')));
    expect(await playTranscript(transcript)).toBe('');
  });

  it('would be reported with the step and what was really seen', async () => {
    const wrong = Transcript.parse({
      标题: '故意写错',
      时间: '2022-09-01',
      人员: [{ 姓名: '审', 科室: 'enterprise', 角色: 'reviewer' }],
      对话: [{ 提交: true, 别人: { 审: { 见: '没有这句话', 无按钮: '初审通过' } }, 静: '审' }],
    });
    const report = await playTranscript(wrong);
    for (const part of ['第1步', '审没有见到：没有这句话', '审不该有按钮：初审通过', '审不该收到'])
      expect(report).toContain(part);
  });
});
