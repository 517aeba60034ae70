import type { ChannelPlugin } from '../../src/host/channel.ts';
import { feishuSettings } from './settings.ts';
import { feishuSetup } from './setup.ts';

/** A stopwatch, milliseconds: pacing and token life must not follow a rehearsal's clock. */
const elapsed = () => performance.now();

/** Feishu and Lark. Long connection unless an Encrypt Key and a public address are configured. */
export const feishu: ChannelPlugin = {
  name: 'feishu',
  setup: feishuSetup,
  configure(env) {
    const settings = feishuSettings(env);
    if (settings === null || !settings.ok) return settings;
    const { value } = settings;
    return {
      ok: true,
      value: {
        summary: `飞书应用 ${value.appId}`,
        reaches: [value.domain],
        async create(deps) {
          const sdk = await import('@larksuiteoapi/node-sdk');
          const { createFeishuChannel } = await import('./channel.ts');
          return createFeishuChannel(sdk, value, deps, elapsed);
        },
        async doctor(deps) {
          const sdk = await import('@larksuiteoapi/node-sdk');
          const { createApi } = await import('./api.ts');
          const { examine } = await import('./doctor.ts');
          return examine(createApi(sdk, value, deps.log, elapsed), value, deps);
        },
      },
    };
  },
};
