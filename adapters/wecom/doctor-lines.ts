import type { DoctorLine } from '../../src/host/channel.ts';
import { fetchToken, type Reply, TokenRefused } from './api.ts';
import { remedyFor } from './errcode.ts';
import type { AppCredentials } from './settings.ts';

/** `ip`: the address WeCom saw us come from: what has to be entered is printed. */
const failed = (what: string, code: number, ip?: string): DoctorLine => {
  const known = remedyFor(code);
  const remedy =
    ip === undefined || known === undefined ? known : known.replace('报错中 from ip 所示地址', ` ${ip} `);
  return {
    level: 'fail',
    text: `${what}：企业微信返回错误码 ${code}。`,
    ...(remedy === undefined
      ? { remedy: `请查全局错误码 ${code}（developer.work.weixin.qq.com/document/path/90313）。` }
      : { remedy }),
  };
};

const unreachable = (what: string): DoctorLine => ({
  level: 'fail',
  text: `${what}：无法连接企业微信服务器。`,
  remedy: '请检查本机到 qyapi.weixin.qq.com:443 的网络、代理与 DNS。',
});

/** Are CorpID and secret right? `value` is an access token for the checks that follow. */
export const tokenLine = async (
  settings: AppCredentials,
): Promise<{ readonly line: DoctorLine; readonly value: string | null }> => {
  try {
    const { token } = await fetchToken(settings.root, settings.corpId, settings.secret);
    return { line: { level: 'ok', text: '凭据：CorpID 与 Secret 有效。' }, value: token };
  } catch (error) {
    const line = error instanceof TokenRefused ? failed('凭据', error.code, error.ip) : unreachable('凭据');
    return { line, value: null };
  }
};

/** The line for one trial call. */
export const apiLine = (what: string, reply: Reply): DoctorLine => {
  switch (reply.kind) {
    case 'ok':
      return { level: 'ok', text: `${what}：接口可用，IP 与权限正常。` };
    case 'error':
      return failed(what, reply.code, reply.ip);
    case 'unreached':
    case 'lost':
      return unreachable(what);
    default:
      return reply satisfies never;
  }
};

/** The exact address to enter in the administration pages. */
export const callbackLine = (what: string, publicUrl: string | null, path: string): DoctorLine =>
  publicUrl === null
    ? {
        level: 'fail',
        text: `${what}：没有公网地址，企业微信无法回调。`,
        remedy: `请设置公网地址（https），再把“公网地址 + ${path}”填入管理后台。`,
      }
    : { level: 'ok', text: `${what}：${publicUrl}${path}` };
