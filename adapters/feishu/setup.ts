import type { ChannelSetup } from '../../src/host/channel.ts';

export const feishuSetup: ChannelSetup = {
  title: '飞书',
  about: '本单位成员（开通对外共享后也可面向外单位）；使用长连接，不需要公网地址',
  calledBack: false,
  before: [
    '打开 https://open.feishu.cn/app → 创建企业自建应用 → 添加应用能力 → 机器人。',
    '在“凭证与基础信息”复制 App ID 和 App Secret。',
  ],
  questions: [
    { variable: 'FEISHU_APP_ID', label: 'App ID（形如 cli_a1b2…）', secret: false },
    { variable: 'FEISHU_APP_SECRET', label: 'App Secret', secret: true },
  ],
  after: [
    '先启动程序，再到“事件与回调”把订阅方式都选为“使用长连接”并保存，添加上面列出的事件和回调。',
    '最后“创建版本”并发布。',
  ],
};
