import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Channel, ChannelDeps, ChannelHealth, HttpRoute, Intake } from '../../src/host/channel.ts';
import { backOff } from '../../src/host/shelf/back-off.ts';
import { Pace, realTime } from '../../src/host/shelf/pace.ts';
import { ShownQuestions } from '../../src/host/shelf/questions.ts';
import { doorWords } from '../../src/model/door-wording.ts';
import { createApi, type FeishuApi, type Sdk } from './api.ts';
import { cardCharacters } from './encode.ts';
import type { Failure } from './errors.ts';
import { createRoutes } from './http-mode.ts';
import { appRates, chatRates } from './limits.ts';
import { createLongConnection, type LongConnection } from './long-connection.ts';
import { createReceiver, type Receiver } from './receive.ts';
import { createSender } from './send.ts';
import type { Settings } from './settings.ts';

/** Pauses between attempts to reach the platform at start, seconds. */
const pauseSeconds = backOff(1, 30);

const BotBody = z.object({ bot: z.object({ open_id: z.string().min(1) }) });

/** Our own open_id: open.feishu.cn/document/client-docs/bot-v3/bot-overview → 获取机器人信息. */
export const fetchBot = async (api: FeishuApi): Promise<{ id: string } | { failure: Failure }> => {
  const answer = await api.call({ method: 'GET', path: '/open-apis/bot/v3/info' });
  if (!answer.ok) return { failure: answer.failure };
  const parsed = BotBody.safeParse(answer.value);
  return parsed.success ? { id: parsed.data.bot.open_id } : { failure: { trouble: 'unclear', code: 0 } };
};

/** Trouble that ends without a new start of this program: a quota, an app that is switched on again. */
const passing = new Set([99991403, 99991662, 99991673, 230036]);

/** A sentence for the operator about trouble that only the set-up can end. */
export const setupSentence = ({ code }: Failure): string => {
  switch (code) {
    case 10003:
    case 10014:
      return '飞书不接受 FEISHU_APP_ID 与 FEISHU_APP_SECRET，请到开放平台“凭证与基础信息”重新复制。';
    case 230006:
      return '应用未启用机器人能力，请在开放平台“添加应用能力”中启用并发布版本。';
    case 230027:
    case 99991672:
      return '应用缺少权限，请运行 doctor 查看缺哪一项，开通后发布版本。';
    case 99991403:
      return '本月飞书接口调用额度已用完，消息暂停发送：请在飞书管理后台“费用中心”升级版本或购买额度，之后自动恢复。';
    case 99991662:
    case 99991673:
      return '应用已被停用或未在本企业启用，消息暂停发送：请企业管理员在飞书管理后台“工作台 → 应用管理”中启用，之后自动恢复。';
    case 230036:
      return '企业密钥已删除，消息暂停发送：请联系企业管理员恢复。';
    case 10012:
    case 10015:
      return '飞书应用凭据不可用（应用可能已删除）：请到开放平台“凭证与基础信息”核对。';
    case 99991401:
      return '本机地址不在应用的 IP 白名单中，请在开放平台“安全设置”中添加。';
    default:
      return `飞书返回错误码 ${code || '（无应答）'}，请检查应用是否已启用并发布。`;
  }
};

/** The Feishu channel over either transport. `elapsed` is a stopwatch in milliseconds. */
export const createFeishuChannel = (
  sdk: Sdk,
  settings: Settings,
  deps: ChannelDeps,
  elapsed: () => number,
): Channel & { readonly routes?: readonly HttpRoute[] } => {
  const words = deps.words ?? doorWords;
  const pace = new Pace({ all: appRates, chat: () => chatRates, time: deps.time ?? realTime });
  const questions = new ShownQuestions();
  const api = createApi(sdk, settings, deps.log, elapsed);
  const overHttp = deps.publicUrl === null ? null : settings.callback;
  let intake: Intake | null = null;
  let connection: LongConnection | null = null;
  let receive: Receiver | null = null;
  let bot: string | null = null;
  let setupFailure: Failure | null = null;
  let lastEventAt: number | undefined;

  /** Learn who we are; null when that worked. */
  const identify = async (): Promise<Failure | null> => {
    const found = await fetchBot(api);
    if ('failure' in found) return found.failure;
    bot = found.id;
    return null;
  };

  /** The platform could not be reached: try on. The SDK's own loop would begin with pauses of minutes. */
  const openLater = async (waiting: LongConnection): Promise<void> => {
    for (let tries = 0; ; tries += 1) {
      await sleep(pauseSeconds(tries) * 1000, undefined, { ref: false });
      if (connection !== waiting || intake === null) return;
      if ((await identify()) === null) break;
    }
    if (connection === waiting && intake !== null) await waiting.open();
  };

  const send = createSender({
    api,
    pace,
    words,
    questions,
    elapsed,
    onSetup: failure => {
      setupFailure = failure;
    },
  });

  const health = (): ChannelHealth => {
    const seen = lastEventAt === undefined ? {} : { lastEventAt };
    if (intake === null) return { state: 'stopped', ...seen };
    const connected = connection?.state() ?? 'connected';
    if (connected === 'failed') {
      return { state: 'degraded', detail: '与飞书的长连接已断开且未能重连，请检查网络与应用状态。', ...seen };
    }
    if (connected !== 'connected') {
      return { state: 'degraded', detail: '尚未连上飞书，正在重试。', ...seen };
    }
    return setupFailure
      ? { state: 'degraded', detail: setupSentence(setupFailure), ...seen }
      : { state: 'running', ...seen };
  };

  const routes = overHttp
    ? createRoutes({
        callback: overHttp,
        now: () => intake?.now() ?? 0,
        receive: body => {
          if (!receive) throw new Error('feishu: channel is not running');
          return receive(body);
        },
        log: deps.log,
      })
    : undefined;

  return {
    name: 'feishu',
    capabilities: {
      buttons: 40,
      edit: true,
      filesIn: true,
      filesOut: true,
      text: { limit: cardCharacters, unit: 'characters' },
      forms: true,
    },
    ...(routes ? { routes } : {}),

    async start(house) {
      const failure = await identify();
      if (failure?.trouble === 'down' && !passing.has(failure.code)) throw new Error(setupSentence(failure));
      intake = house;
      receive = createReceiver({
        appId: settings.appId,
        api,
        intake: house,
        log: deps.log,
        words,
        questions,
        botId: async () => {
          if (bot === null) await identify();
          return bot;
        },
        onEvent: at => {
          lastEventAt = at;
        },
      });
      if (overHttp) return;
      connection = createLongConnection({ sdk, http: api.http, settings, log: deps.log, receive });
      if (failure === null) await connection.open();
      else void openLater(connection);
    },
    send,
    health,
    forget: chat => questions.forget(chat),
    async stop() {
      pace.stop();
      connection?.close();
      connection = null;
      intake = null;
      receive = null;
    },
  };
};
