/** One line of a source document. `start` is its UTF-16 offset in the document; `text` has no line break. */
export interface Line {
  readonly start: number;
  /** 1-based. */
  readonly number: number;
  readonly text: string;
}

export const linesOf = (text: string): Line[] => {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    lines.push({ start, number: lines.length + 1, text: text.slice(start, end).replace(/\r$/, '') });
    start = end + 1;
  }
  return lines;
};

export const isBlank = (line: Line): boolean => line.text.trim() === '';

/** Index of the nearest line before `index` with something on it, or -1. */
export const previousWritten = (lines: readonly Line[], index: number): number =>
  lines.findLastIndex((line, i) => i < index && !isBlank(line));

/** Index of the first line at or after `index` with something on it, or -1. */
export const nextWritten = (lines: readonly Line[], index: number): number =>
  lines.findIndex((line, i) => i >= index && !isBlank(line));

/**
 * Whether a line starts a paragraph of its own: the text before it has ended a sentence. Source texts converted from
 * Word break words across lines (`…运行管理办` / `法（试行）…`); those pieces are one paragraph.
 */
export const startsParagraph = (lines: readonly Line[], index: number): boolean => {
  const before = lines[previousWritten(lines, index)];
  return before === undefined || /[。；：！？.;:!?]["”’）)]?\s*$/.test(before.text);
};

/** `各区县文化委，各有关单位：`, the line that says whom a notice addresses; not `现将有关事项通知如下：`. */
export const isSalutation = (line: Line): boolean =>
  /^[^。；]{2,80}[：:]\s*$/.test(line.text) && !/如下|通知/.test(line.text);

/** `抄送：…` or `…办公室 2022年4月14日 印发`, where the imprint at the foot of an official document begins. */
export const isImprint = (line: Line): boolean =>
  /^\s*(抄送|主题词)[：:]/.test(line.text) || /\d{4}年\d{1,2}月\d{1,2}日\s*印发\s*$/.test(line.text);

export const isDateLine = (line: Line): boolean => /^\s*\d{4}年\d{1,2}月\d{1,2}日\s*$/.test(line.text);
