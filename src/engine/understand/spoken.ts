import { nameEnd, offices } from '../../language/people.ts';
import type { Role } from './form-places.ts';

/** What leads up to a value in speech: 我们厂叫, 名字就叫, 就是, 地址在. */
const lead =
  /^[\s:：,，"“「【『]*(?:第[一二三四五六七八九十1-9](?:个|家|所)(?=是|叫|，|,))?(?:那?一?(?:栏|格|项|处)|中间(?:那?一?[段截部]分?)?|这里|那里)?(?:请|麻烦|帮我?|劳烦)?(?:(?:嗯|哦|那个|这个|好的?|呃)[\s,，]*)?(?:(?:合作|联合|牵头|参与|对接)的?(?:那家|那个|那边|一方|方)?|我们|我|咱们?|他们|对方|我司|本单位|本公司|我单位|我公司|单位|公司|企业)?(?:这边|这里|那边)?(?:单位|公司|厂|企业|医院|学校|研究所|院|所|中心|合作社)?(?:的)?(?:全称|名称|名字|名(?=就|叫|用|为|是|定)|姓名|全名|地址|通讯地址|办公地址|注册地址|大名|法人代表|法人|法定代表人|联系人|负责人|责任人|领域|方向)?(?:就|也|都|还|现在|如今|暂定|定|就定|拟定|拟|初步定|准备|打算|想)?(?:叫做|叫作|叫|名叫|取名叫?|起名叫?|命名为|是叫|是|为|登记(?:为|成)?|录入?|填写|填|写成?|写|就填|就写|定为|定|在|位于|设在|搬到|搬去|迁到|挪到|用|选|就(?=[\d今明昨前后下本]))[\s:："“「【『]*/u;
/** Up to prose: 这栏写：, 你写：, 就填, 是. */
const written =
  /^[\s,，]{0,9}(?:的话)?(?:(?:[这那]?一?(?:栏|格|项|块|段|部分)里?面?)?(?:就|你|您|请|麻烦|帮我?|这么|这样){0,3}(?:填写|填|写)[上成]?[\s:：,，]{0,3})?(?:(?:才是|就是|主要是|还是|是|为|如下|包括|主要有|有)[\s:：,，]{0,3})?/u;
