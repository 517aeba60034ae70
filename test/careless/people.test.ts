import { expect, it } from 'vitest';
import { Conversation, type Reply } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { people } from './people.ts';

/** Messages of a careless person for each that the aim takes at least. */
const MOST = 1.5;

it.each(people)('somebody who $who gets where she wanted', async ({ says, reaches, form, never, least }) => {
  const talk = await Conversation.open({
    pack: (await noticeAt(wanzhouFolder)).pack,
    now: '2022-09-01 10:00',
  });
  const heard: string[] = [];
  let last: Reply | null = null;
  for (const text of says) {
    last = text.startsWith('[') ? await talk.press(text.slice(1, -1)) : await talk.say(text);
    heard.push(`＞${text}\n${last.text}`);
  }
  for (const each of reaches) expect(last?.text, heard.slice(-3).join('\n')).toContain(each);
  const seen = (await talk.say('查看')).text;
  const exported = heard.join('\n');
  for (const value of Object.values(form ?? {})) expect(seen, exported).toContain(value);
  if (never) expect(seen).not.toMatch(never);
  expect(says.length).toBeLessThanOrEqual(MOST * least);
  await talk.close();
});
