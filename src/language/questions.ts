/** How people ask, in Chinese, in the speech of the south-west, and in a few words of English or pinyin. */

/** Words that ask wherever they stand, by what kind of answer they want. */
export const questionWords = {
  what: `什么 甚么 啥 啥子 哪些 些啥 哪样 哪几个 哪几项 哪几样 哪几条 哪几种 什么样 啥样 what`,
  which: `哪个 哪一个 哪种 哪一种 哪类 哪一类 哪项 哪一项 哪栏 哪一栏 哪家 哪级 which`,
  who: `谁 哪位 哪个人 什么人 啥人 who`,
  where: `哪里 哪儿 哪边 哪点 哪头 哪块 哪一块 何处 什么地方 啥地方 啥子地方 哪个地方 上哪 去哪 where nali`,
  when: `什么时候 啥时候 啥子时候 几时 何时 什么时间 啥时间 啥时 几号 哪天 哪一天 哪日 哪年 好久 多会儿 几月 几月份 几月几号 when`,
  how: `怎么 咋 咋个 咋样 怎样 怎么样 如何 怎么个 咋整 咋弄 怎么弄 咋办 怎么办 咋填 怎么填 how zenme`,
  why: `为什么 为啥 为啥子 为何 咋会 怎么会 凭什么 凭啥 why`,
  howMuch: `多少 好多 几多 多少钱 好多钱 几个钱 几份 几个 几人 几家 几年 几天 几个月 多久 多长 多长时间 好长时间 多大 多高 多远 几 几点 几项 几条 几种 几类 几次 几级`,
  whether: `是否 能否 可否 是不是 是不 能不能 能不 可不可以 可以不 可不可 要不要 用不用 需不需要 有没有 有没得 有没 有无 有不有 算不算 行不行 得不得行 得行不 会不会 对不对 准不准 许不许 成不成 要得不 好不好 够不够 合不合 合不合格 在不在 属不属于 够不够格 到底是 够格不 够条件不 达不达标 符不符合 影不影响 有不得`,
} as const;

/** At the end of a clause these ask about what stands before them. */
export const questionTails = [
  '吗',
  '么',
  '嘛',
  '不',
  '没',
  '没有',
  '没得',
  '否',
  '呢',
  '不呢',
  '不嘛',
  '吗呢',
  '哇',
  '不咯',
] as const;

/** Verbs of having the rule explained: what follows is a question even without its mark. */
export const wantsToKnow = `请问 请教 咨询 咨询一下 问一下 问下 问哈 想问 想问一下 想问下 想了解 想知道 想咨询 打听 不知道能不能 想确认 想确认一下 说一下 讲一下 解释一下 介绍一下 告诉我 什么意思 啥意思 啥子意思 是什么 是啥 是指 指的是`;

const listed = (text: string): readonly string[] => text.split(/\s+/u);

/** All question words, longest first. */
export const allQuestionWords: readonly string[] = Object.values(questionWords)
  .flatMap(listed)
  .filter(word => word.length > 1 || /\p{Script=Han}/u.test(word))
  .sort((a, b) => b.length - a.length);
