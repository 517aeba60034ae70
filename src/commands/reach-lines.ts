import type { DoctorLine } from '../host/channel.ts';
import { proxyFor, tryTunnel, wayTo } from '../host/proxy.ts';

/** Whether the proxy, where there is one, lets us through to a platform. */
const wayLine = async (address: string): Promise<DoctorLine[]> => {
  const proxy = proxyFor(address);
  if (proxy === null) return [];
  const { host } = new URL(address);
  const way = `${host} 经代理 ${wayTo(address)} 访问`;
  const outcome = await tryTunnel(proxy, address);
  if (outcome === 'open') return [{ level: 'ok', text: `${way}：通` }];
  if (outcome === 'unreachable')
    return [
      {
        level: 'fail',
        text: `${way}：代理没有应答`,
        remedy: `请核对 HTTPS_PROXY 的地址和端口；如该平台应直连，请把 ${host} 加入 NO_PROXY`,
      },
    ];
  return [
    {
      level: 'fail',
      text: `${way}：代理拒绝（HTTP ${outcome}）`,
      remedy:
        outcome === 407
          ? '代理要求用户名和密码：请写成 HTTPS_PROXY=http://用户:密码@主机:端口（特殊字符用百分号编码）'
          : `请网络管理员在代理上放行 ${host}:443`,
    },
  ];
};

/** Signed requests are refused when clocks are five minutes apart; a tenth of that is worth a word. Seconds. */
const clockTolerance = 30;
const clockLimit = 300;
const clockPatienceMs = 5_000;

/** How far our clock is from a platform's, by the date it answers with; nothing where it does not say. */
const clockLine = async (address: string): Promise<DoctorLine[]> => {
  const url = address.replace(/^ws/i, 'http');
  const began = Date.now();
  const date = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(clockPatienceMs) }).then(
    answer => answer.headers.get('date'),
    () => null,
  );
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return [];
  const skew = Math.round(((began + Date.now()) / 2 - theirs) / 1_000);
  if (Math.abs(skew) <= clockTolerance) return [];
  return [
    {
      level: Math.abs(skew) > clockLimit ? 'fail' : 'warn',
      text: `本机时钟比 ${new URL(url).host} ${skew > 0 ? '快' : '慢'}约${Math.abs(skew)}秒`,
      remedy: `请启用 NTP 校准本机时间（timedatectl set-ntp true）；相差超过${clockLimit}秒时平台的回调会全部被拒收`,
    },
  ];
};

/** What can be said of a platform's address before its API is called: the way there, and whose clock is off. */
export const reachLines = async (address: string): Promise<DoctorLine[]> => [
  ...(await wayLine(address)),
  ...(await clockLine(address)),
];
