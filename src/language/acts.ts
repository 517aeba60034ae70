import { has, isLabel, isTopic, type Part } from './clauses.ts';
import { questionTails, wantsToKnow } from './questions.ts';
import type { Act, Answer } from './reading.ts';
import { isWord, type WordClass } from './words.ts';

const knows = new Set(wantsToKnow.split(/\s+/u));
const tails = new Set<string>(questionTails);

/** Particles and signs at the ends of a clause that change nothing of what it says. */
const fillers =
  /^(?:[啊哦噢嗯呃额哎唉诶哟\s\p{P}\p{S}]|那个|然后|另外|对了|话说|就是说|这个嘛)+(?=[\p{L}\p{N}])/u;
/** 嗯呢, 哦好: nothing but particles, and a yes for all that. */
const nodding = /^[嗯啊哦噢哎诶呢的哼啦呀\s\p{P}]+$/u;
const endings = /(?:[啊哦呀哈哟嘞咯滴的了呢噻嘛吧哒啦喔]|[\p{P}\p{S}\s])$/u;

/** A clause without what it opens and closes with: 嗯，就是没有的呢 -> 就是没有. */
const bareOf = (plain: string): string => {
  let text = plain;
  while (text.length > 1 && endings.test(text)) text = text.slice(0, -1);
  return text;
};

const answerClasses: readonly (readonly [Answer, WordClass])[] = [
  ['unsure', 'doubt'],
  ['later', 'later'],
  ['elsewhere', 'elsewhere'],
  ['attached', 'attached'],
  ['no', 'no'],
  ['yes', 'yes'],
];

const subjects =
  /^(?:(?:我们|咱们?|我|本)?(?:单位|公司|企业|厂里?|医院|院里|学校|校里|研究所|所里|合作社)(?:自己|本身|自身|这边)?|我们?|咱们?|我司|目前|现在|暂时|这个|这项|那个|都|也|还|就|当然|肯定|真的|确实|近三年|三年内|从来|一直|嗯+|哦+|呃+|额+|啊+|唉|那|应该|可能)+/u;

const unsureWord =
  /^(?:我|我们)?(?:也|还|暂时|目前)?(?:说|搞|弄|拿|记)?(?:不(?:太|大|是很|怎么|是太)?(?:清楚|知道|确定|了解|晓得|明白|懂|清|准|得|好说)|没把握|待定|不详|未知|没想好|还没定|还没确定|没底)(?:了|的|呢|啊|哦)?$/u;

/** 开完会再说, 回来再弄, 下班了明天弄: put off, whatever comes before. */
const putsOff =
  /^(?:\p{Script=Han}{0,5}(?:完会?|来|了|后))?(?:我们?|咱们?)?(?:再|明天再?|改天再?|回头再?|晚点再?|以后再?|下次再?|等会儿?再?|待会儿?再?|过会儿?再?)(?:来)?(?:说|弄|填|搞|看|写|聊|做|讲|补|给|发)(?:一下|你们?|您)?(?:吧|了|哈|嘛|噻|啊)?$/u;

