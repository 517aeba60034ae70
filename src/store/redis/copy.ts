import type { KeyObject } from 'node:crypto';
import type { ChainableCommander } from 'ioredis';
import type { ChainLink } from '../audit-chain.ts';
import type { DumpLine } from '../dump.ts';
import { byBytes, dumpFormat } from '../dump.ts';
import { recordKeyOf } from '../rules.ts';
import { emptyRegister, sealedBody, sealedReply } from '../seal.ts';
import { laneKey, listingKey, recordRedisKey, spaceKey } from './keys.ts';
import { dumpOf, fieldsOf, grouped } from './replies.ts';
import { readSealedValue, sealedValue } from './sealed.ts';

/** An audit entry lies in the list as `sequence mac text`. */
export const auditText = (link: ChainLink): string => `${link.sequence} ${link.mac} ${link.text}`;

export const readAudit = (stored: string): ChainLink => {
  const [sequence = '', mac = ''] = stored.split(' ', 2);
  return { sequence: Number(sequence), mac, text: stored.slice(sequence.length + mac.length + 2) };
};

/** A mark: body hash, time of the event, nonce of the committer, chain head after the commit, reply. */
const markText = (hash: string, at: number, reply: string): string => `${hash} ${at}   ${reply}`;

export const readMark = (stored: string): { hash: string; at: number; reply: string } => {
  const [hash = '', at = '', nonce = '', head = ''] = stored.split(' ', 4);
  const skipped = hash.length + at.length + nonce.length + head.length + 4;
  return { hash, at: Number(at), reply: stored.slice(skipped) };
};

type Item = Omit<Extract<DumpLine, { is: 'open' }>, 'is'>;

const itemOf = (id: string, [lane = '', due = '0', body = '', attempts = '0']: readonly string[]): Item => ({
  id,
  lane,
  due: Number(due),
  body,
  attempts: Number(attempts),
});

/** Turn the reply of `dump.lua` into dump lines, in the order the SQLite store gives them. */
export const dumpLines = function* (space: string, genesis: string, reply: unknown): Generator<DumpLine> {
  const { meta, records, lists, open, dead, audit, marks, replies } = dumpOf(reply);
  const [head = '', length = '0', register = ''] = meta;
  yield {
    is: 'space',
    format: dumpFormat,
    space,
    head: head === '' ? genesis : head,
    length: Number(length),
    register: register === '' ? emptyRegister : register,
  };
  for (const [name, flat] of records) {
    const fields = fieldsOf(flat);
    const parts = [...fields]
      .filter(([field]) => field.startsWith('p:'))
      .map(([field, stored]): [string, string, string] => {
        const [seal, value] = readSealedValue(stored);
        return [field.slice(2), value, seal];
      })
      .sort(([left], [right]) => byBytes(left, right));
    yield {
      is: 'record',
      ...recordKeyOf(name),
      revision: Number(fields.get('revision') ?? 0),
      sum: fields.get('sum') ?? '',
      seal: fields.get('seal') ?? '',
      parts,
    };
  }
  for (const [name, flat] of lists.sort(([left], [right]) => byBytes(left, right))) {
    for (const [id = '', score = '0'] of grouped(flat, 2)) {
      yield { is: 'listing', name, id, score: Number(score) };
    }
  }
  for (const [id, values] of open) {
    yield { is: 'open', ...itemOf(id, values) };
  }
  for (const [id, values] of dead) yield { is: 'dead', ...itemOf(id, values), error: values[4] ?? '' };
  for (const stored of audit) yield { is: 'audit', ...readAudit(stored) };
  for (const [event = '', kept = '0'] of grouped(marks, 2)) {
    yield { is: 'mark', event, ...readMark(replies.get(event) ?? '  '), kept: Number(kept) };
  }
};

/** An item as `packed` of common.lua writes it, under no lease. */
const itemText = (place: number, state: 'open' | 'dead', { due, attempts, lane }: Item): string =>
  `${place} ${due} ${attempts} ${state} 0  ${lane}`;

/** Write an item or a mark again, with its seal. */
export const sealLine = (pipe: ChainableCommander, key: KeyObject, space: string, line: DumpLine): void => {
  if (line.is === 'open' || line.is === 'dead') {
    pipe.hset(spaceKey(space, 'body'), line.id, sealedBody(key, space, line));
  } else if (line.is === 'mark') {
    const reply = sealedReply(key, space, line.event, line.hash, line.reply);
    pipe.hset(spaceKey(space, 'mark'), line.event, markText(line.hash, line.at, reply));
  }
};

/** Writes the lines of one dump as plain commands; nothing else may use the space meanwhile. */
export class Restorer {
  readonly #space: string;
  readonly #filledLanes = new Set<string>();
  #place = 0;
  #high = 0;

  constructor(space: string) {
    this.#space = space;
  }

  write(pipe: ChainableCommander, line: DumpLine): void {
    const space = this.#space;
    const key = (name: Parameters<typeof spaceKey>[1]): string => spaceKey(space, name);
    switch (line.is) {
      case 'space':
        pipe.hset(key('meta'), {
          head: line.length === 0 ? '' : line.head,
          length: line.length,
          register: line.register,
        });
        return;
      case 'record': {
        const name = `${line.kind}/${line.id}`;
        const parts = line.parts.flatMap(([part, value, seal]) => [`p:${part}`, sealedValue(seal, value)]);
        const fields = ['revision', String(line.revision), 'sum', line.sum, 'seal', line.seal, ...parts];
        pipe.hset(recordRedisKey(space, name), ...fields);
        pipe.zadd(key('records'), 0, name);
        return;
      }
      case 'listing':
        pipe.zadd(listingKey(space, line.name), line.score, line.id);
        pipe.sadd(key('lists'), line.name);
        return;
      case 'open': {
        const { id, lane, due } = line;
        this.#writeItem(pipe, 'open', line);
        pipe.zadd(laneKey(space, lane), this.#place, id);
        if (!this.#filledLanes.has(lane)) pipe.zadd(key('due'), due, id);
        this.#filledLanes.add(lane);
        return;
      }
      case 'dead':
        this.#writeItem(pipe, 'dead', line);
        pipe.hset(key('error'), line.id, line.error);
        pipe.zadd(key('dead'), this.#place, line.id);
        return;
      case 'audit':
        pipe.rpush(key('audit'), auditText(line));
        return;
      case 'mark':
        this.#high = Math.max(this.#high, line.kept);
        pipe.hset(key('mark'), line.event, markText(line.hash, line.at, line.reply));
        pipe.zadd(key('marks'), line.kept, line.event);
        return;
      default:
        line satisfies never;
    }
  }

  #writeItem(pipe: ChainableCommander, state: 'open' | 'dead', item: Item): void {
    this.#place += 1;
    pipe.hset(spaceKey(this.#space, 'items'), item.id, itemText(this.#place, state, item));
    pipe.hset(spaceKey(this.#space, 'body'), item.id, item.body);
  }

  /** Counters that only the whole dump gives. */
  finish(pipe: ChainableCommander): void {
    pipe.hset(spaceKey(this.#space, 'meta'), { place: this.#place, high: this.#high });
  }
}
