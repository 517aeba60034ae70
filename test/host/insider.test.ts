import { describe, expect, it } from 'vitest';
import { isInsider } from '../../src/host/insider.ts';

type Request = Parameters<typeof isInsider>[0];

const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  ({
    env: { incoming: { socket: { remoteAddress } } },
    req: { header: (name: string) => ({ host: '127.0.0.1:8080', ...headers })[name] },
  }) as Request;
const token = 'a-token-of-some-length';

describe('who may see figures', () => {
  it.each([
    ['this machine', from('127.0.0.1'), null, true],
    ['this machine over IPv6', from('::1'), null, true],
    ['another machine', from('192.0.2.7'), null, false],
    ['nobody knows who', from(undefined), null, false],
    ['anybody behind a proxy here', from('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' }), null, false],
    ['a page that pointed its name here', from('127.0.0.1', { host: 'evil.example' }), null, false],
    ['another machine with the token', from('192.0.2.7', { authorization: `Bearer ${token}` }), token, true],
    ['another machine with another', from('192.0.2.7', { authorization: 'Bearer no' }), token, false],
    ['this machine without the token', from('127.0.0.1'), token, false],
    ['an empty token', from('127.0.0.1', { authorization: 'Bearer ' }), token, false],
  ])('%s', (_, request, wanted, allowed) => {
    expect(isInsider(request, wanted)).toBe(allowed);
  });
});
