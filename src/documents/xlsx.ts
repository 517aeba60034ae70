import writeExcelFile from 'write-excel-file/node';

/** Characters XML 1.0 cannot hold (production Char): a workbook with one of them does not open. */
const notXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** Most characters of one cell, support.microsoft.com "Excel specifications and limits". */
const CELL_LIMIT = 32_767;

const cell = (value: string, bold = false) => ({
  type: String,
  value: value.replace(notXml, '').slice(0, CELL_LIMIT),
  wrap: true,
  ...(bold ? { fontWeight: 'bold' as const } : {}),
});

/**
 * A sheet of texts: every cell is typed as text, so that `=1+1`, `+86…` and `@…` stay what somebody wrote and are never
 * a formula. The first row is the heading.
 */
export const textSheet = async (
  name: string,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<Uint8Array> =>
  writeExcelFile(
    [
      heading.map(text => cell(text, true)),
      ...rows.map(row => row.map(text => (text === '' ? null : cell(text)))),
    ],
    { sheet: name, stickyRowsCount: 1, columns: heading.map(() => ({ width: 24 })) },
  ).toBuffer();
