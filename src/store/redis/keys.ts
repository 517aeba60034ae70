const fixed = [
  'meta',
  'records',
  'lists',
  'order',
  'due',
  'leased',
  'dead',
  'audit',
  'marks',
  'mark',
] as const;

/** Set of every space ever written; a space exists where its meta key does. */
export const spacesKey = 'shenbao:spaces';

/** Version of the key layout, checked at start. */
export const schemaKey = 'shenbao:schema';
export const schemaVersion = '1';

/** All keys of a space carry its name as hash tag: one slot of a cluster, so one script may change them together. */
const prefix = (space: string): string => `shenbao:{${space}}:`;

export const metaKey = (space: string): string => `${prefix(space)}meta`;

const knownLimit = 1_000;
const known = new Map<string, readonly string[]>();

/** The keys every script may touch, declared so that a cluster answers TRYAGAIN while it moves them. */
export const fixedKeys = (space: string): readonly string[] => {
  let keys = known.get(space);
  if (keys === undefined) {
    keys = fixed.map(name => prefix(space) + name);
    if (known.size >= knownLimit) known.clear();
    known.set(space, keys);
  }
  return keys;
};

export const recordRedisKey = (space: string, name: string): string => `${prefix(space)}r:${name}`;
export const itemKey = (space: string, id: string): string => `${prefix(space)}o:${id}`;
export const laneKey = (space: string, lane: string): string => `${prefix(space)}l:${lane}`;
export const corpseKey = (space: string, id: string): string => `${prefix(space)}x:${id}`;
export const listingKey = (space: string, name: string): string => `${prefix(space)}i:${name}`;
