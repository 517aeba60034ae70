import { channelContract } from '../contracts/channel.ts';
import { openKf } from './kf-harness.ts';

channelContract('kf (微信客服)', deps => openKf(deps, { budget: false }), {
  'splits a long text within the limit and loses nothing':
    'five messages per customer message: a long text is shortened and says so, never split (kf.test.ts)',
  'replaces an earlier message in place, and does it again without harm':
    '微信客服 has no way to change a message after it was sent',
});
