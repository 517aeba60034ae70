import type { Degree } from './reading.ts';

/** A degree told of something, or denied of it. */
export type DegreeSaid = Degree & { readonly negated: boolean };

const levels: readonly (readonly [RegExp, number])[] = [
  [/^(?:特别重大|特大|特别严重)$/u, 4],
  [/^(?:重大|严重|恶性|大)$/u, 3],
  [/^(?:较大|较重)$/u, 2],
  [/^(?:一般|普通|较小|小的|不大|不严重|不大的)$/u, 1],
  [/^(?:轻微|小|微小|轻)$/u, 0],
];
const degreeWord =
  /(?:特别重大|特别严重|特大|重大|恶性|严重|较大|较重|一般性|一般|普通|较小|轻微|小小|小|大(?!健康))/gu;

const levelOf = (word: string): number | null =>
  levels.find(([pattern]) => pattern.test(word.replace('一般性', '一般').replace('小小', '小')))?.[1] ?? null;

/** Degree words that lead up to a mention (重大或较大的, 较大及以上, 一般性的), read from the letters right before it. */
export const degreeBefore = (text: string, start: number): Degree | null => {
  const head = text.slice(Math.max(0, start - 20), start);
  const run =
    /(?:(?:特别重大|特别严重|特大|重大|恶性|严重|较大|较重|一般|普通|较小|轻微|小|大)(?:的|级|性|及|和|或者?|、|以上|以下|生产|责任|产品|食品|安全|质量|与|程度的|类|一点的)*)+$/u.exec(
      head,
    )?.[0];
  if (!run) return null;
  const found = [...run.matchAll(degreeWord)].flatMap(([word]) => levelOf(word) ?? []);
  if (found.length === 0) return null;
  const loose = !/重大|较大|特大/u.test(run) && /大/u.test(run);
  return { level: Math.min(...found), below: run.includes('以下'), ...(loose ? { loose } : {}) };
};

/** 算一般的, 级别不大, 是轻微的: a degree told after the noun, or in a clause of its own. */
export const degreeAfter = (text: string): DegreeSaid | null => {
  const match =
    /(?:^|^但是?|^不过|^只是|[^有过])(?:(不是|不算|没到|没有到|够不上|算不上|谈不上|未达到|没达到|达不到|不属于|还没到|不到)|(?:属于|算是|算|是|定的是|认定为|定性为|定的|定成|定为|定了|定性|判定为|评定为|都是|只是|级别是|等级是)?)(?:什么|很|特别|那种|那么|到)?(特别重大|特大|重大|严重|较大|一般性|一般|轻微|较小)(?:的|级别|程度|等级|级|事故|以上|及以上|违法)*(?:了|吧|啊|的)?$/u.exec(
      text,
    );
  if (match) {
    const level = levelOf(match[2]!);
    return level === null ? null : { level, below: false, negated: match[1] !== undefined };
  }
  return /(?:^|也|都|并|是|只是|不过是|情节|问题|事情|影响|损失|级别)(?:不大|不严重|不重|很小|较小|比较小|挺小|小事情?|小问题|小毛病|小打小闹|轻伤|轻微伤|小伤)(?:的|而已|罢了)*$/u.test(
    text,
  )
    ? { level: 1, below: false, negated: false }
    : null;
};

/** 较大的有一起, 从来没有重大的: a degree that stands for what has it. */
export const degreeAlone = (text: string): Degree | null => {
  const match =
    /^(?:就|也|倒|倒是|就是|那|但|但是)?(特别重大|特大|重大|较大|一般|轻微)(?:的|级别的|及以上的?|以上的?|那种)(?=没|有|无|从|发|出|也|倒|都|绝对|肯定|一|根本|确实|真)/u.exec(
      text,
    );
  const level = match ? levelOf(match[1]!) : null;
  return level === null ? null : { level, below: false };
};

/** What is told of a degree, as the degree of what it is told of: 不是重大 is below it. */
export const afterDegree = (said: DegreeSaid | null): Degree | null =>
  said === null
    ? null
    : said.negated
      ? { level: said.level, below: true }
      : { level: said.level, below: said.below };
