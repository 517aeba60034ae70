import type { Clause } from '../model/clause.ts';
import { fromChinese } from '../model/numerals.ts';
import { type Doubt, sentencesOf } from './sentences.ts';
import type { Source } from './split-papers.ts';

/** pack.yaml as far as the notice gives it, with what was guessed and what was not found. */
export interface FoundManifest {
  readonly data: Record<string, unknown>;
  readonly doubts: readonly Doubt[];
  readonly missing: readonly string[];
  readonly issuer: string;
  readonly office: string;
}

const iso = (year: string | number, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

const officeEnd = '(?:局|委员会|委|厅|人民政府|部|办公室|中心|管委会)';

/** Last day that is printed as the date of a letter; the imprint's own comes later. */
const dateOf = (text: string): string | null => {
  const dates = [...text.matchAll(/^[^，。；：\n]{0,40}?(\d{4})年(\d{1,2})月(\d{1,2})日[\s　]*$/gmu)];
  const [, year, month, day] = dates.at(-1) ?? [];
  return year === undefined ? null : iso(year, month!, day!);
};

const issuerOf = (text: string): string | null => {
  const end = new RegExp(
    `^[\\s　]*([\\p{Script=Han}]{3,30}${officeEnd})[\\s　]*(?:\\d{4}年\\d{1,2}月\\d{1,2}日)?[\\s　]*$`,
    'gmu',
  );
  return [...text.matchAll(end)].at(-1)?.[1] ?? null;
};

/** How the text itself shortens its office: 区科技局. */
const officeOf = (text: string): string | null => {
  const counts = new Map<string, number>();
  for (const [name] of text.matchAll(
    /(?<=[，。；：、和向由经报送至到，\s^]|^)[省市区县州](?!场)[\p{Script=Han}]{1,7}?(?:局|委|厅|办)/gmu,
  ))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
};

interface Span {
  readonly opens: string | null;
  readonly closes: string;
  readonly weight: number;
}

const range =
  /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日[^，。；\d]{0,12}?(?:起)?\s?(?:至|到|[-—－~～]{1,2})\s?(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日/u;
const single = /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日/gu;

/** The days a sentence gives for applying, and how surely it does. */
const spanIn = (sentence: string, noticeDate: string | null): Span | null => {
  const year = noticeDate?.slice(0, 4) ?? /(\d{4})年/u.exec(sentence)?.[1];
  if (
    year === undefined ||
    !/申报|报送|受理|截止|提交|上报|登录|填报|报至|前报|推荐|止|申请|时间/u.test(sentence)
  )
    return null;
  const says = /申报|受理|截止|申请/u.test(sentence) ? 1 : 0;
  const both = range.exec(sentence);
  if (both) {
    const [, y1, m1, d1, y2, m2, d2] = both;
    return {
      opens: iso(y1 ?? year, m1!, d1!),
      closes: iso(y2 ?? y1 ?? year, m2 ?? m1!, d2!),
      weight: 4 + says,
    };
  }
  const last = [...sentence.matchAll(single)].findLast(({ index, 0: found }) => {
    const around =
      sentence.slice(Math.max(0, index - 12), index) +
      sentence
        .slice(index + found.length, index + found.length + 24)
        .replace(/[（(][^（()）]{1,8}[）)]/gu, '')
        .slice(0, 12);
    return /截止|至|止|[前]|期限/u.test(around);
  });
  if (!last) return null;
  const [, y, m, d] = last;
  return {
    opens: null,
    closes: iso(y ?? year, m!, d!),
    weight: 2 + says + (/单位|企业|各/u.test(sentence) ? 0 : 0.5),
  };
};

/** `18:00前`, `下午5时截止`: the hour behind the last day of a sentence. */
const hourIn = (sentence: string): string | null => {
  const [, half = '', hour, minutes, spoken] =
    /日(?:[（(][^（()）]{1,6}[）)])?\s?[（(]?(上午|下午|晚上?)?\s?(\d{1,2})(?::(\d{2})|[时点](?:(\d{1,2})分)?)/u.exec(
      sentence.normalize('NFKC'),
    ) ?? [];
  if (hour === undefined) return null;
  const late = /下午|晚/u.test(half) && Number(hour) < 12 ? 12 : 0;
  return `${String(Number(hour) + late).padStart(2, '0')}:${(minutes ?? spoken ?? '0').padStart(2, '0')}`;
};

/** Who keeps a day of a notice that is not the applicant's: 各推荐单位于…前报送. */
const others =
  /(?:请)?(各?(?:推荐单位|主管部门|县（?市?、?区?）?[^，。；]{0,8}局|区县[^，。；]{0,8}|各县[^，。；]{0,12}|各地[^，。；]{0,8}))[^，。；]{0,6}[于应请在]/u;

const windowOf = (clauses: readonly Clause[], noticeDate: string | null) =>
  sentencesOf(clauses)
    .filter(({ clause }) => !/·(?:标题|落款|版记|附件)$/u.test(clause.id))
    .flatMap(sentence => {
      const span = spanIn(sentence.text, noticeDate);
      const by = others.exec(sentence.text.normalize('NFKC'))?.[1] ?? null;
      // What others hand on is not the applicants' last day where the notice gives both.
      return span && (noticeDate === null || span.closes >= noticeDate)
        ? [
            {
              ...sentence,
              ...span,
              weight: span.weight - (by === null ? 0 : 2),
              by,
              hour: hourIn(sentence.text),
            },
          ]
        : [];
    })
    .sort((a, b) => b.weight - a.weight);

/** `自印发之日起试行三年`, `有效期至2025年12月31日`. */
const validityOf = (source: Source) => {
  const date = dateOf(source.text);
  for (const { clause, text } of sentencesOf(source.clauses)) {
    const years = /(?:有效期|试行|施行)[为至]?\s?([一二三四五六七八九十\d]+)年/u.exec(text)?.[1];
    if (years === undefined || date === null || !/印发|发布|施行|实施|试行/u.test(text)) continue;
    const count = /\d/u.test(years) ? Number(years) : fromChinese(years);
    return { clause: clause.id, from: date, until: `${Number(date.slice(0, 4)) + count}${date.slice(4)}` };
  }
  return null;
};

const subjectOf = (title: string): string | null => {
  const about =
    /关于(?:组织|做好|开展|征集|推荐|申报|启动|公开|的|进行|继续)*(?:\d{4}年度?)?(?:第?.{1,3}批)?(?:[（(].{1,8}[）)])?(.{2,30}?)(?:申报|认定|评选|征集|兑现|推荐|遴选|备案|工作|项目)*的(?:通知|公告|通告|函)/u.exec(
      title,
    );
  return about?.[1]?.replace(/^(?:\d{4}年度?|组织|开展|申报)+/u, '') ?? null;
};

const prefixOf = (name: string, year: string): string => {
  const letters = (name.match(/[a-z]+/giu) ?? [])
    .map(word => word[0]!.toUpperCase())
    .join('')
    .replace(/[IO]/gu, '');
  return `${(letters || 'SB').slice(0, 3)}${year.slice(2)}`;
};

/** Where papers go: 报送至, 报我局, 交窗口; 申报市级… is something else. */
const delivers =
  /报送至|送至|报送到|交至|寄至|受理地点|(?<!申|填|上)(?:报送|报|提交|交)(?:至|到|给)?(?:我|推荐|所在|所属|当地|各|市|县|区)|报送.{0,30}(?:科|处|局|窗口|邮箱)|提交至/u;

/** How surely a sentence says where the papers themselves go. */
const carries = (text: string): number =>
  (/报送|寄送|送至|交至/u.test(text) ? 2 : 0) +
  (/材料|申[报请]书/u.test(text) ? 1 : 0) +
  (/纸质/u.test(text) ? 1 : 0) -
  (/汇总|推荐函/u.test(text) ? 1 : 0);

/** What pack.yaml needs, from the notice's own words. */
export const findManifest = (name: string, sources: readonly Source[]): FoundManifest => {
  const [notice] = sources;
  const doubts: Doubt[] = [];
  const missing: string[] = [];
  const doubt = (because: string, ...path: (string | number)[]) => doubts.push({ path, because });
  const noticeDate = dateOf(notice!.text);
  const issuer = issuerOf(notice!.text) ?? '';
  if (issuer === '') missing.push('发文机关（pack.yaml 的 issuer）');
  const office = officeOf(notice!.text) ?? issuer;
  const title = notice!.title;
  const subject = subjectOf(title);
  const spans = windowOf(notice!.clauses, noticeDate);
  const [best, second] = spans;
  const later = spans.filter(span => best && span.by !== null && span.closes > best.closes);
  const year = (best?.closes ?? noticeDate ?? '').slice(0, 4);

  doubt('按通知标题猜的', 'subject');
  if (office !== '') doubt('通知里出现最多的简称', 'office');
  doubt('由文件夹名和年份生成', 'numbering', 'prefix');
  const documents = sources.map((source, index) => {
    // Behind a title in 《》 stands the number of that paper.
    const own = source.text.slice(0, 600).replace(/》[^\S\n]{0,4}[（(][^（）()\n]{0,40}[）)]/gu, '》');
    const number = /[\p{Script=Han}]{2,14}[〔［[（(]\d{4}[〕］\]）)]\d{1,4}号/u.exec(own)?.[0];
    const date = dateOf(source.text) ?? (index > 0 ? noticeDate : null);
    const validity = validityOf(source);
    doubt(source.because, 'documents', index, 'structure');
    if (validity) doubt('届满日是推算的', 'documents', index, 'validity', 'until');
    // A number that the text mentions at its beginning may be that of another document.
    if (number !== undefined && index > 0) doubt('文件开头提到的文号', 'documents', index, 'number');
    return {
      id: source.id,
      file: source.file,
      title: source.title,
      ...(number === undefined || (index === 0 && !notice!.text.slice(0, 200).includes(number))
        ? {}
        : { number }),
      ...(date === null ? {} : { date }),
      structure: source.structure,
      ...(validity ? { validity } : {}),
    };
  });
  if (best) {
    if (later.length > 0) doubt('别人的期限，只作提示', 'deadlines', 0, 'title');
    if (best.opens === null) doubt('原文没有写开始日期，取通知日期', 'window', 'opens');
    doubt(
      second && second.closes !== best.closes
        ? `另有一处日期 ${second.closes}（${second.clause.id}）`
        : '按这一句猜的',
      'window',
      'closes',
    );
  } else missing.push('申报期限（pack.yaml 的 window）');
  const delivery = sentencesOf(notice!.clauses)
    .filter(({ text }) => delivers.test(text) && !/[:：]$/u.test(text))
    .sort((one, other) => carries(other.text) - carries(one.text))[0];
  if (delivery) doubt('按这一句猜的', 'delivery', 'quote');
  else missing.push('材料交到哪里（pack.yaml 的 delivery）');
  return {
    data: {
      id: name,
      format: 1,
      title,
      issuer,
      office: office === '' ? issuer : office,
      subject: subject ?? title,
      timezone: 'Asia/Shanghai',
      documents,
      ...(best
        ? {
            window: {
              opens: best.opens ?? noticeDate ?? best.closes,
              closes: best.closes,
              ...(best.hour === null ? {} : { closesAt: best.hour }),
              clause: best.clause.id,
              quote: best.text,
            },
            ...(later.length > 0
              ? {
                  deadlines: later.map((span, index) => ({
                    id: `deadline-${index + 1}`,
                    title: `${span.by}报送截止`,
                    date: span.closes,
                    ...(span.hour === null ? {} : { at: span.hour }),
                    clause: span.clause.id,
                    quote: span.text,
                  })),
                }
              : {}),
          }
        : {}),
      ...(delivery ? { delivery: { clause: delivery.clause.id, quote: delivery.text } } : {}),
      numbering: { prefix: prefixOf(name, year === '' ? '2000' : year), digits: 4 },
    },
    doubts,
    missing,
    issuer,
    office,
  };
};
