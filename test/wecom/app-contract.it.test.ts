import { channelContract } from '../contracts/channel.ts';
import { openApp } from './app-harness.ts';

channelContract('wecom (self-built app)', openApp, {
  'says what is wrong with a file, so that it can be mended':
    'the upload page says it itself and lets another file be chosen: app.test.ts',
});
