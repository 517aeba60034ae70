import { answerOf } from '../language/acts.ts';
import { entryOf, nouns, offered, offeredThing, pointing } from './fields/words.ts';

/**
 * Short replies that hold a place without saying anything: all of them are compared folded (see text.ts), and only
 * whole, so that a sentence with one of these words in it stays what it is.
 */

/** An honest 不清楚. */
export const isUnsure = (words: string): boolean => answerOf(words) === 'unsure';

/** Not now. */
export const isLater = (words: string): boolean => answerOf(words) === 'later';

const notYet =
  /^(?:我们?|这个|那个|现在|目前|暂时?|还|尚|都|也)*(?:没得|没有|没|未|无|冇)(?:得|有|出来?|下来|到|拿到|收到|定|印发|发|批|给|编|办)*(?:文|号|文号|文件|编号|结果|意见|这个)?(?:呢|嘞|的|了|啊|哦|喔|哈|嘛)*$/;

/** There is none yet: 还没得, 暂无, 尚未印发. */
export const isNotYet = (words: string): boolean => notYet.test(words);

const nod = /^(?:有|有的|有啊|是|是的|对|对的|嗯|嗯嗯|好|好的|可以|行|要|要的|ok)$/;

/** Yes, where nothing was asked that yes answers. 无 and 没有 are another matter: they may stand in a form. */
export const isNod = (words: string): boolean => nod.test(words);

const sameAs =
  /^(?:和|跟|与|同)(?:上面|前面|法人|法人代表|负责人|联系人)(?:的)?(?:一样|相同|一致|是同一人)?$/;

/** The same as something written elsewhere in the form. */
export const isElsewhere = (words: string): boolean => answerOf(words) === 'elsewhere' || sameAs.test(words);

const suggestion = new RegExp(`^${pointing}*${offered}${offeredThing}*$`, 'u');

const deferred = new RegExp(
  `^(?:就|那|都|嗯|好|恩|行|还是)*(?:(?:听|按|照|依|随|用)(?:着|照)?(?:你|您|系统|助手)们?的?(?:说的?|讲的?|建议|给|推荐|定|意思|话)?|(?:你|您)(?:说|定)(?:了?算|的算|的?(?:就|都)?(?:行|好|可以)?)|(?:你|您)看着(?:办|填|弄))${offeredThing}*(?:办|弄|写|搞)?[吧嘛啊噻哈]?$`,
  'u',
);

/** What was suggested: 用建议的, 听你的, 就按你说的. */
export const isSuggestion = (words: string): boolean => suggestion.test(words) || deferred.test(words);

const entry = new RegExp(
  `^(?:${nouns.place}|${nouns.number}|${nouns.person})?(?:同|和|跟|与|${pointing})*${entryOf}(?:那个|那里|填|的|上|同一个)*(?:${nouns.place}|${nouns.number}|${nouns.person})?(?:一样|相同|一致|同一个|就行|就可以)*(?:的|吧|了)*$`,
  'u',
);
const named = new RegExp(`^(?:${nouns.place}|${nouns.number}|${nouns.person}|${nouns.title})`, 'u');

/** The same as another line of its kind: 地址同上. */
export const isSame = (words: string): boolean => isElsewhere(words.replace(named, ''));

/** What stands in another line of the form: 就填单位那个地址. */
export const isEntry = (words: string): boolean => isSame(words) || (words.length > 2 && entry.test(words));

const inPaper =
  /^(?:请|详|具体|就|都)*(?:同|见|看|参见|参照|以|按照?|照|和|跟|与)(?:我们?|公司|单位|本单位)?的?(?:营业执照|执照|法人证书?|登记证书?|证书|身份证|工商登记|公章|名片|合同|章程)(?:上面?|里面?|中)?的?(?:那个)?(?:地址|住所|名称|姓名|电话|号码|信息)?(?:为准|一样|一致|相同|即可|就行|的|吧)*$/u;

/** In a file beside the form: prose may be there, a name or a number may not. */
export const isInFile = (words: string): boolean => answerOf(words) === 'attached' || inPaper.test(words);
