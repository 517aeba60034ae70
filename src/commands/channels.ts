import { feishu } from '../../adapters/feishu/index.ts';
import { telegram } from '../../adapters/telegram/index.ts';
import { aibot, kf, wechaty, wecom } from '../../adapters/wecom/index.ts';
import type { ChannelFactory, ChannelPlugin } from '../host/channel.ts';
import type { Issue } from '../model/issue.ts';

/** Every platform the house can speak to; each stays out of the way until its variables are set. */
export const plugins: readonly ChannelPlugin[] = [telegram, feishu, wecom, aibot, kf, wechaty];

export interface Configured {
  readonly name: string;
  readonly factory: ChannelFactory;
}

export const configuredChannels = (
  env: Readonly<Record<string, string | undefined>>,
): {
  readonly channels: readonly Configured[];
  readonly issues: readonly Issue[];
  readonly absent: readonly string[];
} => {
  const channels: Configured[] = [];
  const issues: Issue[] = [];
  const absent: string[] = [];
  for (const plugin of plugins) {
    const result = plugin.configure(env);
    if (result === null) absent.push(plugin.name);
    else if (result.ok) channels.push({ name: plugin.name, factory: result.value });
    else issues.push(...result.issues);
  }
  return { channels, issues, absent };
};
