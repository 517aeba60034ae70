/**
 * The words the gate before storage knows: what people put before a value, around it, or in its place. Nouns and verbs
 * in one spelling (simplified, lower case), with `?` as in a regular expression; how they go together is grammar, in the
 * files that use them. Words that may be repeated are never made of each other (那, 就, but not 那就): a pattern that can
 * take a text apart in many ways tries them all. Words of one form or notice come from its pack.
 */

const anyOf = (words: string): string => `(?:${words.trim().split(/\s+/u).join('|')})`;

/** Who speaks, or for whom. */
export const speaker = anyOf(
  '我们这边 我们这里 我们单位 我们公司 我们厂 我们 我这边 我这里 我 咱们 咱 俺们 俺 本单位 本公司 本厂 本院 本校 本人 该 这边 这里 这个 这 那个 那 他们 他 她们 她 它',
);

/** Joins a name to its value. */
export const copula = anyOf(
  '写的是 填的是 用的是 定的是 取的是 也是 还是 就是叫 就是 就叫做 就叫 就填 就写 就用 应该是 应为 现在是 是叫 是 叫做 叫作 叫 名叫 名为 为 填写为 填写 填 写为 写 用 如下',
);

/** What a value of a kind is called whatever the form calls it. */
export const nouns = {
  person: anyOf('名字 姓名 大名 全名 真名 人名 人 name'),
  number: anyOf(
    '联系电话 联系方式 电话号码 电话 手机号码 手机号 手机 座机号码 座机 固定电话 固话 号码 tel phone mobile',
  ),
  address: anyOf('电子邮箱地址 电子邮箱 邮箱地址 邮箱 电子邮件 邮件 e-?mail mail'),
  date: anyOf('日期 时间 年月日 日子 date'),
  title: anyOf('名字 名称 全称 全名 标题 题目 name'),
  unit: anyOf('单位 公司 工厂 厂 企业 医院 学校 大学 学院 研究院 研究所 院 所 合作社 机构 集团 中心'),
  place: anyOf('通讯地址 联系地址 详细地址 办公地址 注册地址 地址 住址 地点 位置 所在地'),
} as const;

/** Said behind a name that is not part of it: a seal, a signature, an office, a form of address. */
export const personRemark = new RegExp(
  `^${anyOf(
    '签章 签字 签名 签 章 代 兼 暂 暂定 待定 拟任 拟 先 主 副 \\d{1,3}岁 \\S{0,8}工 盖章 公章 手写 亲笔 亲签 印 男 女 先生 女士 小姐 同志 老师 本人 法人 法人代表 法定代表人 代表 代表人 负责人 责任人 联系人 经办人 牵头人 \\S{0,8}[长任理事师授员记总监干] \\S{0,6}电话 电话.* 手机.*',
  )}$`,
  'u',
);

/** Behind a full name, a form of address is no part of it. */
export const honorific = anyOf(
  '先生 女士 小姐 同志 老师 总经理 董事长 经理 主任 院长 校长 所长 处长 科长 局长 教授 博士 工程师',
);

/** A surname with a title, or a nickname: nobody can be registered under it. */
export const halfName =
  /^(?:[小老阿]\p{Script=Han}|\p{Script=Han}(?:总|工|老师|经理|主任|院长|校长|所长|处长|科长|局长|董|书记|教授|博士|医生|师傅|先生|女士|小姐|哥|姐))$/u;

/** People named by what they are to somebody, not by name. */
export const pronoun =
  /^(?:也是|还是|都是|就是|是|也|还|都|就)?(?:我|我们|我自己|自己|本人|我本人|他|她|他们|咱|我爸|我老公|我老婆|老板|我们老板|法人|负责人|联系人|负责人本人|法人本人)$/u;

/** What is said about a number and is no part of it. */
export const phoneRemark = anyOf(
  '微信同号 同微信 微信 手机 座机 固话 办公室 办公 办 宅 家里 家 白天 24小时 号码 电话 转分机',
);