/** Said to somebody up to a colon: 给你：, 报一下：. */
const handed = /^[给你您发报说下写填这那栏里是就为在把先一]{1,8}[:：]\s{0,9}/u;
/** Who holds an office without a name of her own: 蒲老板, 我们董事长. */
const byTitle = new RegExp(`^(?:我们?|咱们?|他们?)?\\p{Script=Han}{0,4}(?:${offices})$`, 'u');
const colon = /^[\s]*[:：][\s"“「]*/u;
const english =
  /^ ?(?:(?:my|our|the|his|her|their|its) )?(?:(?:full )?name|unit|company|hospital|phone|number|address|email)?(?: is| are|:) ?/iu;
const tail =
  /(?:[”"」』](?:这|那)?[几两0-9一二三四五六七八九十]{0,2}个?字|(?<=[号楼层室栋组园城厦村社司厂院校所店场队])了|[\s"”」】』。.!！~～,，;；、]|谢谢(?:老师|您|你)?|吧|哈|哦|啊|呢|嘛|哟|噻|就行|就可以了?|就好了?|没错|对吧|对不对)$/u;
/** A value without what trails behind it: 吧, 就行, 谢谢老师. */
export const withoutTail = (text: string): string => {
  let rest = text;
  for (let cut = tail.exec(rest); cut !== null; cut = tail.exec(rest)) rest = rest.slice(0, cut.index);
  return rest.trimEnd();
};

const hollow =
  /^(?:我姓|我不|我也|他不|她不|不认识|还不|姓|不|没|还没|还不|未|暂|待|无|有$|是$|好|嗯|哪|什么|啥|怎|谁|要(?!素)|想|先(?![进锋导后河])|等(?!离)|再(?![生制造])|同上|一样|就(?:是)?(?:我|他|她)|我$|他$|她$|填|写|错|改|删|多少|几|建议值|随便|都行|都可以|以后|回头|明天|晚点)/u;

/** Said where prose is asked for, and none of it: 还没写, 同上. */
const putOff =
  /^(?:(?:还|暂时?|先)?(?:没|不|未)(?:有|想好|写|填|弄|定|清楚|知道)?|待|同上|一样|随便|都行|都可以|以后|回头|明天|晚点|错了?|不对|删了?|改一?下?|好|嗯|我|他|她)[了的呢啊吧]*$/u;

/** 合作单位有三家: told of units, and the name of none. */
const toldOfUnits =
  /^(?:有|没|无|不|已|都|也|还|正|一共|总共|目前|暂|基本|全|换|加|[一二两三四五六七八九十几多0-9]+(?:家|个))/u;

/** An office before a name. */
const titled =
  /^(?:我们?|咱们?)?(?:单位|公司|院里|厂里)?的?(?:(?:办公室|\p{Script=Han}{1,4}(?:部|处|科|室))的?)?(?:副|常务|执行|高级|首席|总){0,2}(?:董事长|经理|院长|校长|所长|主任|厂长|教授|博士|工程师|会计师|总工|书记|科长|处长|部长|主管)(?=\p{Script=Han}{2,4}(?:$|[,，。吧哈]))/u;

/** Who somebody is to whoever writes, or what office she holds: 我老汉儿, 办公室副主任, 科研处新来的小伙子. */
const whoSheIs = new RegExp(
  `^(?:我们?|咱们?|他们?|她们?|俺们?)?(?:单位|公司|厂里?|院里?|学校|所里?|社里?|家里?|村里?)?的?(?:(?:办公室|\\p{Script=Han}{1,4}(?:部|处|科|室|办|车间))的?)?(?:新来的?|新任的?|现任的?|那个|一个|年轻)*(?:副|常务|执行|高级|首席|代理|总(?!工)){0,2}(?:${offices}|总裁|博士|工程师|会计师|专员|干事|文员|秘书|出纳|助理|小伙子?|姑娘|同事|同志|村支书|支书|老汉儿?|老爸|爸爸?|妈妈?|儿子?|女儿|幺儿|老婆|爱人|老公|媳妇|堂客|弟弟?|哥哥?|妹妹?|姐姐?|侄儿|女婿|徒弟)?的?(?:[小老](\\p{Script=Han})(?=\\1))?`,
  'u',
);

/** Letters before a name that tell who she is; 0 when no name follows. */
export const byOffice = (text: string): number => {
  const said = whoSheIs.exec(text)?.[0].length ?? 0;
  return said > 0 && nameEnd(withoutTail(text), said) > 0 ? said : 0;
};

const plainNoun = /^(?:某|某某|xx+|XX+|\*+)$/u;

/**
 * The value in a stretch of speech, without what leads up to it and trails behind it; null when there is none.
 * `labelled`: a label stood before it without a colon, so that something must lead up to it or it must look like a value.
 */
export const spokenValue = (
  role: Role,
  region: string,
  labelled = false,
): { readonly text: string; readonly at: number } | null => {
  if (role === 'choice') return null;
  const opened =
    colon.exec(region)?.[0] ??
    (role === 'prose'
      ? (written.exec(region)?.[0] ?? '')
      : (english.exec(region)?.[0] ?? lead.exec(region)?.[0] ?? ''));
  // 位于、在 lead up to a place only; 是 may be the first letter of nothing else.
  const bare = /^[\s:："“「]*/u.exec(region)?.[0] ?? '';
  let at = opened.length > 0 ? opened.length : bare.length;
  at += handed.exec(region.slice(at))?.[0].length ?? 0;
  if (/(?:在|位于|设在)[\s]*$/u.test(opened) && role !== 'address' && role !== 'words') at = bare.length;
  // 就写副院长兰天: what she is, before who.
  if (role === 'person') at += titled.exec(region.slice(at))?.[0].length ?? 0;
  let text = region.slice(at);
  if (role !== 'prose') {
    const stop = /[\n。;；]/u.exec(text)?.index ?? text.length;
    text = text.slice(0, stop);
    if (role === 'person' || role === 'organisation') {
      const comma = /[,，]/u.exec(text)?.index ?? text.length;
      // 是我们董事长，名字叫隆世忠: who she is by her office, then by name.
      if (role === 'person' && comma < text.length && byTitle.test(text.slice(0, comma).trim())) {
        const behind = at + comma + 1;
        const named = spokenValue(role, region.slice(behind), true);
        return named && { text: named.text, at: behind + named.at };
      }
      text = text.slice(0, comma);
    }
  }
  text = role === 'prose' ? text.trimEnd() : withoutTail(text);
  if (text === '' || plainNoun.test(text)) return null;
  if (role === 'prose' ? putOff.test(text) : hollow.test(text)) return null;
  if (role === 'person' && byTitle.test(text)) return null;
  if (role === 'organisation' && toldOfUnits.test(text)) return null;
  const shaped =
    role === 'person'
      ? /^\p{Script=Han}{2,4}$|^\p{Script=Han}\s+\p{Script=Han}$|^\p{Script=Han}+·\p{Script=Han}+$|^[A-Za-z][A-Za-z .]{1,30}$/u.test(
          text,
        )
      : role === 'address'
        ? /[路街道巷镇乡村区县市楼号园厦城组社座层室栋]/u.test(text)
        : true;
  if (role === 'person' && !shaped) return null;
  if (labelled && opened.length === bare.length && !colon.test(region) && !shaped) return null;
  if (labelled && opened.length === bare.length && !colon.test(region) && role === 'words') return null;
  return { text, at };
};
