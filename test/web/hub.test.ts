import { describe, expect, it } from 'vitest';
import { createHub } from '../../adapters/web/hub.ts';
import { chatOf } from '../../adapters/web/seat.ts';
import { sendTo } from '../../adapters/web/send.ts';
import type { WireMessage } from '../../adapters/web/wire.ts';
import { OutMessage } from '../../src/model/message.ts';
import { outFile } from '../support/out-file.ts';

const browser = 'a'.repeat(32);
const other = 'b'.repeat(32);
const note = (text: string, token?: string): WireMessage => ({
  blocks: [{ kind: 'text', text }],
  choices: token ? [{ token, label: text }] : [],
  files: [],
  prompt: null,
});
const texts = (batch: ReturnType<ReturnType<typeof createHub>['after']>) =>
  batch.lines.map(({ entry }) =>
    entry.kind === 'message' && entry.message.blocks[0]?.kind === 'text'
      ? entry.message.blocks[0].text
      : entry.kind,
  );
const file = outFile('申请书.docx', '/nowhere', 3);
const never = new AbortController().signal;

describe('the memory of the page', () => {
  it('gives a new reader everything and a returning one what it missed', () => {
    const hub = createHub();
    for (const text of ['一', '二', '三']) hub.message(browser, 'self', text, note(text));
    const all = hub.after(browser, null);
    expect(texts(all)).toEqual(['一', '二', '三']);
    expect(texts(hub.after(browser, all.lines[0]!.id))).toEqual(['二', '三']);
    expect(hub.after(browser, all.lines[2]!.id)).toEqual({ lines: [], gap: false });
  });

  it('says so when part of what was missed is gone', () => {
    const hub = createHub();
    const first = hub.message(browser, 'self', 'k', note('早'));
    for (let n = 0; n < 700; n += 1) hub.message(browser, 'self', `k${n}`, note(String(n)));
    expect(hub.after(browser, first.ref).gap).toBe(true);
    expect(hub.after(browser, null).lines.length).toBe(600);
  });

  it.each(['0011_1', 'rubbish', '_', '99'])('takes a cursor of another run for a gap: %s', cursor => {
    const hub = createHub();
    hub.message(browser, 'self', 'k', note('在'));
    expect(hub.after(browser, cursor)).toMatchObject({ gap: true, lines: [{}] });
  });

  it('shows a message once however often it is delivered', () => {
    const hub = createHub();
    const outgoing = {
      message: OutMessage.parse({
        key: 'm',
        to: { channel: 'web', chat: chatOf(browser, 'self'), kind: 'private' },
        blocks: [{ kind: 'text', text: '一' }],
      }),
      key: 'delivery-1',
      files: [],
      attempts: 0,
      rank: 'answer' as const,
    };
    const first = sendTo(hub, outgoing);
    expect(first).toMatchObject({ kind: 'sent' });
    expect(sendTo(hub, { ...outgoing, attempts: 1 })).toEqual({ ...first, kind: 'duplicate' });
    expect(hub.after(browser, null).lines.length).toBe(1);
    const astray = { ...outgoing.message, to: { ...outgoing.message.to, chat: 'someone' } };
    expect(sendTo(hub, { ...outgoing, message: astray })).toMatchObject({ kind: 'rejected' });
  });

  it('repeats what the person did once', () => {
    const hub = createHub();
    const said = { kind: 'said', seat: 'self', event: 'e1', said: { kind: 'text', text: '好' } } as const;
    hub.said(browser, said);
    hub.said(browser, said);
    expect(hub.after(browser, null).lines.length).toBe(1);
  });

  it('finds the label a button was shown with, in this chat only', () => {
    const hub = createHub();
    hub.message(browser, 'self', 'k1', note('旧', 't1'));
    hub.message(browser, 'self', 'k2', note('新', 't1'));
    expect(hub.labelOf(browser, 'self', 't1')).toBe('新');
    expect(hub.labelOf(browser, 'reviewer', 't1')).toBeNull();
    expect(hub.labelOf(other, 'self', 't1')).toBeNull();
  });

  it('empties a rehearsal and leaves the rest', () => {
    const hub = createHub();
    const kept = hub.offer(browser, 'self', file);
    const gone = hub.offer(browser, 'reviewer', file);
    hub.message(browser, 'self', 'k1', note('真'));
    hub.message(browser, 'rehearsal', 'k2', note('演'));
    hub.clear(browser, ['rehearsal', 'reviewer']);
    expect(texts(hub.after(browser, null))).toEqual(['真', 'cleared']);
    expect(hub.file(browser, kept.id)).toEqual(file);
    expect(hub.file(browser, gone.id)).toBeNull();
  });

  it('wakes a waiting reader for a message, and every reader when it closes', async () => {
    const hub = createHub();
    const waiting = hub.changed(browser, 60_000, never);
    hub.message(browser, 'self', 'k', note('来'));
    expect(await waiting).toBe('woken');
    const last = hub.changed(browser, 60_000, never);
    hub.close();
    expect(await last).toBe('woken');
    expect(await hub.changed(browser, 60_000, never)).toBe('woken');
    expect(await createHub().changed(browser, 1, never)).toBe('quiet');
  });

  it('forgets the browsers longest away, never one that is listening', () => {
    const hub = createHub();
    const gone = new AbortController();
    hub.message(browser, 'self', 'k', note('听'));
    void hub.changed(browser, 60_000, gone.signal);
    hub.message(other, 'self', 'k', note('走'));
    for (let n = 0; n < 2_100; n += 1) {
      hub.message(n.toString(16).padStart(32, '0'), 'self', 'k', note('x'));
    }
    expect(hub.after(browser, null).lines.length).toBe(1);
    expect(hub.after(other, null).lines.length).toBe(0);
    gone.abort();
  });
});

