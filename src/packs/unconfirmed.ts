import type { Finding } from './finding.ts';

/** Stands behind everything a draft guessed, with the reason: `# 请核对：…`. */
export const CONFIRM = '# 请核对';

/** What a draft guessed and nobody has confirmed yet, line by line. */
export const unconfirmedIn = (file: string, content: string): Finding[] =>
  content.split('\n').flatMap((line, index): Finding[] => {
    const at = line.indexOf(CONFIRM);
    if (at < 0) return [];
    const reason = line
      .slice(at + CONFIRM.length)
      .replace(/^[：:\s]+/u, '')
      .trim();
    return [
      {
        level: 'warning',
        code: 'pack:unconfirmed',
        message: `还没有核对${reason === '' ? '' : `：${reason}`}`,
        hint: '对照原文改好，再删去这个“# 请核对”',
        at: { file, line: index + 1, column: at + 1 },
      },
    ];
  });
