import type { Reading } from './reading.ts';

const anyOf = (words: string): string => `(?:${words.trim().split(/\s+/u).join('|')})`;

/** Who speaks, and small words before the point. */
const opening = anyOf('我们 我 咱们 那 就 先 今天 暂时 这会儿 现在 要不 好了 好吧 好 嗯 算了 还 可能 都 也');
const later = anyOf(
  '等一?会儿? 等一?下 等哈 等忙完 待会儿? 待一?下 过一?会儿? 过一?下 一会儿? 一哈儿? 晚点儿? 晚些时候 晚些 回头 改天 改日 明天 后天 明早 下午 晚上 下次 下回 以后 空了 有空 得空 忙完 吃完饭 开完会 下周 周一',
);
const again = anyOf('再 又 才 接着 继续 来');
const going = anyOf('说 弄 填 搞 写 办 聊 看 做 来 讲 报 处理 接着 继续 联系 回来 整');
const stops = anyOf(
  '不(?:弄|填|搞|写|办|做|说|聊|报|整) (?:弄|填|搞|写|办|做|说|聊|报|整)到(?:这儿?|这里) 到这儿? 到这里 到此为止 这样 停一?下? 放一?放 放着 放一?下 搁着 搁一?下 歇一?下 歇会儿? 休息一?下 忙别的 不急',
);
const away = anyOf(
  '开个?会 吃个?饭 下班 上课 出差 接个?电话 接个?人 接个?孩子 接个?娃儿? 开车 睡觉 睡 休息 办点?事 有点?急?事 出门 出去一?下? 走 忙 值班 做饭 下车间 去车间 去医院 去银行 见个?客户 领导找我 领导喊我 有人找我 来客人 来人',
);
const must = anyOf('要 得 该 去 准备 马上 回 来 又');
const tail = '(?:去|了|一下|先|吧|啦|哈|呀|啊|哦|咯|嘛|噻|着|呢|的)*';

/** 等会再说, 先不弄了, 我要去开会了. */
const leaving = new RegExp(
  `^${opening}*(?:${later}(?:${again}+${going}*|${going}+)|${stops}|${must}*${away})${tail}$`,
  'u',
);
const back = anyOf('回来 又来 来 忙完 弄完 开完会 吃完饭 办完事 上班');
const goingOn = anyOf('继续 接着 往下');
/** 我回来了, 开完会了, 我们继续吧. */
const returning = new RegExp(`^${opening}*(?:${back}(?:了|啦|咯|喽)|可?以?${goingOn}${going}*${tail})$`, 'u');

/** Longest message that is heard as leaving or coming back, in UTF-16 units. */
const LIMIT = 40;

/**
 * Whether a message only says that its writer leaves off for now, or is back. Every part of it must: what says anything else
 * is not put aside with it.
 */
export const pauseIn = ({ text, clauses }: Reading): 'pause' | 'resume' | null => {
  if (text.length > LIMIT) return null;
  const said = clauses.filter(({ act }) => act !== 'greets');
  const is = (pattern: RegExp) => said.map(({ plain }) => pattern.test(plain));
  const leaves = is(leaving);
  if (leaves.some(Boolean) && said.every(({ answer }, index) => leaves[index] || answer === 'later'))
    return 'pause';
  const returns = is(returning);
  return returns.length > 0 && returns.every(Boolean) ? 'resume' : null;
};
