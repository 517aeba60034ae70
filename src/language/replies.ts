/**
 * What a short reply says with a verb alone, which stands for the one that was asked about: 还没签, 出过一次, 正在办, 没这个打算.
 *
 * `never`: it was not done, it did not happen · `once`: it was, it did · `underway`: being brought about · `drafted`: what
 * comes before it is done (草稿拟好了) · `planned`, `unplanned`: meant to be, or not.
 */
export type Reply = 'never' | 'once' | 'underway' | 'drafted' | 'planned' | 'unplanned';

const anyOf = (words: string): string => `(?:${words.trim().split(/\s+/u).join('|')})`;

/** Verbs that stand for the one asked about, longest first. */
const verb = anyOf(
  '发生 出现 签订 签署 签字 签 请 看 招 盖章 盖 办理 办下来 办 拿到 拿 取得 注册 登记 成立 设立 组建 组 聘请 聘 参加 参与 达到 申报 查处 处罚 被罚 认定 撤销 列 出 有 受 犯 弄 搞 设 建 拍 入 升 到 上 撤 做 定 找 报 迁 通过 印 交 批 碰到 遇到 发',
);
/** Verbs of what comes before a thing is there. */
const drafting = anyOf(
  '草拟 起草 拟定 拟 商量 沟通 谈 写 准备 筹备 筹建 筹划 筹 计划 考虑 想 讨论 研究 酝酿 安排',
);
const intent = anyOf('打算 计划 准备 安排 考虑 想法 意向 规划 意思 念头 动作');
const denied = anyOf(
  '从来没有? 从没有? 没得 莫得 没有?去? 从未 从来未 未曾 不曾 还没有? 还没得 尚未 暂未 并未 并没有? 未 不',
);
/** Repeated, so none is put together of others (早就, 倒是): there would be more than one way to read it. */
const so = anyOf(
  '是 都 也 还 一直 从来 目前 现在 暂时 至今 到现在 根本 压根儿? 就 倒 其实 确实 的确 早 已经 已 近三年 三年内 这几年',
);
const result = '(?:过了?|好了?|完了?|到了|下来了?|出来了?|得有|齐全?了?|妥了?|全了|成了?|毕|到位了?|了)';
/** There now, with nothing but that said. */
const there = anyOf(
  '在手上?里? 到手了? 到位了? 齐了 备齐了? 有了 下来了 办下来了 批下来了 拿到了 够了 弄好了 搞定了 办好了 搞好了 就位了?',
);
const when = anyOf('大前年 前年 去年 今年 以前 之前 上次 上个?月 上周 前几年 年初 年底 刚 最近 前阵子?');
const soon = anyOf(
  '下个?月 下周 下个星期 下季度 明年初? 后年 月底 年底 年内 过几天 过两天 过阵子 马上 即将 快要? 快 准备 打算 计划 要 会 待 拟 争取 预计',
);
const times = '(?:[一二两三几0-9]+(?:次|起|回|个|遍|家))';
const tail = '(?:了|的|呢|啊|哦|嘛|噻|哈|呀|啦|咯)*';
/** What the thing is called without being named. */
const it = anyOf('事 什么 啥子? 这种事 这些 这事 字 章 下来 好 到 上 成 过 完 出来');
/** Who or what else may lead: 双方, 名单, 草稿. */
const lead = '(?:[\\p{Script=Han}]{1,8}?)';
/** By whom it was done to us: 被环保罚过. */
const suffered = '被\\p{Script=Han}{0,6}?(?:罚|处罚|查处|查|撤销?|列|通报|点名|移送)';

