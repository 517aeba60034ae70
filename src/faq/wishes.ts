import type { Common } from '../model/pack/common.ts';

/** How a wish for something is put. `{do}` is the verb, `{it}` what it is done to. */
const wishFrames = [
  '{do}{it}',
  '我要{do}{it}',
  '帮我{do}{it}',
  '我想{do}一下{it}',
  '能不能{do}{it}',
  '{do}一下{it}',
  '麻烦{do}下{it}',
  '可以{do}{it}吗',
  '想{do}{it}',
  '给我{do}{it}',
  '怎么{do}{it}',
  '请{do}{it}',
  '帮我们{do}一下{it}',
  '我们想{do}{it}',
  '在哪里{do}{it}',
] as const;

/** How one asks what has become of something of one's own. `{fate}` is what the office does with it. */
const fateFrames = [
  '{it}{fate}了没',
  '{it}有没有{fate}',
  '{it}{fate}没得',
  '你们{fate}{it}了吗',
  '{it}有没有被{fate}',
  '{it}{fate}得咋样了',
  '{it}{fate}没有',
  '交上去的{it}{fate}了吗',
  '{it}{fate}到哪了',
] as const;

/** Objects that name a case of one's own are asked after without a verb as well. */
const bareFrames = ['{it}', '{it}呢', '有没有{it}'] as const;

/** How people ask whether they may, naming no condition: somebody, may, apply, and the question's tail. */
const whether = {
  who: ['', '我们', '我们公司', '我们单位', '咱们', '我们厂', '我们这种', '像我们这样的', '我们家'],
  may: ['能', '可以', '能不能', '可不可以', '够不够格', '有没有资格', '有资格'],
  apply: ['{apply}', '报', '来报', '{apply}{subject}', '报这个'],
  /** What is applied for, where it stands first: 你们那个技术创新中心能不能报. */
  fronted: ['{subject}', '你们那个{subject}', '这个{subject}', '{subject}项目'],
  tail: ['吗', '不', '', '嘛', '么'],
  wish: [
    '想{apply}可以不',
    '想报行不行',
    '想来报得行不',
    '打算{apply}能行吗',
    '要是{apply}合不合适',
    '想{apply}有戏没',
  ],
} as const;

/** Asks whether somebody may apply, without saying anything of herself: 我们能申报吗. Each word in turn with each other. */
export const whetherPhrases = (): string[] => {
  const { who, may, apply, fronted, tail, wish } = whether;
  return who.flatMap((one, at) => [
    ...may.map(
      (can, turn) => `${one}${can}${apply[(at + turn) % apply.length]}${tail[(at * 2 + turn) % tail.length]}`,
    ),
    one + wish[at % wish.length]!,
    ...fronted.map((topic, turn) => {
      const can = may[(at + turn) % may.length];
      return `${topic}${one}${can}${turn % 2 === 0 ? '报' : '{apply}'}${tail[(at + turn) % tail.length]}`;
    }),
  ]);
};

type Wish = Common['wishes']['apply'];

/**
 * What somebody may say who wants it. Each verb meets each object once, in the frame whose turn it is: what matters is
 * that every verb, every object and every frame has been seen, not every combination.
 */
export const wishPhrases = ({ verbs, objects, fates, asks }: Wish): string[] => {
  const phrases = [...asks];
  let turn = 0;
  for (const it of objects) {
    phrases.push(bareFrames[turn % bareFrames.length]!.replace('{it}', it));
    for (const verb of verbs) {
      phrases.push(wishFrames[turn % wishFrames.length]!.replace('{do}', verb).replace('{it}', it));
      turn += 1;
    }
  }
  const own = objects.filter(it => /我|交|咱/u.test(it));
  for (const [at, fate] of fates.entries())
    for (const [index, frame] of fateFrames.entries()) {
      const it = own[(at + index) % own.length];
      if (it !== undefined) phrases.push(frame.replace('{it}', it).replace('{fate}', fate));
    }
  return phrases;
};
