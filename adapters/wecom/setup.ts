import type { ChannelSetup, SetupQuestion } from '../../src/host/channel.ts';

const corporation: SetupQuestion = {
  variable: 'WECOM_CORP_ID',
  label: '企业 ID（“我的企业”页底部，ww 开头）',
  secret: false,
};

const callback = (prefix: string): SetupQuestion[] => [
  { variable: `${prefix}_TOKEN`, label: '“接收消息”页面的 Token', secret: true },
  { variable: `${prefix}_AES_KEY`, label: '“接收消息”页面的 EncodingAESKey（43位）', secret: true },
];

const receiving =
  '进入该应用的“接收消息 → 设置API接收”，对 Token 和 EncodingAESKey 各按一次“随机获取”并复制，先不要保存。';
const trusted = '在该应用的“企业可信IP”中填入本机的出口地址。';
const saving = '先启动程序，再回到“设置API接收”填入上面的 URL 并保存：企业微信会立刻访问这个地址。';

export const wecomSetup: ChannelSetup = {
  title: '企业微信自建应用',
  about: '本企业成员，主要是办理人员；需要公网 https 地址和可信IP',
  calledBack: true,
  before: [
    '打开 https://work.weixin.qq.com/wework_admin/ → 应用管理 → 创建应用，把办理人员都放进“可见范围”。',
    receiving,
  ],
  questions: [
    corporation,
    { variable: 'WECOM_AGENT_ID', label: '应用详情页的 AgentId（数字）', secret: false },
    { variable: 'WECOM_SECRET', label: '应用详情页的 Secret', secret: true },
    ...callback('WECOM'),
  ],
  after: [saving, trusted],
};

export const aibotSetup: ChannelSetup = {
  title: '企业微信智能机器人',
  about: '本企业成员；使用长连接，不需要公网地址，也不需要可信IP',
  calledBack: false,
  before: [
    '由超级管理员在企业微信客户端：工作台 → 智能机器人 → 创建机器人 → 手动创建 → API 模式，连接方式选“使用长连接”。',
  ],
  questions: [
    { variable: 'WECOM_BOT_ID', label: 'Bot ID', secret: false },
    { variable: 'WECOM_BOT_SECRET', label: 'Secret', secret: true },
  ],
  after: ['启动程序，看到“渠道 aibot 已就绪”后在机器人页面保存，并设置谁能看到它。'],
};

export const kfSetup: ChannelSetup = {
  title: '微信客服',
  about: '任何微信用户，适合申报人；需要公网 https 地址和可信IP',
  calledBack: true,
  before: [
    '在管理后台“应用管理 → 微信客服”启用，创建客服账号；另建一个自建应用专供它使用。',
    '在“微信客服 → 可调用接口的应用”选择该应用，并把客服账号交给它（通过 API 管理微信客服账号）。',
    receiving,
  ],
  questions: [
    corporation,
    { variable: 'WECOM_KF_SECRET', label: '该应用的 Secret', secret: true },
    { variable: 'WECOM_KF_OPEN_KFID', label: '客服账号 ID（wk 开头）', secret: false },
    ...callback('WECOM_KF'),
  ],
  after: [saving, trusted, '把上面的申报人入口链接做成二维码，随通知一起公布。'],
};

export const wechatySetup: ChannelSetup = {
  title: 'wechaty 网关',
  about: '由第三方网关代管的一个微信账号；非官方接口，风险由使用单位承担',
  calledBack: false,
  before: ['向网关服务商购买或自建网关，取得令牌。'],
  questions: [
    { variable: 'WECHATY_TOKEN', label: '网关令牌（含 SNI 前缀）', secret: true },
    {
      variable: 'WECHATY_ENDPOINT',
      label: '网关地址（主机:端口）',
      secret: false,
      optional: true,
      hint: '由服务商按令牌查找时直接回车',
    },
  ],
  after: [],
};
