import type { ChainableCommander } from 'ioredis';
import type { ChainLink } from '../audit-chain.ts';
import type { DumpLine } from '../dump.ts';
import { byBytes, dumpFormat } from '../dump.ts';
import { recordKeyOf } from '../rules.ts';
import { emptyRegister } from '../seal.ts';
import { corpseKey, fixedKeys, itemKey, laneKey, listingKey, metaKey, recordRedisKey } from './keys.ts';
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

const readMark = (stored: string): { hash: string; at: number; reply: string } => {
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
    if (values[4] !== 'cancelled') yield { is: 'open', ...itemOf(id, values) };
  }
  for (const [id, values] of dead) yield { is: 'dead', ...itemOf(id, values), error: values[4] ?? '' };
  for (const stored of audit) yield { is: 'audit', ...readAudit(stored) };
  for (const [event = '', kept = '0'] of grouped(marks, 2)) {
    yield { is: 'mark', event, ...readMark(replies.get(event) ?? '  '), kept: Number(kept) };
  }
};

/** Writes the lines of one dump as plain commands; nothing else may use the space meanwhile. */
export class Restorer {
  readonly #space: string;
  readonly #fixed: Readonly<Record<string, string>>;
  readonly #filledLanes = new Set<string>();
  #place = 0;
  #high = 0;

  constructor(space: string) {
    this.#space = space;
    const prefixLength = metaKey(space).length - 'meta'.length;
    this.#fixed = Object.fromEntries(fixedKeys(space).map(key => [key.slice(prefixLength), key]));
  }

  write(pipe: ChainableCommander, line: DumpLine): void {
    const { records, lists, order, due, dead, audit, marks, mark } = this.#fixed as Record<string, string>;
    const space = this.#space;
    switch (line.is) {
      case 'space':
        pipe.hset(metaKey(space), {
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
        pipe.zadd(records!, 0, name);
        return;
      }
      case 'listing':
        pipe.zadd(listingKey(space, line.name), line.score, line.id);
        pipe.sadd(lists!, line.name);
        return;
      case 'open': {
        const place = this.#nextPlace();
        const { id, lane, body, attempts } = line;
        const idle = { fence: '', until: 0, state: 'open' };
        pipe.hset(itemKey(space, id), { lane, due: line.due, body, attempts, ...idle });
        pipe.zadd(order!, place, id);
        pipe.zadd(laneKey(space, lane), place, id);
        if (!this.#filledLanes.has(lane)) pipe.zadd(due!, line.due, id);
        this.#filledLanes.add(lane);
        return;
      }
      case 'dead': {
        const { id, lane, body, attempts, error } = line;
        pipe.hset(corpseKey(space, id), { lane, due: line.due, body, attempts, error });
        pipe.zadd(dead!, this.#nextPlace(), id);
        return;
      }
      case 'audit':
        pipe.rpush(audit!, auditText(line));
        return;
      case 'mark':
        this.#high = Math.max(this.#high, line.kept);
        pipe.hset(mark!, line.event, markText(line.hash, line.at, line.reply));
        pipe.zadd(marks!, line.kept, line.event);
        return;
      default:
        line satisfies never;
    }
  }

  /** Counters that only the whole dump gives. */
  finish(pipe: ChainableCommander): void {
    pipe.hset(metaKey(this.#space), { place: this.#place, high: this.#high });
  }

  #nextPlace(): number {
    this.#place += 1;
    return this.#place;
  }
}
