import { isLikelyName } from '../../language/names.ts';
import { simplified } from '../../language/script.ts';
import { words as vocabulary, type WordClass } from '../../language/words.ts';
import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Field } from '../../model/pack/form.ts';
import { isElsewhere, isEntry, isInFile, isLater, isNod, isSame, isSuggestion, isUnsure } from '../hollow.ts';
import { fold } from '../text.ts';
import { ownLabels } from '../wording.ts';
import { isName, isPlace } from './label.ts';
import { talkIn } from './talk.ts';
import type { Refusal } from './value.ts';
import {
  asked,
  control,
  controlled,
  errand,
  medium,
  mediumFate,
  pronoun,
  request,
  unknowing,
} from './words.ts';

/** Classes of words that answer somebody and name nothing. */
const spoken: ReadonlySet<WordClass> = new Set<WordClass>(['yes', 'greeting', 'thanks', 'doubt']);
const classesOf = (text: string): readonly WordClass[] => vocabulary.get(text) ?? [];

/** Longest text that can stand in the place of a value, in UTF-16 units; anything longer is content. */
const LIMIT = 60;

/** [图片], [Photo], 【表情】, [スタンプ]: what a platform writes where it cannot show a thing; and the thing itself, an emoji. */
const bracketed = /[[［【][^\][［］【】\n]{1,40}[\]］】]|\/:[^\s\p{Script=Han}]{1,12}/gu;
/** A word in angle brackets and nothing else: <image>, <Video>. */
const tagged = /^\s*<\s*\/?[a-z][a-z ]{1,20}>\s*$/iu;
/** [文件] 申报书.docx, 申报书.docx: what a file is called. */
const fileName =
  /^[^\n]{1,50}\.(?:docx?|pdf|jpe?g|png|gif|xlsx?|pptx?|wps|et|zip|rar|7z|mp4|amr|mp3|ofd|heic|webp)$/iu;
const hasLetters = /[\p{L}\p{N}]/u;
const mediaWords = new RegExp(`^[\\s.…<]*(?:(?:${medium}|${mediumFate}|[:,，。.!>])\\s*)+$`, 'iu');
const mediaNoun = new RegExp(medium, 'iu');
const mediaDone =
  /forward|omit|delet|recall|expire|support|unavailable|转发|撤回|过期|失效|删除|不支持|无法|不能|查看|聊天记录/iu;
/** Somebody's chat, forwarded whole: 张三和李四的聊天记录. */
const chatHistory = /(?:的聊天记录|chat history)\W{0,20}$/iu;
/** What somebody did in a chat, as the platform tells it: “张三”撤回了一条消息. */
const chatNews =
  /撤回了?(?:一[条则])?(?:消息|信息)\W{0,3}$|recalled a message|拍了拍|^请?[在用至到]?.{0,10}(?:手机|微信|客户端|飞书|钉钉|电脑)\S{0,4}(?:查看|打开|阅读)/iu;
/** In Latin letters alone nobody writes 照片 or 视频 into a Chinese form. */
const latinMedia = new RegExp(`^[\\s\\W]*(?:${medium}\\s*)+$`, 'iu');

const isMedia = (text: string): boolean =>
  (mediaWords.test(text) && mediaNoun.test(text) && mediaDone.test(text)) ||
  chatHistory.test(text) ||
  chatNews.test(text) ||
  tagged.test(text) ||
  fileName.test(text) ||
  (!/\p{Script=Han}/u.test(text) && latinMedia.test(text));

/** An unknown command of a chat program: /cancel, /stop@bot. */
const slash = /^[/／!！][a-z][a-z0-9_]*(?:@\w+)?$/iu;
const controls = new RegExp(
  `^${request}*${control}${controlled}*$|^${request}*${controlled}${control}了?$`,
  'u',
);

const isControl = (text: string, words: string): boolean => slash.test(text) || controls.test(words);

const corrects =
  /^(?:不对|不是|哦不|等等|啊|哦)?[，,]?(?:刚才|刚刚|前面|上面|之前|先前|上一[题项条个步])?.{0,12}?(?:[填写输发打选点弄搞说报记](?:错|反|漏)|有误|不对)(?:了|啦)?(?:$|[，,。；;\s])/u;
