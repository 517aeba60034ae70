import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { reviewCatalogue } from '../../src/engine/wording-review.ts';
import { silentLogger } from '../../src/host/log.ts';
import { openAssistant } from '../../src/main.ts';
import { openApp } from './app-harness.ts';
import { applyThrough, today, WatchedSends } from './dialogue.ts';
import { openKf } from './kf-harness.ts';

/** The longest fixed part of one of the bot's sentences. */
const words = (key: keyof typeof reviewCatalogue): string =>
  reviewCatalogue[key].split(/\{\w+\}/).reduce((long, part) => (part.length > long.length ? part : long), '');

const soon = { timeout: 20_000, interval: 10 };

/** An enterprise's clerk at 微信客服 and two officers in the self-built app, in one house. */
const openBureau = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-wecom-review-'));
  const opened = performance.now();
  let later = 0;
  const now = () => Math.round(today + later + performance.now() - opened);
  const deps = { log: silentLogger, dataDir: folder };
  const outside = await openKf(deps, { now });
  const inside = await openApp(deps, now);
  const sends = new WatchedSends();
  const assistant = await openAssistant({
    packs: ['conversations/wanzhou-2022'],
    store: join(folder, 'shenbao.sqlite'),
    now,
    channels: [sends.watch(outside.channel), inside.channel],
  });
  onTestFinished(async () => {
    await assistant.close();
    await outside.close();
    await inside.close();
    expect([...outside.fake.violations, ...inside.fake.violations]).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });
  for (const name of ['李科长', '赵科员']) {
    const address = inside.peer.chat(name);
    await assistant.receive({
      id: `bind:${name}`,
      at: now(),
      address,
      actor: { id: `wecom:${address.chat}`, name },
      body: { kind: 'operator', command: 'bind', data: { name, section: 'enterprise', role: 'reviewer' } },
    });
  }
  const { number } = await applyThrough(outside.peer, '张工', sends);
  const chatOf = (name: string) => inside.fake.chat(inside.peer.chat(name).chat);
  const cards = (name: string) => chatOf(name).filter(({ card }) => card !== undefined);
  const text = async (peer: typeof inside.peer, who: string) =>
    (await peer.sees(who)).map(message => message.text).join('\n');
  return {
    inside,
    outside,
    number,
    cards,
    /** Resolves when a card offers this button. */
    offers: (name: string, label: string) =>
      vi.waitFor(() => {
        const open = cards(name).filter(({ usedButton }) => usedButton === undefined);
        expect(open.flatMap(({ card }) => card!.button_list.map(button => button.text))).toContain(label);
      }, soon),
    press: (name: string, label: string) => inside.peer.chooses(name, label).outcome,
    officerSees: (name: string, part: string) =>
      vi.waitFor(async () => expect(await text(inside.peer, name)).toContain(part), soon),
    applicantSees: (part: string) =>
      vi.waitFor(async () => expect(await text(outside.peer, '张工')).toContain(part), soon),
    /** Resolves when a message to the applicant has been parked. */
    parked: () => vi.waitFor(() => expect(sends.results).toContain('parked'), soon),
    wait: (ms: number) => {
      later += ms;
    },
  };
};

describe('officers decide on template cards', () => {
  it('one passes: the card of the other changes in place, the applicant hears after the time for second thoughts', async () => {
    const bureau = await openBureau();
    await bureau.offers('李科长', '初审通过');
    await bureau.offers('赵科员', '初审通过');
    const before = bureau.cards('赵科员').length;
    await bureau.press('李科长', '初审通过');
    await bureau.officerSees('赵科员', '李科长');
    expect(bureau.cards('赵科员')).toHaveLength(before);
    expect((await bureau.outside.peer.sees('张工')).at(-1)!.text).not.toContain('专家论证');
    bureau.wait(61_000);
    await bureau.applicantSees('专家论证');
    await bureau.offers('李科长', '论证通过');
  });

  it('the pressed card, and the copy under the full text, say who did what and when, and lose their buttons', async () => {
    const bureau = await openBureau();
    await bureau.offers('李科长', '查看全文');
    await bureau.press('李科长', '查看全文');
    await vi.waitFor(() => expect(bureau.cards('李科长')).toHaveLength(2), soon);
    await bureau.press('李科长', '初审通过');
    const live = () =>
      bureau
        .cards('李科长')
        .filter(({ card }) => card!.main_title.title.includes('合规性审查'))
        .map(({ card, usedButton }) => [
          card!.sub_title_text?.replace(/\d/g, '0') ?? '',
          usedButton === undefined && card!.button_list.some(({ text }) => text === '初审通过'),
        ]);
    const settled = ['李科长于0000年0月0日00:00办理：初审通过。', false];
    await vi.waitFor(() => expect(live()).toEqual([settled, settled]), soon);
  });

  it('one returns it with a field and a reason, and the applicant is told which', async () => {
    const bureau = await openBureau();
    await bureau.offers('李科长', '退回补正');
    await bureau.press('李科长', '退回补正');
    await bureau.officerSees('李科长', words('decide.pickField'));
    await bureau.inside.peer.writes('李科长', '1').outcome;
    await bureau.officerSees('李科长', words('decide.reasonFor'));
    await bureau.inside.peer.writes('李科长', '与营业执照名称不一致').outcome;
    await bureau.officerSees('李科长', `. ${words('decide.pickDone')}`);
    await bureau.press('李科长', words('decide.pickDone'));
    await bureau.officerSees('李科长', words('decide.undoHint'));
    bureau.wait(61_000);
    await bureau.applicantSees('与营业执照名称不一致');
  });

  it('one rejects it with a reason', async () => {
    const bureau = await openBureau();
    await bureau.offers('李科长', '不予通过');
    await bureau.press('李科长', '不予通过');
    await bureau.officerSees('李科长', words('decide.reason'));
    await bureau.inside.peer.writes('李科长', '不在万州区注册登记').outcome;
    await bureau.officerSees('李科长', words('decide.confirmReject'));
    await bureau.press('李科长', words('decide.confirm'));
    await bureau.officerSees('李科长', words('decide.undoHint'));
    bureau.wait(61_000);
    await bureau.applicantSees('不在万州区注册登记');
  });

  it('tells an applicant who has been silent for two days when she writes again', async () => {
    const bureau = await openBureau();
    await bureau.offers('李科长', '初审通过');
    bureau.wait(49 * 3_600_000);
    await bureau.press('李科长', '初审通过');
    await bureau.officerSees('李科长', words('decide.undoHint'));
    const before = (await bureau.outside.peer.sees('张工')).length;
    bureau.wait(61_000);
    await bureau.parked();
    expect(await bureau.outside.peer.sees('张工')).toHaveLength(before);
    await bureau.outside.peer.writes('张工', '我的进度').outcome;
    bureau.wait(301_000);
    await bureau.applicantSees('专家论证');
  });
});
