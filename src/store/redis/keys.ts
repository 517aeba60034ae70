import type { Topic } from '../port.ts';

const fixed = [
  'meta',
  'records',
  'lists',
  'items',
  'body',
  'due',
  'leased',
  'dead',
  'error',
  'audit',
  'marks',
  'mark',
  'sent',
] as const;

/** Set of every space ever written; a space exists where its meta key does. */
export const spacesKey = 'shenbao:spaces';

/** Where processes tell each other in which space something is due that they do not carry out themselves. */
export const wakeChannel = 'shenbao:wake';

/** Where processes tell each other what is kept nowhere. */
export const topicChannels = { page: 'shenbao:page', clocks: 'shenbao:clocks' } as const satisfies Record<
  Topic,
  string
>;

/** Written now and then to see whether the server takes writes. */
export const probeKey = 'shenbao:probe';

/** Version of the key layout, checked at start. */
export const schemaKey = 'shenbao:schema';
export const schemaVersion = '4';

/** All keys of a space carry its name as hash tag: one slot of a cluster, so one script may change them together. */
const prefix = (space: string): string => `shenbao:{${space}}:`;

const knownLimit = 1_000;
const known = new Map<string, readonly string[]>();

export const spaceKey = (space: string, name: (typeof fixed)[number]): string => prefix(space) + name;

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

/** What a script call declares: the space's own keys and those it names. */
export const declaredKeys = (space: string, keys: readonly string[]): string[] => [
  ...fixedKeys(space),
  ...new Set(keys),
];

export const recordRedisKey = (space: string, name: string): string => `${prefix(space)}r:${name}`;
export const laneKey = (space: string, lane: string): string => `${prefix(space)}l:${lane}`;
export const listingKey = (space: string, name: string): string => `${prefix(space)}i:${name}`;
