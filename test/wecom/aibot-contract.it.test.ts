import { channelContract } from '../contracts/channel.ts';
import { openBot } from './aibot-harness.ts';

const once =
  'WeCom pushes once over the long connection and acknowledges nothing (path/101463): aibot.it.test.ts';
const noEdit = 'a sent card can be changed in answer to its press alone: aibot.it.test.ts';

channelContract('aibot (智能机器人)', openBot, {
  'acknowledges to the platform only after the intake has the event': once,
  'gets an update again that the intake could not take': once,
  'replaces an earlier message in place, and does it again without harm': noEdit,
  'sends a new message when the one to replace is gone': noEdit,
});
