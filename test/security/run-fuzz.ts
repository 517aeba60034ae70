import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'yaml';
import { decrypt } from '../../adapters/feishu/crypto.ts';
import { decode as decodeFeishu } from '../../adapters/feishu/decode.ts';
import { parseStrictBytes } from '../../adapters/feishu/strict-json.ts';
import { decode as decodeTelegram } from '../../adapters/telegram/decode.ts';
import { Update } from '../../adapters/telegram/update.ts';
import { decodeDeskAct, decodePosted, decodeUpload } from '../../adapters/web/decode.ts';
import { decodeApp } from '../../adapters/wecom/app/decode.ts';
import { decryptMessage, encryptMessage } from '../../adapters/wecom/crypto.ts';
import { decodeKf, KfMessage } from '../../adapters/wecom/kf/decode.ts';
import { readXml } from '../../adapters/wecom/xml.ts';
import { DocumentRoom } from '../../src/host/document-room.ts';
import { FileKeeper } from '../../src/host/files.ts';
import { jpeg } from '../documents/archives.ts';
import { wanzhou } from '../documents/forms.ts';
import { para, run, table, word } from '../documents/word.ts';
import { Conversation } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { mutatedBytes, mutatedText, numbers, pick } from './mutate.ts';

// npm run fuzz [-- TRIES [SEED]]: mutated callbacks (70 %), messages (25 %) and documents (5 %). Budget: 200,000 tries take about
// half an hour on two busy cores; a night holds some five million. Says what broke with its seed, and exits 1.

const tries = Number(process.argv[2] ?? 200_000);
const seed = Number(process.argv[3] ?? 1);
/** Longest stretch of the event loop, in milliseconds of this thread's processor time, and memory over idle in MB. */
const LONGEST_MS = 100;
const MOST_MB = 300;
/** Messages of one conversation before another begins. */
const CONVERSATION = 400;

const utf8 = new TextEncoder();
const json = (value: unknown): Uint8Array => utf8.encode(JSON.stringify(value));
const message = {
  message_id: 1,
  date: 1_662_000_000,
  chat: { id: 5, type: 'private', first_name: '王' },
  from: { id: 5, is_bot: false, first_name: '王' },
};
const telegram = [
  json({ update_id: 1, message: { ...message, text: '我们能申报吗？' } }),
  json({
    update_id: 2,
    message: {
      ...message,
      document: { file_id: 'f', file_unique_id: 'u', file_name: 'a.docx', file_size: 9 },
    },
  }),
  json({ update_id: 3, edited_message: { ...message, edit_date: 1_662_000_001, text: '改' } }),
  json({
    update_id: 4,
    callback_query: { id: '7', from: message.from, chat_instance: 'c', data: 'nav_check', message },
  }),
  json({
    update_id: 5,
    my_chat_member: {
      chat: message.chat,
      from: message.from,
      date: 1,
      old_chat_member: { status: 'left', user: message.from },
      new_chat_member: { status: 'member', user: message.from },
    },
  }),
];
const feishuHead = {
  event_id: 'e',
  event_type: 'im.message.receive_v1',
  create_time: '1662000000000',
  token: 't',
  app_id: 'cli_a',
  tenant_key: 'k',
};
const feishu = [
  json({
    schema: '2.0',
    header: feishuHead,
    event: {
      sender: { sender_id: { open_id: 'ou_a' }, sender_type: 'user', tenant_key: 'k' },
      message: {
        message_id: 'om_a',
        create_time: '1662000000000',
        chat_id: 'oc_a',
        chat_type: 'p2p',
        message_type: 'text',
        content: '{"text":"你好"}',
      },
    },
  }),
  json({
    schema: '2.0',
    header: { ...feishuHead, event_type: 'card.action.trigger' },
    event: {
      operator: { open_id: 'ou_a' },
      token: 'c',
      action: { value: { t: 'nav_check' }, tag: 'button', form_value: { a: 'b' } },
      context: { open_message_id: 'om_a', open_chat_id: 'oc_a' },
    },
  }),
];
const wecom = [
  '<xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[zhang]]></FromUserName><CreateTime>1662000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content><MsgId>1</MsgId><AgentID>1</AgentID></xml>',
  '<xml><FromUserName>zhang</FromUserName><CreateTime>1662000000</CreateTime><MsgType>event</MsgType><Event>template_card_event</Event><EventKey>nav_check</EventKey><TaskId>t</TaskId><ResponseCode>r</ResponseCode><AgentID>1</AgentID></xml>',
];
const kf = [
  json({
    msgid: 'm',
    send_time: 1_662_000_000,
    origin: 3,
    external_userid: 'wm1',
    open_kfid: 'wk1',
    msgtype: 'text',
    text: { content: '你好', menu_id: 'nav_check' },
  }),
  json({
    msgid: 'm',
    send_time: 1_662_000_000,
    origin: 4,
    msgtype: 'event',
    event: { event_type: 'enter_session', open_kfid: 'wk1', external_userid: 'wm1', welcome_code: 'w' },
  }),
];
const page = [
  json({ kind: 'text', id: 'a'.repeat(22), seat: 'self', text: '你好' }),
  json({ kind: 'press', id: 'a'.repeat(22), seat: 'reviewer', token: 'nav_check' }),
];

const random = numbers(seed);
const secrets = { token: 't', aesKey: Buffer.alloc(32, 7), receiveId: 'ww1' };
const sealed = wecom.map(text => utf8.encode(encryptMessage(secrets, text, Buffer.alloc(16, 1))));
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return null;
  }
};

