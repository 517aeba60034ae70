import { describe, expect, it } from 'vitest';
import { originAllowed, pagePolicy } from '../../adapters/web/guard.ts';
import { hostAllowed } from '../../src/host/host-name.ts';

const names = ['shenbao.example'];
const hosts: readonly (readonly [string | undefined, boolean])[] = [
  ['127.0.0.1:8080', true],
  ['localhost:8080', true],
  ['LOCALHOST', true],
  ['[::1]:8080', true],
  ['192.168.1.20:8080', true],
  ['shenbao.example', true],
  ['Shenbao.Example:443', true],
  ['evil.example', false],
  ['127.0.0.1.evil.example:8080', false],
  ['localhost.evil.example', false],
  ['evil.example#localhost', false],
  ['user@localhost', false],
  ['localhost:8080:9', false],
  ['', false],
  [undefined, false],
];

const judge = (allowed: (host: string | undefined) => boolean) =>
  hosts.filter(([host, right]) => allowed(host) !== right).map(([host]) => host);

describe('hosts', () => {
  it('are this machine, addresses, and the public name', () => {
    expect(judge(host => hostAllowed(host, names))).toEqual([]);
  });

  it('would be caught being compared by their beginning', () => {
    const byBeginning = (host = '') =>
      [...names, 'localhost', '127.0.0.1'].some(name => host.startsWith(name));
    expect(judge(byBeginning)).toContain('127.0.0.1.evil.example:8080');
  });
});

describe('origins', () => {
  it.each([
    [undefined, undefined, true],
    ['http://127.0.0.1:8080', 'same-origin', true],
    ['http://127.0.0.1:8080', undefined, true],
    [undefined, 'none', true],
    ['http://evil.example', undefined, false],
    ['http://127.0.0.1:9090', undefined, false],
    ['null', undefined, false],
    ['http://127.0.0.1:8080', 'cross-site', false],
    [undefined, 'cross-site', false],
    [undefined, 'same-site', false],
  ])('%s with fetch site %s: %s', (origin, fetchSite, right) => {
    expect(originAllowed({ host: '127.0.0.1:8080', origin, fetchSite })).toBe(right);
  });
});

describe('the page policy', () => {
  it('allows no inline code, no evaluation and no foreign address', () => {
    expect(pagePolicy).not.toMatch(/unsafe|https?:|\*/);
    expect(pagePolicy).toContain("default-src 'none'");
  });
});
