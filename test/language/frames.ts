import type { Fact } from '../../src/model/pack/eligibility.ts';

/** What a frame makes of a fact: it holds, it does not, she does not know, or nothing is said of it. */
export type Sense = 'holds' | 'not' | 'unsure' | 'nothing' | 'planned';

/** Ways to speak of one noun, as its kind of fact needs it. */
export interface Phrases {
  /** The noun with its degree: 较大安全事故. */
  readonly n: string;
  /** 是规上 · 有团队 · 有过较大安全事故 · 在万州注册 · 已经签了协议. */
  readonly yes: string;
  /** 不是规上 · 没有团队 · 没有过较大安全事故 · 不在万州注册 · 还没签协议. */
  readonly no: string;
  /** The verb alone: 是, 有, 注册. */
  readonly kind: NonNullable<Fact['says']>;
}

/** How a fact is spoken of with one of its nouns. */
export const phrasesOf = (fact: Fact, noun: string): Phrases => {
  const kind = fact.says ?? 'is';
  const verb = fact.verbs[0] ?? '办';
  const n = `${fact.degree ?? ''}${noun}`;
  const pairs: Record<typeof kind, readonly [string, string]> = {
    is: [`是${n}`, `不是${n}`],
    has: [`有${n}`, `没有${n}`],
    happened: [`有过${n}`, `没有过${n}`],
    located: [`在${n}${verb}`, `不在${n}${verb}`],
    done: [`已经${verb}了${n}`, `还没${verb}${n}`],
  };
  const [yes, no] = pairs[kind];
  return { n, yes, no, kind };
};

type Frame = readonly [name: string, say: (p: Phrases) => string, sense: Sense];

/** Said alike of every kind of fact. */
const common: readonly Frame[] = [
  ['plain', p => `我们${p.yes}`, 'holds'],
  ['plain, with a stop', p => `我们${p.yes}。`, 'holds'],
  ['our firm', p => `我单位${p.yes}`, 'holds'],
  ['we all', p => `咱们${p.yes}`, 'holds'],
  ['no subject', p => p.yes, 'holds'],
  ['greeting first', p => `老师您好，我们${p.yes}`, 'holds'],
  ['yes first', p => `是的，我们${p.yes}`, 'holds'],
  ['thanks after', p => `我们${p.yes}，谢谢`, 'holds'],
  ['of course', p => `我们当然${p.yes}`, 'holds'],
  ['now', p => `我们现在${p.yes}`, 'holds'],
  ['indeed', p => `我们确实${p.yes}`, 'holds'],
  ['can we, with a comma', p => `我们${p.yes}，能申报吗`, 'holds'],
  ['can we, in one breath', p => `我们${p.yes}能申报吗`, 'holds'],
  ['wish after', p => `我们${p.yes}，想申报`, 'holds'],
  ['wish after, in one breath', p => `我们${p.yes}想申报`, 'holds'],
  ['another matter denied', p => `我们${p.yes}，不过还没准备好材料`, 'holds'],
  ['particle', p => `我们${p.yes}的`, 'holds'],
  ['dialect particle', p => `我们${p.yes}噻`, 'holds'],
  ['not only', p => `我们不仅${p.yes}，还有很多专利`, 'holds'],
  ['no problem first', p => `没问题，我们${p.yes}`, 'holds'],
  ['denied', p => `我们${p.no}`, 'not'],
  ['denied, no subject', p => p.no, 'not'],
  ['denied, with a stop', p => `我们${p.no}。`, 'not'],
  ['no first', p => `没有，我们${p.no}`, 'not'],
  ['denied, greeting first', p => `你好，我们${p.no}`, 'not'],
  ['denied, now', p => `我们目前${p.no}`, 'not'],
  ['denied, can we', p => `我们${p.no}，可以申报吗`, 'not'],
  ['denied, in one breath', p => `我们${p.no}可以报吗`, 'not'],
  ['denied, particle', p => `我们${p.no}的哦`, 'not'],
  ['denied, very well', p => `非常抱歉，我们${p.no}`, 'not'],
  ['denied, and others', p => `我们${p.no}，但是我们很想报`, 'not'],
  ['another has it, we do not', p => `合作单位${p.yes}，我们${p.no}`, 'not'],
  ['another has it', p => `合作单位${p.yes}`, 'nothing'],
  ['mother company', p => `我们的母公司${p.yes}`, 'nothing'],
  ['daughter company', p => `子公司${p.yes}`, 'nothing'],
  ['another lacks it', p => `合作单位${p.no}`, 'nothing'],
  ['others in the trade', p => `别人家${p.yes}`, 'nothing'],
  ['a friend', p => `朋友的公司${p.yes}，听他说的`, 'nothing'],
  ['maybe', p => `我们好像${p.yes}`, 'unsure'],
  ['should be', p => `我们应该${p.yes}`, 'unsure'],
  ['may be', p => `可能${p.yes}`, 'unsure'],
  ['roughly', p => `大概${p.yes}吧`, 'unsure'],
  ['maybe not', p => `我们好像${p.no}`, 'unsure'],
  ['should not', p => `应该${p.no}`, 'unsure'],
  ['do not know whether', p => `不知道我们${p.yes}不`, 'unsure'],
  ['not sure', p => `我们是否${p.yes}不太清楚`, 'unsure'],
  ['about it, not sure', p => `${p.n}这块我们不清楚`, 'unsure'],
  ['about it, cannot say', p => `${p.n}，说不准`, 'unsure'],
  ['tail of doubt', p => `我们${p.yes}吧`, 'unsure'],
  ['hypothesis', p => `如果我们${p.yes}，能申报吗`, 'nothing'],
  ['hypothesis, denied', p => `要是${p.no}呢`, 'nothing'],
  ['suppose', p => `假如${p.yes}的话可以报吗`, 'nothing'],
  ['what is it', p => `${p.n}？什么意思`, 'nothing'],
  ['what is it, in one breath', p => `${p.n}是什么意思`, 'nothing'],
  ['must one', p => `必须${p.yes}吗`, 'nothing'],
  ['is it so', p => `我们${p.yes}吗`, 'nothing'],
  ['is it so, marked', p => `我们${p.yes}？`, 'nothing'],
  ['how to', p => `怎么才算${p.n}`, 'nothing'],
  ['the standard', p => `${p.n}的标准是什么`, 'nothing'],
  ['the rule says', p => `通知要求${p.yes}`, 'nothing'],
  ['heard', p => `听说要${p.yes}才行`, 'nothing'],
  ['traditional', p => `我們${p.yes}，謝謝老師`, 'holds'],
  ['full width', p => `我们${p.yes}，ＯＫ`, 'holds'],
  ['long preface', p => `是这样的，我们单位是去年刚成立的，我们${p.yes}`, 'holds'],
];

