import { channelContract } from '../contracts/channel.ts';
import { openFeishu } from './harness.ts';

channelContract('feishu (long connection)', openFeishu('long connection'));
channelContract('feishu (HTTP callbacks)', openFeishu('http'));
