import { channelContract } from '../contracts/channel.ts';
import { openTelegram } from './harness.ts';

channelContract('telegram, long polling', openTelegram('polling'));
channelContract('telegram, webhook', openTelegram('webhook'));
