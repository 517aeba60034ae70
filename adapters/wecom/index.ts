import type { ChannelDeps, ChannelPlugin } from '../../src/host/channel.ts';
import { appSettings, botSettings, kfSettings, wechatySettings } from './settings.ts';
import { aibotSetup, kfSetup, wechatySetup, wecomSetup } from './setup.ts';

/** The self-built app: members of the corporation, first of all the office's own staff. */
export const wecom: ChannelPlugin = {
  name: 'wecom',
  setup: wecomSetup,
  configure(env) {
    const settings = appSettings(env);
    if (settings === null || !settings.ok) return settings;
    return {
      ok: true,
      value: {
        summary: `企业微信自建应用（AgentId ${settings.value.agentId}）`,
        reaches: [settings.value.root],
        create: async deps => new (await import('./app/channel.ts')).AppChannel(settings.value, deps),
        doctor: async deps => (await import('./app/doctor.ts')).appDoctor(settings.value, deps),
      },
    };
  },
};

/** 微信客服: everybody with an ordinary WeChat account. */
export const kf: ChannelPlugin = {
  name: 'kf',
  setup: kfSetup,
  configure(env) {
    const settings = kfSettings(env);
    if (settings === null || !settings.ok) return settings;
    return {
      ok: true,
      value: {
        summary: `微信客服（${settings.value.openKfId}）`,
        reaches: [settings.value.root],
        create: async deps => new (await import('./kf/channel.ts')).KfChannel(settings.value, deps),
        doctor: async deps => (await import('./kf/doctor.ts')).kfDoctor(settings.value, deps),
      },
    };
  },
};

/** 智能机器人: members of the corporation, without any public address. */
export const aibot: ChannelPlugin = {
  name: 'aibot',
  setup: aibotSetup,
  configure(env) {
    const settings = botSettings(env);
    if (settings === null || !settings.ok) return settings;
    return {
      ok: true,
      value: {
        summary: `企业微信智能机器人（${settings.value.botId}）`,
        reaches: [settings.value.wsUrl],
        async create(deps) {
          const sdk = await import('@wecom/aibot-node-sdk');
          const { BotChannel } = await import('./aibot/channel.ts');
          return new BotChannel(sdk, settings.value, deps);
        },
        doctor: async () => (await import('./aibot/doctor.ts')).botDoctor(settings.value),
      },
    };
  },
};

/** An account driven through a wechaty gateway. */
export const wechaty: ChannelPlugin = {
  name: 'wechaty',
  setup: wechatySetup,
  configure(env) {
    const settings = wechatySettings(env);
    if (settings === null || !settings.ok) return settings;
    const open = async ({ log, words }: ChannelDeps) => {
      const { WechatyChannel } = await import('./wechaty/channel.ts');
      const { puppetGateway } = await import('./wechaty/puppet-gateway.ts');
      return new WechatyChannel(() => puppetGateway(settings.value), log, words);
    };
    return {
      ok: true,
      value: {
        summary: `wechaty 网关（${settings.value.endpoint ?? '由令牌查找'}）`,
        // gRPC reads the proxy variables by itself.
        reaches: [],
        create: open,
        doctor: async deps => (await import('./wechaty/doctor.ts')).wechatyDoctor(await open(deps)),
      },
    };
  },
};