/** What a channel does with the bytes of a request; whatever they are, nothing is thrown. */
const callbacks: readonly (() => void)[] = [
  () => {
    const update = Update.safeParse(parsed(mutatedBytes(random, telegram)));
    const identity = { id: 99, username: 'shenbaobot' };
    if (update.success) decodeTelegram(update.data, { identity, refusePersonalData: random() < 0.5, now: 1 });
  },
  () => void decodeFeishu(parseStrictBytes(mutatedBytes(random, feishu)), 'cli_a', 'ou_bot'),
  () => void decrypt(latin(mutatedBytes(random, sealed)), 'key'),
  () => void decryptMessage(secrets, latin(mutatedBytes(random, sealed))),
  () => {
    const text = mutatedText(random, wecom);
    const xml = readXml(text);
    if (xml) decodeApp(xml, text, 1);
  },
  () => {
    const read = KfMessage.safeParse(parsed(mutatedBytes(random, kf)));
    if (read.success) decodeKf(read.data);
  },
  () => void decodePosted(mutatedBytes(random, page)),
  () => void decodeDeskAct(mutatedBytes(random, page)),
  () =>
    void decodeUpload({
      id: mutatedText(random, ['a'.repeat(22)]),
      seat: 'self',
      name: mutatedText(random, ['a.docx', '../../x']),
    }),
];

const used = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const megabytes = (): number => process.memoryUsage.rss() / 1024 / 1024;

const broken: string[] = [];
const note = (kind: string, at: number, what: string): void => {
  broken.push(`${kind} ${at} (seed ${seed}): ${what}`);
  console.log(broken.at(-1));
};

const folder = mkdtempSync(join(tmpdir(), 'shenbao-fuzz-'));
const { pack } = await noticeAt(wanzhouFolder);
const open = () => Conversation.open({ pack, now: '2022-09-01 10:00' });
let talk = await open();
await talk.say('我们能申报吗？');
const room = new DocumentRoom();
const keeper = new FileKeeper(join(folder, 'files'));
const Topics = parse(readFileSync(`${wanzhouFolder}/faq.yaml`, 'utf8')) as unknown;
const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(stringsIn)
      : [];
const phrases = [
  ...stringsIn(Topics).filter(text => text.length < 120),
  '开始填报',
  '资格自测',
  '我们是企业，去年研发投入2300万元，没有不良信用',
  '联系人王五 13800138000',
  '单位名称：甲公司\n单位性质：企业',
  '修改 联系电话',
  '同意',
  '上一步',
  '跳过',
  '是',
  '否',
  '转人工',
  '结束',
  '查看',
  '暂停',
  '继续',
  '重来',
  '通过 WZ22-0001-H',
  '/绑定 0123456789abcdef',
  '删除我的资料',
  '2022年9月1日',
  '菜单',
];
const documents = [
  word(para(run('一、建设主体单位基本信息')) + table(['单位名称', '甲公司'], ['单位性质', '企业'])),
  Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  Buffer.from(jpeg()),
  Buffer.from(wanzhou.template),
];

let longest = 0;
let most = 0;
const idle = megabytes();
const counts = { callbacks: 0, messages: 0, documents: 0 };
const started = Date.now();

/** One try; the processor time it took stands for the longest stretch it can have held. */
const once = async (kind: keyof typeof counts, at: number, work: () => unknown): Promise<void> => {
  counts[kind] += 1;
  const from = used();
  try {
    await work();
  } catch (error) {
    note(
      kind,
      at,
      error instanceof Error ? `${error.name}: ${error.stack?.split('\n').slice(0, 3).join(' ')}` : 'threw',
    );
  }
  const ms = used() - from;
  if (ms > longest) longest = ms;
  if (ms > LONGEST_MS) note(kind, at, `held the loop for up to ${Math.round(ms)} ms`);
};

for (let at = 0; at < tries; at += 1) {
  const which = random();
  if (which < 0.7) await once('callbacks', at, pick(random, callbacks));
  else if (which < 0.95) {
    if (counts.messages % CONVERSATION === CONVERSATION - 1) {
      await talk.close();
      talk = await open();
    }
    const text = mutatedText(random, phrases);
    await once('messages', at, () => talk.say(text));
  } else {
    const content = Buffer.from(mutatedBytes(random, documents));
    await once('documents', at, async () => {
      const kept = await keeper.keep(
        Readable.from([content]),
        mutatedText(random, ['a.docx', 'b.pdf']),
        20 * 1024 * 1024,
      );
      if (!kept.ok) return;
      const file = await keeper.claim(kept.value, ['s', 'p', String(at)]);
      if (file.type === 'docx') await room.read(await keeper.read(file.id), wanzhou.form);
      await keeper.remove(file.id);
    });
  }
  if (at % 500 === 0) most = Math.max(most, megabytes());
  if (at % 20_000 === 0) console.log(`${at} of ${tries}, ${Math.round((Date.now() - started) / 1000)} s`);
}
await talk.close();
await room.close();
rmSync(folder, { recursive: true, force: true });
if (most - idle > MOST_MB) note('memory', tries, `${Math.round(most - idle)} MB over idle`);
console.log(
  `${tries} tries (${counts.callbacks} callbacks, ${counts.messages} messages, ${counts.documents} documents), seed ${seed}, ` +
    `${Math.round((Date.now() - started) / 1000)} s: ${broken.length} broken; longest ${Math.round(longest)} ms; ` +
    `RSS ${Math.round(idle)} MB idle, at most ${Math.round(most - idle)} MB over it`,
);
process.exit(broken.length > 0 ? 1 : 0);
