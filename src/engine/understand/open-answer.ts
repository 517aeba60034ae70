import { pauseIn } from '../../language/pauses.ts';
import type { Clause, Reading, Value } from '../../language/reading.ts';
import { matchOption } from '../fields/choice.ts';
import type { FieldValue } from '../fields/value.ts';
import type { Correction } from './corrections.ts';
import { type FormPlace, kindOf, phoneOf, roleOf } from './form-places.ts';
import type { Label } from './labels.ts';
import { spokenValue } from './spoken.ts';
import { statedIn } from './stated.ts';

/** 就是我: whoever writes. */
export const writer =
  /^[\s:：,，]*(?:就|也|都|还)*(?:是|填|写|由)?(?:我|本人|我自己|咱)(?:自己|本人)?(?:就行|就好|就可以|好了|来)?[吧啊哦嘛呢了]*$/u;

/** 先跳过, 回头再写: behind whatever else is said. */
const putsOff =
  /^(?:我们?|就|那)?(?:先|暂时)?(?:跳过|略过|不填|不写|空着|放着|放一下|放一放)(?:吧|了|哈)?$|(?:等|待)[^,，。]{1,14}(?:再|才)(?:填|写|说|弄|补|定)(?:吧|了|哈)?$|(?:回头|晚点|明天|改天|以后|过会儿?)再(?:填|写|说|弄|补)(?:吧|了|哈)?$/u;

/** 附楼，3层302室: on behind a house number. */
const inHouse =
  /^[^,，。;；\n]{0,24}(?:[,，]\s?[^,，。;；\n]{0,12}(?:楼|室|号|层|栋|单元|对面|旁边?|隔壁|附近|门口|院内|园内|厂内)){0,2}/u;

/** Whether a word names a field, in full or by its end. */
const isNameOf = ({ field }: FormPlace, words: string): boolean =>
  [field.label, ...field.aliases].some(name => name.endsWith(words));

/** 就叫某某, 最后定为: after talk about what it is called, what it is. */
const calls =
  /^(?:那|就|最后|还是|现在|暂时|我们|名字){0,4}(?:叫做?|取名叫?|起名叫?|命名为|定为|定成)(?=\S)/u;

/** 在龙驹镇: where somebody is, without a number. */
const whereabouts = /^(?:我们|他们|单位)?(?:在|位于)\p{Script=Han}{1,12}[镇乡村街路区县市]$/u;

/** Whether a clause can be an answer to a field: it does not ask, wish, greet, nod or put off. */
const mayAnswer = (clause: Clause): boolean =>
  clause.act !== 'asks' && clause.act !== 'greets' && clause.act !== 'corrects' && clause.answer === null;

/** The option that a clause chooses: 那就勾其它. */
const chosenIn = ({ field }: FormPlace, words: string): string | null =>
  /不是|不属于|并非|没得|没有/u.test(words)
    ? null
    : matchOption(
        field.options ?? [],
        words.replace(
          /^(?:那|就|还是|只能|只好|先|我们|我|请)*(?:勾选?|选|填|写|算|报|按|归)(?:个|到|在|为)?/u,
          '',
        ),
      );

/** 我明天写个文档给你: what is only promised. */
const promises =
  /(?:明天|后天|晚点|回头|稍后|到时候?|改天|过两天|过几天|下午|晚上|等会儿?|下周)[^,，。]{0,6}(?:写|发|补|给|整理|弄|提供|传|交|贴)[^,，。]{0,8}$/u;
/** Letters of the longest text that a promise at its end makes nothing but a promise. */
const PROMISE = 40;

