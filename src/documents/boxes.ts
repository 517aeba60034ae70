import type { Field } from '../model/pack/form.ts';

// As typed; as the parser gives Wingdings symbols (FE FD FC 6E and A8 6F 71, Wingdings 2 50-54 and A3); and the
// private-use characters that stand for Wingdings in plain runs.
const ticked = '☑☒√✓✔■●◼🗹🗷🗸🗵⮽\uf0fe\uf0fc\uf0fd';
const empty = '☐□○◻▢🞎🞏❑\uf0a8\uf06f\uf071';

const isMark = (token: string): boolean => ticked.includes(token) || empty.includes(token);
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What a line of boxes says. */
export interface BoxReading {
  /** The one ticked option; `null` if none or several are. */
  readonly value: string | null;
  /** Several options are ticked, or something is ticked or written that is no option. */
  readonly doubtful: boolean;
}

/**
 * Reads「☐高等学校 ☑企业」and「高等学校 企业√」: marks stand before their options or behind them, and whether one stands
 * before the first option tells which. Without any mark, a text that is an option or its alias counts.
 */
export const readBoxes = (field: Pick<Field, 'options'>, text: string): BoxReading => {
  const options = field.options ?? [];
  const names = options.map(option => escaped(option.value)).sort((a, b) => b.length - a.length);
  const tokens = text.match(new RegExp(`[${ticked}${empty}]|${names.join('|')}`, 'gu')) ?? [];
  if (!tokens.some(isMark)) {
    const plain = text.replace(/\s+/g, '');
    const named = options.find(option => option.value === plain || option.aliases.includes(plain));
    const untouched = options.every(option => plain.includes(option.value));
    return { value: named?.value ?? null, doubtful: !named && !untouched && plain !== '' };
  }
  const chosen = new Set<string>();
  let tick = false;
  for (const token of isMark(tokens[0]!) ? tokens : tokens.toReversed()) {
    if (isMark(token)) {
      tick ||= ticked.includes(token);
    } else {
      if (tick) {
        chosen.add(token);
      }
      tick = false;
    }
  }
  const ticks = tokens.some(token => ticked.includes(token));
  return { value: chosen.size === 1 ? [...chosen][0]! : null, doubtful: ticks && chosen.size !== 1 };
};