const leaves = new RegExp(
  `^(?:我|我们|不好意思|抱歉|对不起|[，,])*(?:先|要|得|该|现在|马上|有事|[，,])*(?:去|回|出)?${errand}(?:去)?(?:了|一下|先|吧|啦|哈)*(?:[，,].{0,10})?$`,
  'u',
);
const leavesSurely = /我|先|要|得|去|了|等/u;
const unsure = new RegExp(
  `^(?:我们?|这个|这项|这里|目前|暂时|也|还|真|实在)*${unknowing}(?:${asked}|写|填|弄)?(?:了|啊|呢|的)*$|^(?:我们?|这个|这里|这项)*${asked}(?:啊|呢|呀)*$`,
  'u',
);

const eitherOr = /^(?:请问|是|要|该|应该|用|填|写|这里|这个)*(?:填|写|用|要|是).{1,15}还是.{1,15}$/u;
const opensAsQuestion =
  /^(?:请问|咨询|为什么|怎么|咋|如何|哪个|哪里|哪些|谁|什么|能不能|可不可以|要不要|是不是|有没有|需不需要|是否)/u;
const marked = /[?？]\s*$/u;
const asksAtEnd = /(?:吗|么|呢|没有|不)[?？]?$/u;

/** A question this short needs no mark at its end, in UTF-16 units. */
const SHORT_QUESTION = 20;

/** Asks by its form. Names and lines do not; prose may end in a question only where it is long. */
const isQuestion = (text: string, words: string): boolean =>
  !text.includes('\n') &&
  (marked.test(text) ||
    eitherOr.test(words) ||
    (opensAsQuestion.test(words) && (asksAtEnd.test(words) || words.length <= SHORT_QUESTION)));

/** Says itself that it is another line's: 同单位地址, 跟联系人一样. */
const likened = /^(?:同|和|跟|与)(?=.{2})|(?:一样|相同|一致)的?$/u;

/** There is none: an answer where prose is asked for, or a line that need not hold anything. */
const isNone = (words: string): boolean =>
  /^(?:暂时?|目前|现在|确实|都|均|还)?(?:无|没有|没得|未有|不涉及|没)$/u.test(words);
const mayBeNone = (field: Field): boolean =>
  field.kind === 'line' && field.from === undefined && !isName(field) && !isPlace(field);

/** Why a text says nothing that could be printed in a form; null when it may be a value. */
export const noValue = (field: Field, text: string): Refusal | null => {
  if (text.length > LIMIT) return null;
  const plain = simplified(text);
  const bare = plain.replace(bracketed, ' ');
  if (!hasLetters.test(bare))
    return hasLetters.test(plain) || /\p{Extended_Pictographic}/u.test(plain) ? 'stand-in' : 'nothing';
  if (isMedia(plain)) return 'stand-in';
  const words = fold(text);
  if (isControl(text, words)) return 'control';
  if (marked.test(plain) && !plain.includes('\n')) return 'question';
  if (leavesSurely.test(words) && leaves.test(words)) return 'aside';
  const { lines, strict, personal } = traitsOf(field);
  const prose = lines === 'many';
  if (isUnsure(words) || isLater(words) || isNod(words) || unsure.test(words)) return 'not-yet';
  if (!prose && classesOf(words).some(name => spoken.has(name))) return 'not-yet';
  if (isSuggestion(words)) return 'suggested';
  if (
    isElsewhere(words) ||
    (!prose &&
      (isInFile(words) || isSame(words) || (isEntry(words) && (isPlace(field) || likened.test(words)))))
  )
    return 'elsewhere';
  if (corrects.test(plain)) return 'correction';
  if (isQuestion(plain, words)) return 'question';
  // What a name cannot be, its reader says.
  const own =
    personal === 'name' ? isNone(words) || pronoun.test(words) : isNone(words) && (prose || mayBeNone(field));
  const talk = strict || own ? null : talkIn(text);
  if (talk && !(personal === 'name' && isLikelyName(plain))) return talk === 'command' ? 'control' : 'aside';
  return ownLabels.has(words.replace(/[吧了啊嘛呀哦哈啦]+$/u, '')) ? 'control' : null;
};
