import { z } from 'zod';
import type { ChannelDeps, DoctorLine } from '../../../src/host/channel.ts';
import { WecomApi } from '../api.ts';
import { apiLine, callbackLine, tokenLine } from '../doctor-lines.ts';
import type { KfSettings } from '../settings.ts';
import { kfCallbackPath } from './receive.ts';

const Accounts = z.looseObject({
  account_list: z.array(z.looseObject({ open_kfid: z.string() })).default([]),
});
const Link = z.looseObject({ url: z.string() });

/** Check credentials, trusted IP and scope of 微信客服, and print its callback address and the customers' link. */
export const kfDoctor = async (settings: KfSettings, deps: ChannelDeps): Promise<DoctorLine[]> => {
  const token = await tokenLine(settings);
  const lines: DoctorLine[] = [token.line];
  if (token.value !== null) {
    const fixed = token.value;
    const api = new WecomApi(settings.root, { get: () => Promise.resolve(fixed) });
    const accounts = await api.get('/cgi-bin/kf/account/list');
    lines.push(apiLine('微信客服接口', accounts));
    if (accounts.kind === 'ok') {
      const known = Accounts.parse(accounts.body).account_list.some(
        ({ open_kfid }) => open_kfid === settings.openKfId,
      );
      if (!known)
        lines.push({
          level: 'fail',
          text: '客服账号 WECOM_KF_OPEN_KFID 不在本应用可管理的账号中。',
          remedy: '请在“微信客服 → 通过 API 管理微信客服账号”中把该账号交给本应用管理。',
        });
      const link = await api.post('/cgi-bin/kf/add_contact_way', {
        open_kfid: settings.openKfId,
        scene: 'shenbao',
      });
      if (link.kind === 'ok')
        lines.push({
          level: 'ok',
          text: `申报人入口链接：${Link.parse(link.body).url}（可在其后加 &scene_param=）`,
        });
    }
  }
  lines.push(callbackLine('微信客服所用应用“接收消息”的 URL', deps.publicUrl, kfCallbackPath));
  return lines;
};