/** Doing something with the conversation instead of answering; each may take a `controlled`. */
export const control = anyOf(
  '取消 撤销 撤回 返回 退回 后退 回到 回退 退出 离开 结束 停止 终止 中止 暂停 继续 跳过 略过 重新 重来 重填 重写 重做 重置 清空 清除 删除 修改 更改 更正 改 算了 不用 不要 不填 不写 不弄 不搞 提交 保存 确定 同意 确认 不同意 转 找 接 换 下 上 填错 写错 发错 点错 按错 选错 打错 输错 弄错 搞错 错 back cancel quit exit stop help menu undo skip next restart submit',
);
export const controlled = anyOf(
  '上一步 上一题 上一项 上一个 上一条 上一页 上页 上步 上题 下一步 下一题 下一项 下一个 下一页 前一步 前一题 前一项 上面 前面 刚才的? 这一?[步题项条个] 本[题项次] 一步 一题 一项 一页 一下 一次 一遍 人工 客服 服务 真人 工作人员 操作 填报 填表 填 写 开始 来过 来 输入 选择 选 回答 申请 申报 全部 所有 内容 掉 菜单 主页 首页 了 吧 啊 嘛 呀 哈 的',
);
export const request = anyOf('请 帮我 给我 帮忙 麻烦 您 我 想 要 不 先 再 那 就 全部');

/** Kinds of message that a platform replaces by a word where it cannot show them. */
export const medium = anyOf(
  'messages? images? photos? pictures? videos? files? documents? audio voice stickers? media gifs? contacts? location posts? cards? chat 消息 图片 照片 视频 语音 文件 动画 表情 贴纸 聊天记录 链接 名片 位置 红包 转账 小程序 卡片 内容',
);
/** What became of it. */
export const mediumFate = anyOf(
  'omitted deleted recalled expired unsupported unavailable forwarded merged attached not was is this and the been has cannot be displayed supported unknown type types a an on in your to client device version please upgrade update view unread 转发 合并 的 已 被 撤回 过期 失效 暂 不支持 该 此 这 一?条 您 你 收到 请 在 手机端 手机上 查看 类型 无法 不能 不可 显示 展示 打开 阅读 当前 最新 版本 升级 更新 删除 作者 对方 发送者 到 至 用 客户端 微信 企业 飞书 钉钉 以',
);

/** What points at something that stands elsewhere, or leads up to it. */
export const pointing = anyOf(
  '就 按 采用 使用 用 填 写 选 照着? 要 那个 这个 你们 你 您 系统 助手 上面 给 的 我们 我 还是 那',
);
/** What the assistant offers. */
export const offered = anyOf('建议 推荐 默认');
export const offeredThing = anyOf(
  '的 值 内容 选项 答案 那个 这个 那项 来 填 就行 就好 就可以 可以 行 好 吧 了 啊 嘛 噻',
);
/** Whose entry is pointed at. */
export const entryOf = anyOf(
  '建设主体单位 主体单位 申报单位 单位 公司 厂里 厂 医院 学校 法人代表 法人 负责人 联系人 上面 前面 刚才 之前',
);

/** Where somebody is off to: 我要去开会了. */
export const errand = anyOf(
  '开会 开个会 吃饭 下班 上课 出差 忙 接电话 接个电话 开车 睡觉 睡 休息 接孩子 办事 有事 有点事 出门 出去 走',
);

/** Hands over to later: 我查一下, 晚点再填. Verbs, and the thing left open. */
export const unknowing = anyOf(
  '不太?(?:清楚|知道|确定|了解|晓得|明白|懂|会) 不会 没想好 没考虑好 没把握 搞不清楚? 搞不懂 弄不清楚? 不晓得',
);
export const asked = anyOf(
  '(?:该|要|应该|应当|具体)?(?:写|填)?(?:怎么|咋个?|如何|怎样|什么|啥子?|哪些|哪个|谁|多少)(?:写|填|弄|办|说|回答|介绍|表述)?(?:什么|啥|些什么|才好|合适|好)? (?:这个|这项|这里|这栏|这一?[题项条])(?:怎么|咋|如何)?(?:写|填)?',
);

