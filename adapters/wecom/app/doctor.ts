import { z } from 'zod';
import type { ChannelDeps, DoctorLine } from '../../../src/host/channel.ts';
import { WecomApi } from '../api.ts';
import { apiLine, callbackLine, tokenLine } from '../doctor-lines.ts';
import type { AppSettings } from '../settings.ts';
import { appCallbackPath } from './receive.ts';

const Agent = z.looseObject({ name: z.string().optional(), close: z.number().optional() });

/** Check credentials, trusted IP and scope of the self-built app, and print its callback address. */
export const appDoctor = async (settings: AppSettings, deps: ChannelDeps): Promise<DoctorLine[]> => {
  const token = await tokenLine(settings);
  const lines: DoctorLine[] = [token.line];
  if (token.value !== null) {
    const fixed = token.value;
    const api = new WecomApi(settings.root, { get: () => Promise.resolve(fixed) });
    const reply = await api.get('/cgi-bin/agent/get', { agentid: String(settings.agentId) });
    lines.push(apiLine('应用信息', reply));
    if (reply.kind === 'ok' && Agent.parse(reply.body).close === 1)
      lines.push({ level: 'fail', text: '应用已停用。', remedy: '请在管理后台“应用管理”中启用该应用。' });
  }
  lines.push(callbackLine('自建应用“接收消息”的 URL', deps.publicUrl, appCallbackPath));
  if (deps.publicUrl === null && settings.kfLink === null)
    lines.push({
      level: 'warn',
      text: '没有公网地址，也没有 WECOM_KF_LINK：成员无处上传文件。',
      remedy: '请设置公网地址，或填写微信客服链接。',
    });
  return lines;
};
