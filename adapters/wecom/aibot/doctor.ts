import http from 'node:http';
import https from 'node:https';
import type { DoctorLine } from '../../../src/host/channel.ts';
import { agentFor } from '../../../src/host/proxy.ts';
import type { BotSettings } from '../settings.ts';

const patienceMs = 8_000;

/** Whether the other end speaks WebSocket, without subscribing: a second subscription would end the running one. */
const reaches = (url: string): Promise<boolean> => {
  const target = new URL(url.replace(/^ws/i, 'http'));
  const agent = agentFor(url);
  const client = target.protocol === 'https:' ? https : http;
  return new Promise(resolve => {
    const request = client.request(target, {
      ...(agent === undefined ? {} : { agent }),
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.from('shenbao-doctor-1').toString('base64'),
      },
      timeout: patienceMs,
    });
    request.once('upgrade', (_, socket) => {
      socket.destroy();
      resolve(true);
    });
    request.once('response', answer => {
      answer.resume();
      resolve(false);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
    request.end();
  });
};

/** Check that the long connection can be made, and say where everything is set. */
export const botDoctor = async (settings: BotSettings): Promise<DoctorLine[]> => {
  const { hostname } = new URL(settings.wsUrl);
  const there = await reaches(settings.wsUrl);
  return [
    there
      ? { level: 'ok', text: `智能机器人：可以连到 ${hostname}。` }
      : {
          level: 'fail',
          text: `智能机器人：无法与 ${hostname} 建立长连接。`,
          remedy: `请在防火墙或代理上放行 ${hostname}:443（WebSocket）；须经代理的，设置 HTTPS_PROXY。`,
        },
    {
      level: 'ok',
      text: '智能机器人：Bot ID 与 Secret 在启动时核对（一个机器人只能有一条长连接，此处不试连，以免断开正在运行的程序）。',
    },
    {
      level: 'ok',
      text: '智能机器人：须在企业微信“工作台 → 智能机器人 → API 模式”中选择“使用长连接”。创建人须是超级管理员，否则收到的成员 ID 是加密的，换机器人后须重新绑定审核人员。',
    },
  ];
};
