import { channelContract } from '../contracts/channel.ts';
import { openApp } from './app-harness.ts';

channelContract('wecom (self-built app)', openApp);
