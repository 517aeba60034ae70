import { describe, expect, it } from 'vitest';
import { describeRedis, parseRedisAddress } from '../../src/store/redis/address.ts';

const plain = {
  cluster: false,
  sentinel: null,
  tls: false,
  db: 0,
  protocol: 3,
  timeoutMs: 1500,
  connections: 4,
};

describe('Redis addresses', () => {
  it.each([
    ['redis://localhost', { ...plain, nodes: [{ host: 'localhost', port: 6379 }] }],
    ['redis://localhost:7000/3', { ...plain, nodes: [{ host: 'localhost', port: 7000 }], db: 3 }],
    ['redis://[::1]:7000', { ...plain, nodes: [{ host: '::1', port: 7000 }] }],
    ['rediss://h', { ...plain, nodes: [{ host: 'h', port: 6379 }], tls: true }],
    ['redis://:p%40ss@h', { ...plain, nodes: [{ host: 'h', port: 6379 }], password: 'p@ss' }],
    ['redis://u:p:q@h/', { ...plain, nodes: [{ host: 'h', port: 6379 }], username: 'u', password: 'p:q' }],
    [
      'redis://h?protocol=2&timeout=500&connections=1',
      { ...plain, nodes: [{ host: 'h', port: 6379 }], protocol: 2, timeoutMs: 500, connections: 1 },
    ],
    [
      'rediss+cluster://a:1,b:2',
      {
        ...plain,
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
        ],
        cluster: true,
        sentinel: null,
        tls: true,
      },
    ],
    [
      'rediss+sentinel://u:p@a,b:2/3?name=office',
      {
        nodes: [
          { host: 'a', port: 26_379 },
          { host: 'b', port: 2 },
        ],
        cluster: false,
        sentinel: 'office',
        tls: true,
        username: 'u',
        password: 'p',
        db: 3,
        protocol: 3,
        timeoutMs: 1500,
        connections: 4,
      },
    ],
  ])('reads %s', (url, address) => {
    expect(parseRedisAddress(url)).toEqual(address);
  });

  it.each([
    'redis://',
    'http://h',
    'redis://:secret@h:port',
    'redis://h?protocol=4',
    'redis://h?timeout=0',
    'redis://h?other=1',
    'redis+cluster://:secret@h/2',
  ])('refuses %s without repeating a password', url => {
    expect(() => parseRedisAddress(url)).toThrow(TypeError);
    expect(() => parseRedisAddress(url)).not.toThrow(/secret/);
  });

  it('describes an address without its password', () => {
    expect(describeRedis(parseRedisAddress('rediss://u:secret@h/2'))).toBe('Redis h:6379/2 (TLS)');
    expect(describeRedis(parseRedisAddress('redis+cluster://:secret@a:1,b:2'))).toBe('Redis cluster a:1,b:2');
  });
});
