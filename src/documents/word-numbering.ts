import { toChinese } from '../model/numerals.ts';
import { childOf, elements, valueIn, type Xml } from './xml.ts';

/** One level of a list: how its number is written (ECMA-376 Part 1, 17.9). */
interface Level {
  readonly format: string;
  /** `%1、`: places of the numbers of this and the levels above. */
  readonly text: string;
  readonly start: number;
}

/** Levels that Word has, and the longest chain of styles that is followed; own cap against circles. */
const deepest = 9;
const longestChain = 20;

const roman = (value: number): string => {
  const signs: readonly (readonly [number, string])[] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let left = value;
  let written = '';
  for (const [worth, sign] of signs) for (; left >= worth; left -= worth) written += sign;
  return written;
};

const circled = (value: number): string =>
  value <= 20 ? String.fromCodePoint(0x2460 + value - 1) : `${value}`;

/** A number as a format writes it; null for bullets and what has no number. */
const written = (format: string, value: number): string | null => {
  switch (format) {
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
    case 'japaneseCounting':
    case 'ideographDigital':
      return value < 1000 ? toChinese(value) : `${value}`;
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return circled(value);
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'upperLetter':
      return String.fromCodePoint(65 + ((value - 1) % 26));
    case 'lowerLetter':
      return String.fromCodePoint(97 + ((value - 1) % 26));
    case 'upperRoman':
      return roman(Math.min(value, 3999));
    case 'lowerRoman':
      return roman(Math.min(value, 3999)).toLowerCase();
    case 'bullet':
    case 'none':
      return null;
    default:
      return `${value}`;
  }
};

const levelsOf = (node: Xml): Level[] => {
  const levels: Level[] = [];
  for (const level of elements(node)) {
    if (level.name !== 'w:lvl') continue;
    levels[Number(level.attributes['w:ilvl'] ?? 0)] = {
      format: valueIn(level, 'w:numFmt') ?? 'decimal',
      text: valueIn(level, 'w:lvlText') ?? '',
      start: Number(valueIn(level, 'w:start') ?? 1),
    };
  }
  return levels;
};

/** Which list a paragraph or a style belongs to. */
interface Listed {
  readonly list: string;
  readonly level: number;
}

const listedIn = (properties: Xml | undefined): Partial<Listed> => {
  const node = properties && childOf(properties, 'w:numPr');
  const list = node && valueIn(node, 'w:numId');
  const level = node && valueIn(node, 'w:ilvl');
  return {
    ...(list === undefined ? {} : { list }),
    ...(level === undefined ? {} : { level: Number(level) || 0 }),
  };
};

/** Gives each paragraph of a document, asked for in order, the number Word prints before it; empty where there is none. */
export type Numbers = (paragraph: Xml) => string;

export const noNumbers: Numbers = () => '';

/** Numbers of the lists of a document, from its numbering and styles parts. */
export const readNumbers = (numbering: Xml, styles: Xml | null): Numbers => {
  const abstract = new Map<string, Level[]>();
  const lists = new Map<string, { readonly of: string; readonly levels: Level[] }>();
  for (const node of elements(numbering)) {
    if (node.name === 'w:abstractNum') abstract.set(node.attributes['w:abstractNumId'] ?? '', levelsOf(node));
    if (node.name === 'w:num') {
      const of = valueIn(node, 'w:abstractNumId') ?? '';
      const levels = [...(abstract.get(of) ?? [])];
      for (const override of elements(node).filter(({ name }) => name === 'w:lvlOverride')) {
        const at = Number(override.attributes['w:ilvl'] ?? 0);
        const own = levelsOf(override)[at] ?? levels[at];
        const start = valueIn(override, 'w:startOverride');
        if (own) levels[at] = { ...own, ...(start === undefined ? {} : { start: Number(start) }) };
      }
      lists.set(node.attributes['w:numId'] ?? '', { of, levels });
    }
  }
  const styled = new Map(
    (styles ? elements(styles) : [])
      .filter(({ name }) => name === 'w:style')
      .map(style => [style.attributes['w:styleId'] ?? '', style] as const),
  );
  const listedByStyle = (id: string | undefined, depth = 0): Partial<Listed> => {
    const style = id === undefined || depth > longestChain ? undefined : styled.get(id);
    return style
      ? { ...listedByStyle(valueIn(style, 'w:basedOn'), depth + 1), ...listedIn(childOf(style, 'w:pPr')) }
      : {};
  };
  const counts = new Map<string, number[]>();
  return paragraph => {
    const properties = childOf(paragraph, 'w:pPr');
    const { list, level = 0 } = {
      ...listedByStyle(properties && valueIn(properties, 'w:pStyle')),
      ...listedIn(properties),
    };
    const known = list === undefined ? undefined : lists.get(list);
    const own = known?.levels[level];
    if (!known || !own || level >= deepest) return '';
    const count = counts.get(known.of) ?? [];
    counts.set(known.of, count);
    count[level] = count[level] === undefined ? own.start : count[level] + 1;
    count.length = level + 1;
    const numbers = known.levels.slice(0, level + 1).map((each, at) => {
      count[at] ??= each.start;
      return written(each.format, count[at]);
    });
    if (numbers[level] === null) return '';
    return own.text.replace(/%([1-9])/gu, (_, place: string) => numbers[Number(place) - 1] ?? '');
  };
};
