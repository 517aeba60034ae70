import { topicChannels, wakeChannel } from './keys.ts';

/** What the scripts do; Redis holds a script to the rights of whoever calls it (redis.io/docs, ACL). */
const inScripts =
  'del exists hdel hget hgetall hlen hmget hset hvals llen lrange rpush sadd scard smembers srem time unlink zadd zcard zrange zrangebyscore zrem zremrangebyscore zrevrange zscore';
/** What is done besides: connecting, starting, looking, backing up. */
const plain =
  'auth bgrewriteaof client config|get eval evalsha get hello info ping publish quit select set subscribe unsubscribe';
/** What a client of a cluster must ask. */
const ofCluster = 'cluster|info cluster|nodes cluster|slots cluster|shards asking readonly readwrite';

const channels = [wakeChannel, ...Object.values(topicChannels)].map(name => `&${name}`).join(' ');

/** The command that gives a user of Redis (6.0 and up; Valkey) the rights this program needs, and no others. */
export const aclRule = (user: string, password: string): string =>
  [
    `ACL SETUSER ${user} reset on >${password} ~shenbao:* resetchannels ${channels} -@all`,
    ...[inScripts, plain, ofCluster].flatMap(list => list.split(' ')).map(command => `+${command}`),
  ].join(' ');