/** 昨天才签的字: done, and when. */
const onceThen = new RegExp(
  `^(?:${so}|${when}|才|昨天|前天|今早|今天|上午)+${verb}的(?:字|章)?${tail}$`,
  'u',
);
const never = new RegExp(
  `^${so}*${denied}(?:任何|半点)?(?:${verb}|${drafting})(?:过|到|好|下来|上|成)*${it}*${tail}$`,
  'u',
);
const neverOf = new RegExp(`^${lead}${so}*${denied}${verb}(?:过|到|好|下来|上|成)*${it}*${tail}$`, 'u');
const once = new RegExp(
  `^(?:${so}|${when})*(?:${suffered}|${verb})(?:${result}|(?=${times}))${times}?${tail}$`,
  'u',
);
/** 章都盖齐了, 券在手上: with what it is done to before it, or behind it. */
const onceOf = new RegExp(
  `^${lead}(?:${so}|${when})*(?:${verb}${result}|${there})${tail}$|^(?:已经?|早就|都|${when})+${verb}\\p{Script=Han}{1,4}了$`,
  'u',
);
const drafted = new RegExp(
  `^(?:${lead})?(?:${so}|${when})*${drafting}(?:好了?|完了?|出来了?|得差不多了?|了|过来了?|成了?|妥了?)${tail}$`,
  'u',
);
const underway = new RegExp(
  `^(?:${so})*(?:正在?|在|快要?|马上要?|准备|打算|即将|要|将|待|拟)(?:去|来)?(?:${verb}|${drafting}|申请|走流程|审批)(?:了|中|着)?${tail}$`,
  'u',
);
/** 对方法务还在看 */
const underwayOf = new RegExp(
  `^${lead}${so}*(?:正在?|在|正)(?:${verb}|${drafting}|走流程|审批?|改|核|过会|会签)(?:着|中)?${tail}$`,
  'u',
);
/** 开过筹备会了 */
const met = new RegExp(`^(?:${so}|${when})*(?:开|碰)(?:过|了)\\p{Script=Han}{0,4}会${tail}$`, 'u');
const unplanned = new RegExp(
  `^${so}*(?:没有?|没得|莫得|无|不|暂无|未|还没有?)(?:这个|这方面的?|这样的|那个|啥|什么|任何)?(?:${intent}|${drafting})(?:过|这个|设|建|搞|弄|找)?${tail}$`,
  'u',
);
const planned = new RegExp(
  `^${so}*(?:正|有|在)*(?:这个|这方面的?|相关)?(?:${intent}|筹建|筹备|筹)(?:中|了|好了|着|设|建|搞|弄)?${tail}$|^${lead}?(?:${so})*${soon}(?:就|才|能|要|会|可以)*(?:去|来)?(?:${verb}|${drafting})(?:起来|了|好)?${tail}$`,
  'u',
);

/** What a clause replies with a verb alone; null when it holds anything else. `alone`: nothing
 * may stand before the verb. `verbs`: those of the fact itself. */
export const replyIn = (plain: string, alone: boolean, verbs: readonly string[] = []): Reply | null => {
  // The fact's own verbs are as good as any.
  const spelled = verbs.reduce((text, own) => (own.length > 1 ? text.replaceAll(own, '办') : text), plain);
  const words = spelled.replace(
    /^(?:我们?单位|我们?公司|我们|我司|本公司|咱们|我|嗯|哦|这个|那个|单位|公司)+/u,
    '',
  );
  if (/(?:掉|退|滑|跌|移|剔|踢|降)(?:下来|出来|出去|下去|出)/u.test(words)) return null;
  if (!alone && /得差不多[了啦]?$/u.test(words)) return 'drafted';
  if (never.test(words)) return unplanned.test(words) ? 'unplanned' : 'never';
  if (unplanned.test(words)) return 'unplanned';
  if (underway.test(words)) return 'underway';
  if (once.test(words) || onceThen.test(words)) return 'once';
  if (planned.test(words)) return 'planned';
  if (drafted.test(words)) return 'drafted';
  if (alone) return null;
  if (neverOf.test(words)) return 'never';
  if (underwayOf.test(words)) return 'underway';
  if (met.test(words)) return 'drafted';
  return onceOf.test(words) ? 'once' : null;
};