describe('files', () => {
  /** The rule: only the browser a file was offered to gets it. */
  const strangers = (get: (who: string, id: string) => unknown, id: string) =>
    [other, '', browser.slice(1)].filter(who => get(who, id) !== null);

  it('are there for the browser they were offered to', () => {
    const hub = createHub();
    const { id } = hub.offer(browser, 'self', file);
    expect(hub.file(browser, id)).toEqual(file);
    expect(strangers(hub.file, id)).toEqual([]);
  });

  it('would be caught being kept on one shelf for all', () => {
    const shelf = new Map([['f', file]]);
    expect(strangers((_, id) => shelf.get(id) ?? null, 'f')).toHaveLength(3);
  });
});

describe('hubs of several processes', () => {
  /** Hubs that hear each other, as over publish and subscribe: each hears itself too. */
  const together = (count: number, connected = true) => {
    const hubs: ReturnType<typeof createHub>[] = [];
    for (let n = 0; n < count; n += 1)
      hubs.push(
        createHub(undefined, {
          tell: text => connected && hubs.forEach(hub => void hub.hear(text)),
          remake: async () => ({ ...file, content: async () => new Uint8Array([80, 75]) }),
        }),
      );
    return hubs as [ReturnType<typeof createHub>, ReturnType<typeof createHub>];
  };

  it('show a browser everything, whichever it speaks to, and go on where another left off', () => {
    const [one, two] = together(2);
    const first = one.message(browser, 'self', 'k1', note('一', 'tok_1'));
    two.message(browser, 'self', 'k2', note('二'));
    two.said(browser, { kind: 'said', seat: 'self', event: 'e1', said: { kind: 'text', text: '说' } });
    for (const hub of [one, two]) expect(texts(hub.after(browser, null))).toEqual(['一', '二', 'said']);
    expect(two.labelOf(browser, 'self', 'tok_1')).toBe('一');

    const seen = one.after(browser, null).lines.at(-1)!.id;
    one.message(browser, 'self', 'k3', note('三'));
    const goneOn = two.after(browser, seen);
    expect(goneOn.gap).toBe(false);
    expect(texts(goneOn).at(-1)).toBe('三');
    // What is told again is known by its name.
    expect(goneOn.lines.flatMap(({ entry }) => (entry.kind === 'message' ? entry.ref : []))).toContain(
      first.ref,
    );
  });

  it('show once what two delivered, and an act that two were told of', () => {
    const [one, two] = together(2);
    one.message(browser, 'self', 'same', note('一'));
    expect(two.message(browser, 'self', 'same', note('一')).fresh).toBe(false);
    for (const hub of [one, two])
      hub.said(browser, { kind: 'said', seat: 'self', event: 'e', said: { kind: 'text', text: '说' } });
    for (const hub of [one, two]) expect(hub.after(browser, null).lines).toHaveLength(2);
  });

  it('empty a chat everywhere, and give a file to its browser from everywhere', async () => {
    const [one, two] = together(2);
    one.message(browser, 'rehearsal', 'k', note('演'));
    const ref = { kind: 'rendered' as const, render: 'export' as const, name: file.name, data: {} };
    const { id } = one.offer(browser, 'rehearsal', file, ref);
    expect(await two.file(browser, id)?.content()).toEqual(new Uint8Array([80, 75]));
    expect(two.file(other, id)).toBeNull();
    two.clear(browser, ['rehearsal']);
    for (const hub of [one, two]) {
      expect(texts(hub.after(browser, null))).toEqual(['cleared']);
      expect(hub.file(browser, id)).toBeNull();
    }
  });

  it('would be caught not hearing each other', () => {
    const [one, two] = together(2, false);
    one.message(browser, 'self', 'k1', note('一'));
    expect(two.after(browser, null).lines).toEqual([]);
    expect(two.after(browser, one.after(browser, null).lines[0]!.id).gap).toBe(true);
  });
});
