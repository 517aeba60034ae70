import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Script {
  readonly name: string;
  readonly text: string;
  readonly sha: string;
}

const read = (name: string): string => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
const common = read('common');

/**
 * `#!lua` lets Redis refuse a script as a whole when memory is full, instead of in the middle of it
 * (redis.io/docs: eval-intro, script flags). `allow-oom` is for scripts that give memory back.
 */
const script = (name: string, flags: string): Script => {
  const text = `#!lua flags=${flags}\n${common}\n${read(name)}`;
  return { name, text, sha: createHash('sha1').update(text).digest('hex') };
};

export const scripts = {
  load: script('load', 'no-writes'),
  commit: script('commit', ''),
  claim: script('claim', 'allow-oom'),
  renew: script('renew', 'allow-oom'),
  settle: script('settle', 'allow-oom'),
  nextDue: script('next-due', 'allow-oom'),
  revive: script('revive', ''),
  itemsOf: script('items-of', 'no-writes'),
  dead: script('dead', 'no-writes'),
  wipe: script('wipe', 'allow-oom'),
  dump: script('dump', 'no-writes'),
  upgrade: script('upgrade', ''),
} as const;
