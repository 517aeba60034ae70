import type { Token } from './lexicon.ts';
import type { WordClass } from './words.ts';

/**
 * What several words do together where the words themselves vary: 搞不明白 and 说不清, 正拟着 and 在法务那里审. A list of
 * words cannot hold them; their grammar can.
 */
interface Construction {
  readonly name: WordClass | readonly WordClass[];
  readonly pattern: RegExp;
}

const anyOf = (words: string): string => `(?:${words.trim().split(/\s+/u).join('|')})`;

/** Whom one asks in one's own house. */
const insider = anyOf(
  '老板 领导 财务 会计 出纳 法务 人事 人力 办公室 同事 主任 经理 行政 统计员? 品控 质检 安全员 安监 环保 技术员? 律师 院长 校长 所长 厂长 总部 上面 上头 部门 科室 \\p{Script=Han}{1,3}(?:部|科|处|总|工|办)',
);
/** What brings a thing about and takes its time. */
const process = anyOf(
  '审批 审核 审查 会审 审定 审 草拟 起草 拟定 拟 磋商 商量 商谈 商讨 协商 洽谈 谈判 谈 走流程 报批 会签 修改 盖章 签字 签订 签署 签 过会 筹备 筹建 筹划 筹 组建 酝酿 物色 招募 推进 对接 沟通 讨论 研究 编写 编制 编 迁移 迁 办理 办 跑 申请 申办 完善 定稿 走程序 凑 拉名单 列名单 找人 挑人 选人 定人选 物色人选',
);
const denied = '(?:没有|没得|莫得|没|未|还没有?|尚未)';
const ending = '(?=$|[,，。;；!！?？\\s]|[的呢啊哈哦嘛噻呀了]|啦|咯)';
const us = '(?:我们?|咱们?|我司|本单位|本公司|我单位|我公司)(?:单位|公司|厂|院|这边|自己)?';

/** Those that a unit keeps or loses. */
const staff = '(?:人|窝|地方|一个人|一个|谁|哪个|几个|人员)';
/** To be gone from where one worked. */
const leave = '(?:走|散|换|动|跑|离开|离职|流失|变|跳槽|散伙)';
const kin =
  '(?:爱人|老公|老婆|媳妇|堂客|妹妹?|哥哥?|弟弟?|姐姐?|爸爸?|妈妈?|老汉儿?|儿子?|女儿|表[哥弟姐妹]|堂[哥弟姐妹]|侄儿|侄女|舅舅?|叔叔?|姑姑?|同学|朋友|亲戚|熟人)';