/** Short answers in English, without their blanks. */
const inEnglish: readonly (readonly [Answer, RegExp])[] = [
  [
    'unsure',
    /^(?:i(?:'m|am)?)?(?:noidea|notsure|nosure|don'?tknow|donotknow|unsure|maybe|perhaps|cannotsay|can'?tsay|havetoask)$/u,
  ],
  [
    'yes',
    /^(?:yes|yeah|yep|yup|sure)?,?(?:we|i|it|they)(?:are|am|is|do|does|did|have|has|was|were)(?:indeed)?$|^(?:of course|ofcourse|certainly|definitely|absolutely|correct|thatsright|that'sright)$/u,
  ],
  [
    'no',
    /^(?:no|nope)?,?(?:we|i|it|they)(?:are|am|is|do|does|did|have|has|was|were)(?:not|n't|nt)$|^(?:never(?:happened|had)?|none|notatall|notyet(?:signed|done)?|noneatall|ofcoursenot)$/u,
  ],
];

/** What a clause answers when it holds nothing but an answer. */
export const answerOf = (plain: string): Answer | null => {
  if (plain === '' || plain.length > 16) return null;
  if (/^[a-z]/u.test(plain)) {
    const said = inEnglish.find(([, pattern]) => pattern.test(plain));
    if (said) return said[0];
  }
  if (unsureWord.test(plain)) return 'unsure';
  if (putsOff.test(plain)) return 'later';
  const candidates = new Set([plain, bareOf(plain)]);
  for (const candidate of [...candidates]) {
    const rest = candidate.replace(subjects, '');
    if (rest !== '') candidates.add(rest).add(bareOf(rest));
    // 没有没有, 是的是的.
    const half = candidate.length / 2;
    if (Number.isInteger(half) && candidate.slice(0, half) === candidate.slice(half))
      candidates.add(candidate.slice(0, half));
  }
  // 应该没有 is doubt, not a denial.
  const doubtful =
    /^(?:我们?|咱们?)?(?:应该|可能|好像|大概|估计|也许|差不多|似乎|恐怕)/u.test(plain) ||
    (plain.length > 1 && plain.endsWith('吧') && !isWord(plain, 'yes') && !isWord(plain, 'no'));
  for (const [answer, name] of answerClasses)
    for (const candidate of candidates)
      if (isWord(candidate, name))
        return doubtful && (answer === 'yes' || answer === 'no') ? 'unsure' : answer;
  return null;
};

/** Where the same word stands denied right behind itself: 能不能, 规没规上, 是不是. */
const eitherOr = /([\p{Script=Han}])[不没]\1/u;
/** 没有没有没有: said over again, and no choice offered. */
const stressed = /(没有|没得|莫得|不是){2,}/gu;
const alternative = /(?:要|用|写|填|交|选|是|算|按|报|找|到|去|给|以|盖|签)[^,，。]{0,14}还是[^,，。]/u;
const exclaimed = /^(?:还是|总之|反正)/u;

/** 不知道我们是规上不: what is not known is not asked of us. */
const wonders = /(?:不知道|不晓得|不清楚|不确定|拿不准|说不准|搞不清|弄不清|不好说)/u;

/** An English question begins with its verb or its question word. */
const asksInEnglish =
  /^(?:can|could|may|must|should|do|does|did|is|are|will|what|when|where|which|who|how|why)$/u;

const rhetorical = /^(?:我们?|这个?|那个?)*(?:哪里?|哪个|鬼|谁|天)(?:晓得|知道|清楚|记得)/u;
/** 哪有啥子不良信用哟, 咋可能不是嘛: a question that tells. */
const tells =
  /^(?:我们?|咱们?|这个?|那)?(?:单位|公司|厂|院)?(?:哪里?|咋个?|怎么)(?:可能|会)|^(?:我们?|咱们?|这个?|那)?(?:哪里?|哪)(?:是|有|来|得|出过|犯过)(?:得|的|过)?(?:啥|什么|\p{Script=Han}{0,12}(?:哟|噻|撒|嘞|哦|啊|呀|嘛|一说|的事)$)|^(?:谁|哪个)说(?:我们?|咱们?)|来的?\p{Script=Han}{1,8}(?:哟|噻|撒|嘞|一说)?$/u;
/** 说不好属于哪个: what one cannot decide is not asked of us. */
const undecided =
  /(?:说|拿|吃|定|想|弄|搞|分|判断|选)不(?:好|准|清楚?|定|下来|明白|出来?|了)|(?:没|还没)(?:想好|定|确定|决定)|纠结|犹豫/u;
const settled =
  /(?:说|讲|告诉我|回答|确认|查了|问了)了?(?:是|有|不是|没有?|没得)的?$|(?:先|就|暂时?)?(?:不说|不提|不讲|不管)了?$/u;

const asksByForm = (part: Part, plain: string): boolean => {
  if (part.marked || asksInEnglish.test(part.tokens[0]?.text ?? '')) return true;
  // 我哪晓得, 是不是规上他说是, 公司叫啥先不说: asked of nobody.
  if (rhetorical.test(plain) || settled.test(plain) || (tells.test(plain) && !/[吗么]$/u.test(plain)))
    return false;
  const { tokens } = part;
  const doubtful = tokens.some(token => has(token, 'doubt'));
  const at = undecided.exec(plain)?.index ?? -1;
  if (at >= 0 && !part.marked && !/(?:吗|么|呢)$/u.test(plain) && !/怎么|咋|如何|什么时候|哪里/u.test(plain))
    return false;
  if (
    tokens.some(token => knows.has(token.text)) &&
    tokens.length > 1 &&
    !/^(?:请问|请教|咨询)$/u.test(plain)
  )
    return true;
  const bare = plain.replace(/(?<![啊呀哦哈哟])[啊呀哦哈哟]+$/u, '');
  const words = tokens.filter(token => token.asks);
  // 没什么, 哪里都没有, 什么都行: indefinite.
  const indefinite =
    /(?:什么|啥子?|任何)[\p{Script=Han}、]{1,20}?(?:统统|都|全|一概|一样)(?:都)?(?:没|无|不)|(?:什么|啥子?|半点|一点)(?:\p{Script=Han}{0,2}?)(?:都|也)?(?:没|无|不(?:是|会|用|缺))|(?:没得?|莫得|没有|无|不|那)(?:什么|啥|多少|哪)|(?:没得?|没有|未|无)(?:出|发生|犯|受|有|搞|惹|得|干)(?:过|到)?(?:什么|啥)|(?:什么|啥子?|哪里?|谁)(?:都|也)|几(?:年|个|项|条|次|家|十|百)(?!\p{Script=Han}{0,6}[吗呢?])|不管|无论|多少(?:有|会|还)/u;
  if (
    words.length > 0 &&
    !indefinite.test(plain) &&
    !(doubtful && words.every(({ text }) => /不|否|没|无/u.test(text)))
  )
    return true;
  if (eitherOr.test(plain.replace(stressed, '$1')) && !doubtful) return true;
  if (alternative.test(plain) && !exclaimed.test(plain) && !doubtful) return true;
  const tail = [...tails].filter(each => bare.endsWith(each)).sort((a, b) => b.length - a.length)[0];
  if (tail === undefined || bare === tail || wonders.test(plain)) return false;
  const before = bare.slice(0, -tail.length);
  if (tail === '吗' || tail === '么' || tail === '哇' || tail === '吗呢')
    return !before.endsWith('什') && !before.endsWith('怎');
  if (tail === '嘛') return /能|可以|得行|行|啥|什么|有没|需要|要不要|会/u.test(before);
  if (tail === '呢')
    return (
      before.length <= 8 &&
      !tokens.some(token => has(token, 'neg', 'aff', 'plan', 'done', 'doubt', 'no', 'yes', 'later')) &&
      !/[在有是没还正着]/u.test(before)
    );
  if (tail === '不' || tail === '否' || tail === '不嘛' || tail === '不呢' || tail === '不咯')
    return (
      !isWord(bare, 'no') &&
      !/[绝从]$/u.test(before) &&
      /能|可以|要|有|是|会|算|行|够|符合|影响|需要|报|得|好|在|合适|达标|对|填|交|盖|用/u.test(before)
    );
  // 签了没有 asks; 质量事故没有 tells.
  return (
    /(?:了|好|完|过|有|到|下来)$/u.test(before) &&
    !tokens.some(token => isTopic(token) && token.end - tokens[0]!.start >= before.length)
  );
};

const wishes =
  /^(?:那|那么|就|现在|今天|先|再|快|赶紧|马上|然后|好|嗯|老师|您好|你好)*(?:我们?|咱们?|我司|我单位|我公司|本公司)?(?:还|也|就|现在|先|再|都|是|很)?(?:想(?!问|知道|了解|咨询|请教|打听|不起|不通)|要(?!是|得|求|紧|点)|需要|希望|帮|麻烦|请(?!问|教)|给我|替我|让我|劳烦|求|来(?=填|报|申)|打算|准备(?!好|齐))/u;
const doing =
  /^(?:那|那么|就|现在|先|再|赶紧|马上)*(?:我们?)?(?:开始|继续|接着|重新|查看|查询|查(?=一下|下|进度|询)|看看|看一下|打开|提交|撤回|撤销|修改|转|找|联系(?!人|电话|方式)|申报|申请|填报|填表|填写|报名|生成|导出|下载|发我|发给我|打印|删除|删掉|去掉|增加|添加|再加|取消|暂停|退出|返回|回到|跳过|自测|测一下|测测|叫(?=你们?|个|人|科|领导|局|真))/u;

/** What one clause does. */
export const actOf = (part: Part, plain: string, answer: Answer | null): Act => {
  const { tokens } = part;
  const courtesy = tokens.every(
    token =>
      has(token, 'greeting', 'thanks', 'polite') ||
      /^[的了啊哦呀哈啦哟\p{P}\p{S}]$/u.test(token.text) ||
      token.text === '哈',
  );
  if (courtesy && !(part.marked && answer !== null))
    return tokens.every(token => has(token, 'polite')) && part.marked ? 'asks' : 'greets';
  if (answer === 'yes' && !part.marked) return 'agrees';
  if (answer === 'no' && !part.marked) return 'refuses';
  if (answer !== null && !part.marked) return 'tells';
  if (
    tokens.some(token => has(token, 'wrong')) &&
    !part.marked &&
    !/有误(?:吗|没)|(?:吗|没有|不)$/u.test(plain)
  )
    return 'corrects';
  if (
    /^(?:不是|不对)?[^,]{0,20}(?:改成|改为|换成|更正为|改作|应该是|应为|正确的是)[^吧]{1,}/u.test(plain) &&
    tokens.some(token => has(token, 'change')) &&
    !/^应该是/u.test(plain)
  )
    return asksByForm(part, plain) ? 'asks' : 'corrects';
  if (/^不是.{1,20}(?:是|而是)/u.test(plain) && /\d/.test(plain)) return 'corrects';
  if (asksByForm(part, plain)) return 'asks';
  if (isLabel(tokens[0])) return 'tells';
  if (wishes.test(plain) || doing.test(plain)) return 'wants';
  return 'tells';
};

/** Ends and beginnings that say nothing, taken off. */
export const plainOf = (text: string): string =>
  text
    .replace(fillers, opening => (nodding.test(text) ? opening : ''))
    .replace(/(?<![\s\p{P}\p{S}])[\s\p{P}\p{S}]+$/u, '')
    .replace(/\s+/gu, '');
