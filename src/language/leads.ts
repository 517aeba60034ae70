/**
 * What stands between the name of a thing and what it is: 就写我们的, 现在改成, 应该是, 不是. Words are taken off one after the other,
 * the longest first, so a new word needs no new pattern.
 */

export interface Lead {
  /** Letters it takes up. */
  readonly length: number;
  /** Whether one of its words brings in a value: 是, 叫, 填. */
  readonly brings: boolean;
  /** Whether one of its words brings in a place: 在, 位于. */
  readonly places: boolean;
  /** Whether what follows takes the place of something: 现在是, 改成, 不对是. */
  readonly anew: boolean;
  /** Whether what follows is what was: 原来是. */
  readonly former: boolean;
  /** Whether what follows is what it is not: 不是, 不叫. */
  readonly denied: boolean;
  /** Whether it says that what stood before was a mistake: 不对, 说错了. */
  readonly takesBack: boolean;
}

type Sort =
  | 'none'
  | 'small'
  | 'brings'
  | 'places'
  | 'anew'
  | 'changes'
  | 'former'
  | 'denied'
  | 'takesBack'
  | 'wrote';

const vocabulary: Readonly<Record<Sort, string>> = {
  /** Begin like one of the others, and are words of a value. */
  none: '院长 校长 厂长 所长 社长 我们院长 我们校长 我们厂长 我们所长 我们社长 我院院长 不对外 是否 定位 定期 报告 报名 报送 用于 用户 用电 用水 为了 为主 为民 打造 由于 选址 选育 算法 换热 老年 原料 原材料 在线 在册 在编 上海 上市 上游 上级 单位面积 应急 应用 给水 给排水 新型 留学 改造 改良 改性 改革 对接 对外 对口 中间体 实际控制人 全部门 先进 先锋 直接税 暂行 初步设计',
  /** Say nothing of the value. */
  small:
    '嗯 哦 噢 啊 哎 诶 呃 那 那个 这个 这块 这块儿 那块 那块儿 那栏 这栏 那一栏 这一栏 这格 那格 那项 这项 那处 这里 那里 这边 那边 这儿 那儿 那段 中间 那截 那部分 嘛 么 呢 吧 哈 的话 就 也 都 还 又 才 再 请 麻烦 劳烦 帮忙 帮我 帮 给 给我 你 您 你们 老师 直接 先 全部 统一 暂时 暂 拟 初步 准备 打算 想 名称 我们 我 咱们 咱 他们 对方 我司 本单位 本公司 我单位 我公司 我厂 我院 我校 我所 我社 我们厂 我们院 我们校 我们所 我们社 我们学校 我们医院 本院 本校 本所 本厂 本社 客户 客户公司 客户单位 委托方 委托单位 单位 公司 企业 厂里 院里 厂子 厂 医院 学校 研究所 合作社 机构 好的 好 对 是不是 嘞 噻 咯 实际 其实 具体 一下 上 名字 全称 全名 姓名 大名 本名 正式名称 号码 的 , ， : ： “ " 「 \' ‘',
  /** Bring in a value. */
  brings:
    '是 就是 为 叫 叫做 叫作 喊 喊做 名叫 叫个 取名 取名叫 起名 起名叫 命名为 填 填写 填成 填写为 写 写上 写成 填上 写的是 填的是 报 报的是 勾 勾选 选 选择 用 让 由 打 留 留的是 安排 安排的是 定 定的是 定了 定为 定成 登记 登记为 录 录入 搞成 算 归 归到 归于 这么写 这样写 这么填 这样填 如下 = is are',
  /** Bring in a place. */
  places: '在 位于 设在 地点在 坐落在 是在',
  /** What is now. */
  anew: '现在 如今 目前 今年 这次 这回 眼下 上个月 上月 最近 刚刚 刚 后来 前天 昨天 已经 正确 正确的 真正的 准确的 应该 应当 应 而 反而 实际上',
  changes:
    '改 改成 改为 改作 改到 改叫 改名 改名叫 改名为 更名为 更名 换 换成 换为 换成了 换到 变成 变更为 变更成 更正为 更改为 修改为 修改成 替换成 替换为 调整为 搬到 搬至 搬去 搬 迁到 迁至 迁 挪到 改成了 改为了 换了 改了 中文名 中文名字 中文名叫',
  former: '原来 原先 原本 以前 之前 先前 早先 从前 过去 老早 曾经 曾 上次 上回 原 旧 老 去年 前年 往年 本来',
  denied:
    '不是 不叫 不要叫 不要写 不要填 别叫 别写 别填 不用 不写 不填 不再是 不再叫 不是叫 并不是 并非 不要 莫写 莫填 不为',
  takesBack:
    '不对 不对不对 不不 不不不 错了 错 说错 说错了 写错 写错了 打错 打错了 搞错了 搞错 弄错了 填错了 填错 输错了 发错了 记错了 口误 笔误 手误 哦不 等下 等一下 等等 重来 更正 更正一下 纠正 纠正一下 有误 多打了 少打了 打反了 写反了 反了 多了个字 少了个字 漏了个字',
  /** What was written, and is going to be said to be wrong: 写成何勇军了. */
  wrote: '写成 填成 打成 输成 写的 填的 报的 留的',
};

const words = new Map<string, Sort>(
  (Object.entries(vocabulary) as [Sort, string][]).flatMap(([sort, list]) =>
    list.split(' ').map((word): [string, Sort] => [word, sort]),
  ),
);
const LONGEST = Math.max(...[...words.keys()].map(({ length }) => length));

const wordAt = (text: string, at: number): string | null => {
  for (let size = Math.min(LONGEST, text.length - at); size > 0; size -= 1) {
    const word = text.slice(at, at + size);
    if (words.has(word)) return word;
  }
  return null;
};

/** What a stretch of text begins with before its value. `spare`: letters that begin a value rather than end its lead. */
export const leadIn = (text: string, spare: (rest: string) => boolean = () => false): Lead => {
  let at = 0;
  let [brings, places, anew, former, denied, takesBack] = [false, false, false, false, false, false];
  while (at < text.length) {
    if (/\s/u.test(text[at]!)) {
      at += 1;
      continue;
    }
    const word = wordAt(text, at);
    if (word === null || spare(text.slice(at))) break;
    const sort = words.get(word)!;
    if (sort === 'none') break;
    brings ||= sort === 'brings' || sort === 'changes';
    places ||= sort === 'places';
    anew ||= sort === 'anew' || sort === 'changes';
    former ||= sort === 'former';
    denied ||= sort === 'denied';
    takesBack ||= sort === 'takesBack';
    at += word.length;
  }
  return { length: at, brings, places, anew: anew && !former, former, denied, takesBack };
};