/** Doubt in turns of speech, of whatever has a name of its own: a place is no fact by itself. */
const doubts: readonly Frame[] = [
  ['somebody else knows', p => `${p.n}人事才清楚`, 'unsure'],
  ['must ask', p => `${p.n}我要去问一下财务`, 'unsure'],
  ['dare not say', p => `${p.n}我不敢乱讲`, 'unsure'],
  ['never looked', p => `${p.n}没去核实过`, 'unsure'],
  ['cannot tell, dialect', p => `${p.n}我搞不醒豁`, 'unsure'],
];

/** Said of kinds of facts in their own ways. */
const own: Readonly<Record<Phrases['kind'], readonly Frame[]>> = {
  is: [
    ['bare', p => p.n, 'holds'],
    ['counts as', p => `我们属于${p.n}`, 'holds'],
    ['counts as, dialect', p => `我们算${p.n}`, 'holds'],
    ['list', p => `${p.n}，信用也好`, 'holds'],
    ['only last year', p => `去年才${p.n}`, 'holds'],
    ['not counted', p => `我们不算${p.n}`, 'not'],
    ['by no means', p => `并非${p.n}`, 'not'],
    ['not yet', p => `还不是${p.n}`, 'not'],
    ['behind the noun', p => `${p.n}我们不是`, 'not'],
    ['under way', p => `${p.n}还在办`, 'planned'],
    ['being applied for', p => `${p.n}正在申请`, 'planned'],
    ['plan', p => `我们准备明年${p.n}`, 'planned'],
    ['striving', p => `争取明年${p.n}`, 'planned'],
    ['seems to count', p => `好像算${p.n}`, 'unsure'],
    ['taken for', p => `就当是${p.n}嘛`, 'unsure'],
  ],
  has: [
    ['a firm one', p => `我们有稳定的${p.n}`, 'holds'],
    ['behind the noun', p => `${p.n}有的`, 'holds'],
    ['no', p => `没得${p.n}`, 'not'],
    ['none', p => `无${p.n}`, 'not'],
    ['behind the noun, no', p => `${p.n}没有`, 'not'],
    ['still none', p => `还没有${p.n}`, 'not'],
    ['dialect', p => `我们莫得${p.n}`, 'not'],
    ['under way', p => `${p.n}还在办`, 'planned'],
    ['plan', p => `准备明年有${p.n}`, 'planned'],
    ['doubt behind', p => `${p.n}有没有我不清楚`, 'unsure'],
    ['have we', p => `有没有${p.n}`, 'nothing'],
    ['rule', p => `有没有${p.n}的要求`, 'nothing'],
    ['need', p => `需要有${p.n}不`, 'nothing'],
    ['both', p => `我们有${p.n}，也有设备`, 'holds'],
    ['only another', p => `合作方有${p.n}，我们没有`, 'not'],
  ],
  happened: [
    ['last year', p => `去年有过${p.n}`, 'holds'],
    ['last month', p => `上个月出过${p.n}`, 'holds'],
    ['recorded', p => `去年发生过一次${p.n}`, 'holds'],
    ['behind the noun', p => `${p.n}有过一次`, 'holds'],
    ['never', p => `从来没有${p.n}`, 'not'],
    ['never, in writing', p => `从未发生${p.n}`, 'not'],
    ['none, in writing', p => `近三年无${p.n}`, 'not'],
    ['dialect', p => `没得${p.n}`, 'not'],
    ['dialect 2', p => `莫得${p.n}噻`, 'not'],
    ['behind the noun, no', p => `${p.n}没有`, 'not'],
    ['behind the noun, never', p => `${p.n}从来没有过`, 'not'],
    ['behind the noun, also no', p => `${p.n}也没得`, 'not'],
    ['all none', p => `${p.n}这些都没有`, 'not'],
    ['not any', p => `没有任何${p.n}`, 'not'],
    ['does not exist', p => `不存在${p.n}`, 'not'],
    ['label', p => `${p.n}：无`, 'not'],
    ['taken back', p => `去年被举报有${p.n}，查了不属实`, 'not'],
    ['time since', p => `有过${p.n}，早就过了五年了`, 'not'],
    ['time not yet gone', p => `有过${p.n}，还不到一年`, 'holds'],
    ['of somebody at the end', p => `出过${p.n}的是承包商`, 'nothing'],
    ['long ago', p => `十年前有过${p.n}`, 'not'],
    ['past, no year', p => `以前有过${p.n}`, 'nothing'],
    ['bare', p => p.n, 'nothing'],
    ['the boss himself', p => `老板个人有过${p.n}`, 'nothing'],
    ['doubt', p => `有没有${p.n}我不清楚`, 'unsure'],
    ['does it matter', p => `有${p.n}会怎么样`, 'nothing'],
  ],
  located: [
    ['place first', p => `注册地在${p.n}`, 'holds'],
    ['of the place', p => `我们是${p.n}的企业`, 'holds'],
    ['of the place, bare', p => `${p.n}的`, 'holds'],
    ['in the place', p => `我们就在${p.n}`, 'holds'],
    ['not of it', p => `我们不是${p.n}的`, 'not'],
    ['not in it', p => `没在${p.n}`, 'not'],
    ['not in it 2', p => `我们不在${p.n}`, 'not'],
    ['only a customer there', p => `我们在${p.n}有客户`, 'nothing'],
    ['does a branch count', p => `分公司算在${p.n}吗`, 'nothing'],
    ['perhaps', p => `好像是在${p.n}`, 'unsure'],
  ],
  done: [
    ['there is', p => `${p.n}有了`, 'holds'],
    ['ready', p => `${p.n}准备好了`, 'holds'],
    ['done', p => `${p.n}办好了`, 'holds'],
    ['have', p => `我们有${p.n}`, 'holds'],
    ['no', p => `没有${p.n}`, 'not'],
    ['behind the noun, no', p => `${p.n}还没有`, 'not'],
    ['behind the noun, dialect', p => `${p.n}还没得`, 'not'],
    ['not done', p => `${p.n}没弄`, 'not'],
    ['under way', p => `${p.n}还在办`, 'planned'],
    ["in somebody's hands", p => `${p.n}在法务那里审`, 'planned'],
    ['being drafted', p => `${p.n}正拟着`, 'planned'],
    ['almost', p => `${p.n}弄得差不多了`, 'planned'],
    ['under way 2', p => `${p.n}正在弄`, 'planned'],
    ['plan', p => `我们打算弄${p.n}`, 'planned'],
    ['soon', p => `${p.n}马上弄`, 'planned'],
    ['no plan', p => `没打算弄${p.n}`, 'not'],
    ['must one', p => `${p.n}要不要签`, 'nothing'],
    ['who does it', p => `${p.n}找谁办`, 'nothing'],
  ],
};

export const framesOf = (kind: Phrases['kind']): readonly Frame[] => [
  ...common,
  ...(kind === 'located' ? [] : doubts),
  ...own[kind],
];

/** The value a frame must give; undefined: nothing. */
export const expectedOf = (sense: Sense, fact: Fact): boolean | null | undefined => {
  if (sense === 'nothing') return undefined;
  if (sense === 'unsure') return null;
  if (sense === 'planned') return fact.plan;
  return sense === 'holds';
};