/** What a message answers to the open field, where no label says so. */
export const answerOpen = (
  reading: Reading,
  open: FormPlace,
  labels: readonly Label[],
  put: (place: FormPlace, typed: string, start: number, words?: string, sure?: boolean) => boolean,
  gate: (place: FormPlace, typed: string) => FieldValue,
  wanted: boolean,
  isUsed: (value: Value) => boolean,
  corrections: readonly Correction[],
  refer: (place: string) => void,
): void => {
  const { text, values, clauses } = reading;
  const role = roleOf(open.field);
  const kind = kindOf[role];
  if (corrections.some(({ place }) => place !== null && place !== open.id) && role === 'prose') return;
  const first = labels.find(({ place, start }) => place.id !== open.id && start > 0);
  const until = labels.some(({ start }) => start === 0) ? 0 : (first?.start ?? text.length);
  const ours = clauses.filter(({ own, another }) => own && !another);
  // 合作单位那边是王老师，我们这边是程立: the part that speaks of us.
  const aside =
    labels[0]?.start === 0 &&
    labels[0].place.section.id !== open.section.id &&
    labels[0].place.section.repeat;
  const head = aside && labels.length === 1 ? ours : clauses.filter(({ start }) => start < until);
  // 你们电话是好多: what is asked about, or is another's, is not given.
  const asked = reading.mentions.some(
    ({ concept, clause, words }) =>
      concept.kind === 'field' &&
      clauses[clause]?.act === 'asks' &&
      labels.length === 0 &&
      isNameOf(open, words),
  );
  if (asked && kind !== undefined && !ours.length) return;
  if (labels.some(({ foreign, place }) => foreign && roleOf(place.field) === role)) return;
  if (pauseIn(reading) === 'pause') return;
  /** 我朋友那个公司叫…: told of another, where no other is asked about. */
  const others = (index: number): boolean =>
    open.section.repeat === undefined &&
    clauses[index]?.another === true &&
    !clauses[index].own &&
    !/^(?:就|先)?(?:写|填|用|报|让|由)/u.test(clauses[index].plain);
  if (kind === 'phone' || kind === 'date' || kind === 'email') {
    const found = values.filter(
      value =>
        value.kind === kind &&
        !isUsed(value) &&
        clauses[value.clause]?.act !== 'asks' &&
        !others(value.clause),
    );
    const distinct = new Set(
      found.flatMap(({ words }) => {
        const read = gate(open, words);
        return read.ok ? [read.value] : [];
      }),
    );
    if (distinct.size === 1) {
      const one = found.find(({ words }) => gate(open, words).ok)!;
      put(open, one.words, one.start);
    } else if (distinct.size === 0 && head.length > 0 && head.every(mayAnswer))
      put(open, text.slice(0, until).trim(), 0);
    return;
  }
  if (wanted || head.length === 0) return;
  if (role === 'prose') {
    const talk = head.every(clause => !mayAnswer(clause) || clause.supposed);
    const asks = head[0]!.act === 'asks' || (head.length <= 2 && head.some(({ act }) => act === 'asks'));
    const last = head.at(-1)!;
    if (talk || asks || last.answer === 'later' || putsOff.test(last.plain)) return;
    if (until <= PROMISE && (promises.test(last.plain) || putsOff.test(last.plain))) return;
    const from = head.find(({ act }) => act !== 'greets')?.start ?? 0;
    const body = text.slice(from, until).trim();
    const spoken = labels.some(({ place }) => place.id === open.id) ? null : body;
    if (spoken) put(open, spoken, from);
    return;
  }
  const told = head.filter(({ act }) => act !== 'greets' && act !== 'agrees');
  // 合作社在里头没得，那就勾其它: the last thing chosen.
  const clause =
    role === 'choice' ? (told.findLast(each => chosenIn(open, each.words) !== null) ?? told[0]) : told[0];
  if (
    !clause ||
    told.some(({ act }) => act === 'asks' || act === 'wants' || act === 'corrects') ||
    told.some(({ answer }) => answer !== null && role !== 'choice')
  )
    return;
  if (others(clauses.indexOf(clause)) && (role === 'organisation' || role === 'person' || role === 'address'))
    return;
  if (role === 'choice') {
    const body = text.slice(clause.start, Math.min(until, clause.end));
    const chosen = chosenIn(open, body);
    if (chosen !== null) put(open, chosen, clause.start, body);
    return;
  }
  // 名字我们想好了，叫铜基新材料
  const naming = role === 'words' ? told.slice(1).findLast(each => calls.test(each.plain)) : undefined;
  if (naming) {
    const spoken = spokenValue(role, naming.words);
    if (spoken && put(open, spoken.text, naming.start + spoken.at)) return;
  }
  // 高校，万州区沙龙路780号: a clause that is all of another kind of value answers another question.
  const apart =
    role === 'words'
      ? told
          .slice(1)
          .find(
            each =>
              whereabouts.test(each.plain) ||
              values.some(
                ({ kind: other, words }) =>
                  (other === 'address' || other === 'phone' || other === 'email') &&
                  each.words.trim() === words.trim(),
              ),
          )
      : undefined;
  const last = apart ? told[told.indexOf(apart) - 1]! : told.at(-1)!;
  const body = text.slice(
    clause.start,
    role === 'address' || role === 'words' ? Math.min(until, last.end) : Math.min(until, clause.end),
  );
  const typed = values.filter(
    value => value.kind === kind && value.start >= clause.start && value.end <= until && !isUsed(value),
  );
  const given = role === 'address' && typed.length === 1;
  if (
    !given &&
    /^(?:就|也|都|填|写)*(?:同|和|跟|与|按|照)(?:$|上|前|.{0,8}(?:一样|相同|一致|地址$))/u.test(body)
  ) {
    refer(open.id);
    return;
  }
  if (writer.test(body.replace(/^.{0,6}(?:就是|是)/u, '是')) && role === 'person') {
    refer(open.id);
    return;
  }
  // 我们有三个厂区，总部在…99号: where it stands is what looks like an address, and what belongs to it.
  const [home] = typed;
  if (role === 'address' && home && typed.length === 1) {
    const before = text.slice(clause.start, home.start);
    if (/[,，。;；]/u.test(before) && !/(?:省|市|区|县|镇|乡|街道|村)[,，\s]*$/u.test(before)) {
      const rest = text.slice(home.start, until);
      put(open, rest.slice(0, /[,，。;；\n]/u.exec(rest)?.index ?? rest.length).trimEnd(), home.start);
      return;
    }
  }
  // 单位在映水路9号，收信也寄这里: what follows the number of the house belongs to it only where it tells where in it.
  if (role === 'address' && home && typed.length === 1 && told.length > 1) {
    const [tail] = inHouse.exec(text.slice(home.end, until)) ?? [''];
    const spoken = spokenValue(role, text.slice(clause.start, home.end + tail.length));
    if (spoken && put(open, spoken.text, clause.start + spoken.at)) return;
  }
  if (role === 'person') {
    const { stated } = statedIn(reading, open, clause.start, until, {
      colon: false,
      open: true,
      corrects: false,
      isUsed,
      fits: name => gate(open, name).ok,
    });
    if (stated && put(open, stated.text, stated.at, stated.words, stated.sure)) {
      pair(open, reading, put, isUsed);
      return;
    }
  }
  if (role === 'person' || role === 'organisation') {
    const distinct = new Set(typed.map(({ words }) => words.replace(/\s/g, '')));
    if (distinct.size > 1 && role === 'person') return;
    if (typed.length > 0 && distinct.size === 1) {
      const spoken = spokenValue(role, body);
      if (role === 'organisation' && spoken?.text.includes(typed[0]!.words))
        put(open, spoken.text, clause.start + spoken.at);
      else put(open, typed[0]!.words, typed[0]!.start);
      pair(open, reading, put, isUsed);
      return;
    }
  }
  // 我姓王，王丽，办公室主任: the first clause that can be a name.
  const spans =
    role === 'person'
      ? told.map(each => ({ from: each.start, words: each.words }))
      : [{ from: clause.start, words: body }];
  for (const { from, words } of spans) {
    const spoken = spokenValue(role, words);
    if (spoken && put(open, spoken.text, from + spoken.at)) {
      pair(open, reading, put, isUsed);
      return;
    }
  }
};

/** 李明 13800138001 to a question for a name fills the number that goes with it. */
const pair = (
  open: FormPlace,
  reading: Reading,
  put: (place: FormPlace, typed: string, start: number) => boolean,
  isUsed: (value: Value) => boolean,
): void => {
  if (open.field.kind !== 'person') return;
  const phones = reading.values.filter(value => value.kind === 'phone' && !isUsed(value));
  const target = phones.length === 1 ? phoneOf(open) : null;
  if (target) put(target, phones[0]!.words, phones[0]!.start);
};
