import type { ChannelSetup } from '../../src/host/channel.ts';

export const telegramSetup: ChannelSetup = {
  title: 'Telegram',
  about: '任何 Telegram 用户；服务器在境外，国内需要代理；不需要公网地址',
  calledBack: false,
  before: ['在 Telegram 中打开 https://t.me/BotFather，发送 /newbot，取名后得到令牌。'],
  questions: [
    { variable: 'TELEGRAM_BOT_TOKEN', label: '机器人令牌（形如 123456789:AA…）', secret: true },
    {
      variable: 'TELEGRAM_PERSONAL_DATA',
      label: '个人信息',
      secret: false,
      optional: true,
      hint: '消息经过境外服务器。只答疑和自测、不收个人信息请填 refuse，否则直接回车',
    },
  ],
  after: ['启动后打开上面的链接，按“开始”即可对话，菜单会自动设好。'],
};
