import { Cluster, type Redis } from 'ioredis';
import { z } from 'zod';
import { schemaKey, schemaVersion } from './keys.ts';
import { fieldsOf } from './replies.ts';
import { checkedSettings, type RedisFacts } from './start-checks.ts';

const infoMap = (text: string): Map<string, string> =>
  new Map(
    text
      .split('\r\n')
      .filter(line => line.includes(':'))
      .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );

const settingsOf = async (client: Redis): Promise<Map<string, string> | null> => {
  try {
    return fieldsOf(await client.call('CONFIG', 'GET', ...checkedSettings));
  } catch (error) {
    if (error instanceof Error && /^(?:NOPERM|ERR unknown)/.test(error.message)) return null;
    throw error;
  }
};

const factsOf = async (client: Redis, schema: string | null): Promise<RedisFacts> => {
  const before = Date.now();
  const [time, info, config] = await Promise.all([client.time(), client.info(), settingsOf(client)]);
  const [seconds, microseconds] = z.tuple([z.coerce.number(), z.coerce.number()]).parse(time);
  return {
    node: client.options.sentinels
      ? `${client.options.name}`
      : `${client.options.host}:${client.options.port}`,
    info: infoMap(info),
    config,
    clockDifferenceMs: seconds * 1000 + microseconds / 1000 - before,
    schema,
  };
};

/** Version of the data's layout; null on a Redis that has not been used. */
export const readSchema = (client: Redis | Cluster): Promise<string | null> => client.get(schemaKey);

/** Ask every server that takes writes. */
export const gatherFacts = async (client: Redis | Cluster): Promise<RedisFacts[]> => {
  const servers = client instanceof Cluster ? client.nodes('master') : [client];
  const known = await readSchema(client);
  return Promise.all(servers.map(server => factsOf(server, known)));
};

export const writeSchema = async (client: Redis | Cluster): Promise<void> => {
  await client.set(schemaKey, schemaVersion);
};