const listed = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));

/** Words that do something with the conversation or the form. */
export const commandWords = listed(
  `取消 撤销 撤回 返回 退回 后退 回退 回到 退出 离开 结束 停止 停 终止 中止 暂停 继续 跳过 略过 重新 重来 重填 重写 重做 重置 重新填 清空 清除 清理 删除 删掉 去掉 修改 更改 更正
  提交 保存 存 确定 确认 同意 转人工 人工 客服 上一步 上一题 上一项 上一个 上一条 上一页 下一步 下一题 下一项 下一个 下一页 前一步 前一题 前一项 菜单 主菜单 选单 主选单 首页 主页 开始
  back goback cancel quit exit stop help menu undo skip next restart submit nevermind startover reset redo delete close done save previous return`,
);

/** Other words of talk, single ones and those the one vocabulary has no class for. Nouns of people are whoever is asked. */
export const talkWords = listed(
  `我 我们 你 你们 您 他 她 它 咱 咱们 俺 谁 大家 自己 这 那 哪 这个 那个 哪个 这里 那里 这边 那边 这些 那些 这样 那样 这么 那么 此 该 这儿 那儿
  的 地 了 着 过 吧 吗 呢 啊 呀 嘛 哈 哦 噢 哟 啦 咯 喽 诶 哎 唉 欸 嗯 呃 额 嘿 呵 嘻 哇 喔 噻 撒 嘞 呗 么 呜 哼 啧
  先 再 就 才 还 也 都 又 很 太 好 真 挺 蛮 一 点 一点 点儿 下 一下 一会 一会儿 会儿 些 个 一个 次 一次 遍 一遍 项 题 条 步 段 句 栏 上 里 边 面 把 被 让 叫 请 帮 给 跟 和 对 错 反 漏
  不 没 没有 别 不要 不用 还没 还没有 要 想 会 能 能不能 可不可以 可以 得 该 应该 必须 一定 需要 愿意 敢 刚 刚才 刚刚 前面 上面 下面 后面 之前 以前 以后 后来 然后 最后 已经 一直 老是 总是 总 现在 目前 马上 今天 明天 后天 下午 晚上 早上 中午 下周 改天 回头 晚点 稍后 稍微 稍 随便 大概 可能 真的 非常 有点 有些
  等 等等 等下 等我 问 问问 问下 看 看看 看着 看下 找 找找 找下 查 查查 查下 想想 说 说说 讲 聊 写 填 填写 填完 写完 改 改改 弄 弄完 搞 整 做 办 来 去 走 回来 回去 发 发给 传 交 用 选 选择 点 点击 按 输 输入 打 补 补充 补上 核实 商量 决定 定 定好 安排 准备 知道 清楚 晓得 明白 懂 记得 记 忘 忘了 告诉 回复 联系 汇报 请示 请教 考虑 完 看不懂 看懂 不会 回答
  什么 啥 怎么 怎样 如何 咋 咋个 哪些 哪里 哪儿 多少 几 为什么 为啥 干嘛 干啥 怎么样 还是 或者 是 是不是 有没有 要不要 行不行 算 算了 有 没得 行
  领导 老板 老总 财务 会计 同事 办公室 主任 经理 别人 人家 上级 工作人员 人 客服
  放 放一放 搁 搁着 搁置 耶 参照 按照 照 按 以 为准 实际 忽略 签 签字 盖章 回复 管 转 接 作废 客气 不客气 go to the please i me my it is this that wait moment minute sorry later know idea what why how dont no not
  烦 烦死 麻烦 累 头疼 头痛 晕 急 慢 快 难 复杂 多 少 死 好多 这么多 问题 意思 时候 时间 事 事情 东西 办法 地方 内容 答案 题目 名字 要求
  谢谢 您好 你好 再见 拜拜 辛苦 不好意思 抱歉 对不起 没事 没关系 哈哈 哈哈哈 呵呵 嘿嘿 嘻嘻 好的 ok okay okok bye hi hello test testing 测试 略 不详 暂时 暂`,
);
