import type { DoctorLine } from '../host/channel.ts';

const marks = { ok: '✓', warn: '！', fail: '✗' } as const satisfies Record<DoctorLine['level'], string>;

/** One finding as the operator reads it, with what to do below it. */
export const lineText = ({ level, text, remedy }: DoctorLine): string =>
  `${marks[level]} ${text}${remedy ? `\n  → ${remedy}` : ''}`;