const constructions: readonly Construction[] = [
  // 哪可能不是规上, 谁说我们不是: what nobody would ask is told.
  {
    name: 'aff',
    pattern:
      /(?:哪里?|咋个?|怎么)(?:可能|会|得)(?:不是|没有|没得|没|不)|(?:没有?|没得)?(?:谁|哪个|人)说(?:我们?|咱们?)?(?:单位|公司|厂|院)?(?:不是|没有|没得)/gu,
  },
  {
    name: 'neg',
    pattern:
      /(?:哪里?|咋个?|怎么)(?:可能|会)(?![不没])(?:是|有|出|犯)?过?|哪(?:里)?(?:是|来得?的?|有|得|出过|犯过)(?:过)?(?:啥子?|什么|任何|半点)?/gu,
  },
  // 法人个人有，单位没有
  {
    name: 'ours',
    pattern:
      /(?<=^|[,，。;；\s])(?:单位|厂里|院里|校里|所里|公司里)(?=(?:本身|自己)?(?:这边)?(?:没|有过|也没|倒|从))/gu,
  },
  // 开始说联合的
  { name: 'past', pattern: /(?<![\p{Script=Han}])(?:最)?(?:开始|早先|起头)(?=说|是|想|打算|准备|定的)/gu },
  // 我表哥在研究所
  { name: 'another', pattern: new RegExp(`我们?(?:家)?(?:的)?(?:那个)?${kin}(?!们)`, 'gu') },
  // 一个没走, 没散过, 十年没换过人
  {
    name: 'good',
    pattern: new RegExp(
      `(?:${staff}(?:都|也)?)?(?:从来没有?|一直没有?|没有|没得|没)(?:怎么)?${leave}(?:过|掉)?${staff}?${ending}|留得住人?|稳当得?很?|(?<!不太?)稳当|不(?:怎么)?换人`,
      'gu',
    ),
  },
  // 老换人, 走了一半, 留不住人
  {
    name: 'bad',
    pattern: new RegExp(
      `${leave}光|(?:老是?|经常|总是?|天天|年年|不停地?)(?:在)?(?:换人?|走人?|跑人?|流动|跳槽)|${leave}(?:了|得|掉)(?:一?大?半|差不多|光|没剩|只剩|快光)\\p{Script=Han}{0,4}|散(?:了|得差不多)|留不住人?|流动(?:性)?(?:得很|很?大|太大|快)|人员流失`,
      'gu',
    ),
  },
  // 已经注销规上资格
  { name: ['neg', 'lost'], pattern: /(?:已经|已)?(?:注销|取消|失去|丧失|退掉)了?(?=规|资格|独立)/gu },
  {
    name: ['neg', 'lost'],
    pattern: new RegExp(`(?<=今年|去年|前年|后来|已经|早就)(?:又)?(?:掉|退|降)了${ending}`, 'gu'),
  },
  // 还差他们盖章
  {
    name: 'plan',
    pattern:
      /(?:还差|就差|只差|还等|就等|只等|还缺)\p{Script=Han}{0,6}?(?:盖章|签字|签章|审批|审核|走流程|过会|盖|签|批)/gu,
  },
  // 在他们法务那儿
  {
    name: 'plan',
    pattern: /还?在(?!我|咱|你|您)\p{Script=Han}{1,8}(?:那里|那边|那儿|手上|手里)(?=$|[,，。;；\s])/gu,
  },
  // 资格还在
  { name: 'aff', pattern: new RegExp(`(?<=资格|身份|证|照|名录|名单)(?:都|也|一直)?还?在${ending}`, 'gu') },
  // 还要开会定
  {
    name: 'doubt',
    pattern:
      /(?:还|要|得|等){1,3}(?:开会|上会|研究|商量|讨论)(?:一下|哈|下)?(?:之后|后)?(?:再|才|来)?(?:定|决定|说|看)/gu,
  },
  // 定的较大事故
  {
    name: 'happen',
    pattern:
      /(?:定|认定|判定|评定|定性)(?:的|成|为|了)?(?:是)?(?=(?:特别重大|重大|较大|一般)(?:的|级|安全|质量|生产|责任)?)/gu,
  },
  // 搞不明白, 想不起来
  {
    name: 'doubt',
    pattern:
      /(?:搞|弄|说|看|分|想|拿|吃|记|讲|闹|判断|捋|算)不(?:太|大|很)?(?:清楚|清|明白|懂|准|定|起来?|出来|上来|好(?!的))/gu,
  },
  { name: 'doubt', pattern: /晓不得|晓不到|知不道|(?:哪里?|谁|鬼|天)(?:个|去)?(?:知道|晓得|记得|清楚)/gu },
  // 人事才清楚
  { name: 'doubt', pattern: /(?<=\p{Script=Han})才(?:清楚|知道|晓得|了解|明白|懂)/gu },
  {
    name: 'doubt',
    pattern: /不(?:太|大|很)?敢(?:乱|瞎|随便|轻易)?(?:讲|说|答|回答|保证|下结论|肯定|确定|断定|打包票)死?/gu,
  },
  {
    name: 'doubt',
    pattern: /难(?:以)?(?:讲|判断|界定|确定|说清)|心里没(?:数|底)|没(?:个|有|得)?准(?:信|话)/gu,
  },
  // 没去查, 没统计过
  {
    name: 'doubt',
    pattern: new RegExp(
      `${denied}(?:人|去|认真|仔细|专门|具体|正式)*(?:查|核实|打听|了解|统计|关注|留意|核对|确认|落实)(?:过|清楚|清)?${ending}`,
      'gu',
    ),
  },
  // 要去问哈财务, 等我问一下品控部
  {
    name: 'doubt',
    pattern: new RegExp(
      `(?:要|(?<![没莫不])得|需要|还得|还要|等我们?|容我|让我|我|我们|先|再|回去|回头)*(?:去|先|再|回去|跟|找)*(?:问|请教|请示)(?:一下|一哈|一问|下|哈|问)*${insider}`,
      'gu',
    ),
  },
  {
    name: 'doubt',
    pattern:
      /(?:要|(?<![没莫不])得|需要|还得|还要|等我们?|容我|回去|回头)(?:去|先|再|跟|找)*(?:问|查|核实|核对|打听|翻|请示)(?:一下|一哈|一问|一查|下|哈|问|查|看)*/gu,
  },
  // 申报的这家子公司: who applies is who is spoken of.
  {
    name: 'ours',
    pattern:
      /(?:申报|要报|参报|报)的(?:就)?(?:是)?(?:这家|这个|那家|主体)?(?=(?:子公司|分公司|公司|单位|企业|主体))/gu,
  },
  // 跟老板确认下
  {
    name: 'doubt',
    pattern:
      /(?:跟|和|找|向)(?!你|您)\p{Script=Han}{1,6}(?:确认|核实|核对|落实|对一下|了解)(?:一下|下|哈|清楚){0,2}/gu,
  },
  // 正拟着, 在法务那里审, 尚在磋商
  {
    name: 'plan',
    pattern: new RegExp(
      `(?:正在|尚在|仍在|还在|现在在|正|在)(?:\\p{Script=Han}{1,4}(?:那里|那边|那儿|手上|手里|处))?${process}(?:着|中|之中)?(?![过完好了])`,
      'gu',
    ),
  },
  { name: 'plan', pattern: new RegExp(`${process}(?:着|中)${ending}`, 'gu') },
  { name: 'plan', pattern: /下个?(?:月|周|礼拜|星期|季度)|(?:本|这个|这)月底|国庆后|节后|开年后?/gu },
  // 签妥了
  {
    name: 'done',
    pattern: new RegExp(
      `(?<=[签盖办设建立成写谈定拟组聘请选搞弄拍批印填交备])(?:妥当|妥|毕|齐全|齐|成|完|下来|好|起来)(?:了|啦|咯)?${ending}`,
      'gu',
    ),
  },
  // 还差一截, 没到线
  {
    name: ['neg', 'short'],
    pattern:
      /(?:还|就|只|都)?差(?:了|着|得)?(?:一|那么|老|好|很)?(?:点点|点儿|点|丢丢|截|大截|些|口气|步|远)/gu,
  },
  {
    name: ['neg', 'short'],
    pattern:
      /(?:没有|没|未|不|还没)(?:能|有)?(?:到|过|达到|达|够到|够|上|摸到|踩到)(?:那个|这个|那条|这条)?(?:线|标准|门槛|数|坎|档)/gu,
  },
  // 刚好够线
  {
    name: ['aff', 'reach'],
    pattern:
      /(?<![没不未])(?:够|过|达|到|踩)(?:了|到|上|得到)?(?:那个|这个|这条|那条)?(?:线|标准|门槛|标)(?:了|的)?(?=$|[,，。;；\s啊哦噻嘛])/gu,
  },
  // 去年掉下来了
  {
    name: ['neg', 'lost'],
    pattern:
      /(?:掉|退|滑|跌|移|剔|踢|除|降)(?:下来|出来|出去|下去|出|除)(?:了|的)?(?=$|[,，。;；\s啊哦噻嘛])/gu,
  },
  // 自己单干
  {
    name: 'alone',
    pattern:
      /(?:就|只有|光是?)(?:我们|咱们|我|俺们)(?:自己|这?一家|单位|公司|厂|院)?(?:自己)?(?=$|[,，。;；\s])|(?:自己|自家)?(?:单干|独自|单打独斗)(?:干|搞|做|建|报|弄)?|(?:自己|自家|一家|一个人|独家)(?:来)?(?:搞|干|做|弄|建|申报|报)(?=$|[,，。;；\s的了呢啊噻嘛吧不])|(?:不|没|没有|不想|不打算)(?:拉|找|请|带|邀请|跟|和|联合)(?:别人|人家|别家|别的(?:单位|公司|企业)|其他(?:单位|公司|企业)|外人|外单位|任何单位)(?:一起)?(?:联合|合作|共建|搞|弄|建|报|做)?/gu,
  },
  // 谈得差不多了
  { name: 'plan', pattern: /得?差不多(?:了|啦)/gu },
  { name: 'neg', pattern: /零(?=事故|失信|违法|违规|投诉|处罚|记录|差错|缺陷)/gu },
  // 注册没变
  {
    name: 'aff',
    pattern: new RegExp(
      `(?:没有|没|未|不|从没|一直没)(?:变更|变化|变动|变|改变|改动|改|动|换|迁|搬|挪)过?${ending}`,
      'gu',
    ),
  },
  // 不关我们的事, 跟我们没关系
  {
    name: 'another',
    pattern: new RegExp(
      `不关${us}的?(?:事|责任)|(?:跟|和|与|同)${us}(?:没有?|没得|无|不)(?:啥|什么|任何)?(?:关系|相干|责任|关联|搭界|关|涉)`,
      'gu',
    ),
  },
  {
    name: 'good',
    pattern: /(?:稳定|稳|固定|扎实|良好|好|优秀|干净|清白|规范)(?:得很|极了|着呢|惨了|得不得了|得不行)/gu,
  },
  { name: 'event', pattern: /翻(?:过|了)?车|栽(?:过|了)?跟头|捅(?:过|了)?娄子/gu },
];

const named = ({ concepts }: Token): boolean => concepts.length > 0;

/** Tokens with each construction of the text made one token. One that cuts through a word of the pack is none. */
export const constructed = (tokens: readonly Token[], text: string): Token[] => {
  let made = [...tokens];
  for (const { name, pattern } of constructions)
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      const covered = made.filter(token => token.start < end && token.end > start);
      const [first] = covered;
      const last = covered.at(-1);
      if (!first || !last || covered.some(token => named(token) && (token.start < start || token.end > end)))
        continue;
      const at = made.indexOf(first);
      const piece = (from: number, to: number): Token[] =>
        from < to
          ? [{ start: from, end: to, text: text.slice(from, to), classes: [], concepts: [], asks: false }]
          : [];
      made = [
        ...made.slice(0, at),
        ...piece(first.start, start),
        {
          start,
          end,
          text: match[0],
          classes: typeof name === 'string' ? [name] : [...name],
          concepts: [],
          asks: false,
        },
        ...piece(end, last.end),
        ...made.slice(at + covered.length),
      ];
    }
  return made;
};
