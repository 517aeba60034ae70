import { fromChinese, toChinese } from '../../model/numerals.ts';

type Style = 'top' | 'bracket' | 'digit' | 'bracket-digit';

const patterns: readonly { style: Style; pattern: RegExp }[] = [
  { style: 'top', pattern: /^\s*([一二三四五六七八九十]+)、/ },
  { style: 'bracket', pattern: /^\s*[（(]([一二三四五六七八九十]+)[）)]/ },
  // Not `1.5亿元`: a digit after the dot makes it a number.
  { style: 'digit', pattern: /^\s*(\d{1,2})[．.、](?!\d)/ },
  { style: 'bracket-digit', pattern: /^\s*[（(](\d{1,2})[）)]/ },
];

/** A number at the start of a line that may or may not belong to the document's numbering. */
export interface Numbered {
  readonly style: Style;
  readonly value: number;
}

export const numberOf = (text: string): Numbered | null => {
  for (const { style, pattern } of patterns) {
    const numeral = pattern.exec(text)?.[1];
    if (numeral === undefined) continue;
    const value = style === 'top' || style === 'bracket' ? fromChinese(numeral) : Number(numeral);
    return Number.isNaN(value) ? null : { style, value };
  }
  return null;
};

const labels: Record<Style, (value: number) => string> = {
  top: toChinese,
  bracket: value => `(${toChinese(value)})`,
  digit: String,
  'bracket-digit': value => `(${value})`,
};

/** How far a numbering may jump and still be taken for a slip of the author rather than for ordinary text. */
export const largestJump = 2;

/**
 * Follows nested numbering through a document. Only numbers that continue a list, or start one, count: a sentence that
 * happens to begin with `第三` or `2．` is text.
 */
export class Numbering {
  private stack: { style: Style; value: number }[] = [];

  /** Starts over: the next list begins at one. */
  reset(): void {
    this.stack = [];
  }

  /** Label (`三(一)`) and depth (1 for the outermost) when the number belongs to the numbering, else null. */
  accept(found: Numbered): { label: string; depth: number; jumpedFrom: number | null } | null {
    const level = this.stack.findIndex(open => open.style === found.style);
    if (level === -1) {
      if (found.value !== 1) return null;
      this.stack.push({ ...found });
      return { ...this.position(), jumpedFrom: null };
    }
    const last = this.stack[level]!.value;
    if (found.value <= last || found.value > last + 1 + largestJump) return null;
    this.stack = [...this.stack.slice(0, level), { ...found }];
    return { ...this.position(), jumpedFrom: found.value === last + 1 ? null : last };
  }

  private position(): { label: string; depth: number } {
    return {
      label: this.stack.map(open => labels[open.style](open.value)).join(''),
      depth: this.stack.length,
    };
  }
}
