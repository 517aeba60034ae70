import writeExcelFile from 'write-excel-file/node';

/** Characters XML 1.0 cannot hold (production Char): a workbook with one of them does not open. */
const notXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** Most characters of one cell, support.microsoft.com "Excel specifications and limits". */
const CELL_LIMIT = 32_767;

type Cell = string | number;

/** `rows`: under a heading that stays in sight. Numbers are typed as numbers, everything else as text. */
export interface TextSheet {
  readonly name: string;
  readonly heading: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const cell = (value: Cell, bold = false) =>
  typeof value === 'number'
    ? { type: Number, value }
    : {
        type: String,
        value: value.replace(notXml, '').slice(0, CELL_LIMIT),
        wrap: true,
        ...(bold ? { fontWeight: 'bold' as const } : {}),
      };

/**
 * A workbook of texts and counts: every text is typed as text, so that `=1+1`, `+86…` and `@…` stay what somebody wrote
 * and are never a formula.
 */
export const textBook = async (sheets: readonly TextSheet[]): Promise<Uint8Array> =>
  writeExcelFile(
    sheets.map(({ name, heading, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: heading.map(() => ({ width: 24 })),
      data: [
        heading.map(text => cell(text, true)),
        ...rows.map(row => row.map(value => (value === '' ? null : cell(value)))),
      ],
    })),
  ).toBuffer();
