import { inertText } from '../../../src/host/user-text.ts';

/** One element of a card, JSON 2.0. Names and values: open.feishu.cn/document/feishu-cards/card-json-v2-structure */
export interface Element {
  readonly tag: string;
  readonly [property: string]: unknown;
}

type Size = 'heading' | 'normal' | 'notation';
type Color = 'default' | 'grey' | 'blue' | 'red';

/**
 * The only text our cards contain. There is no `markdown` and no `lark_md` anywhere, so nothing a person typed can
 * become a link, a mention or our own words. An empty text is refused by Feishu.
 */
export const plain = (content: string): Element => ({
  tag: 'plain_text',
  content: inertText(content) || '—',
});

/** A paragraph. */
export const paragraph = (content: string, size: Size = 'normal', color: Color = 'default'): Element => ({
  tag: 'div',
  text: { ...plain(content), text_size: size, text_color: color },
});

const column = (elements: readonly Element[], weight: number): Element => ({
  tag: 'column',
  width: 'weighted',
  weight,
  vertical_spacing: '4px',
  elements,
});

/** Columns side by side; `weights` from 1 to 5. */
export const columns = (cells: readonly (readonly Element[])[], weights: readonly number[]): Element => ({
  tag: 'column_set',
  horizontal_spacing: '8px',
  columns: cells.map((elements, index) => column(elements, weights[index] ?? 1)),
});

/** A tinted box: quotes from the notice in one colour, words of a person in another. */
export const box = (elements: readonly Element[], tint: 'blue-50' | 'grey-50'): Element => ({
  tag: 'column_set',
  columns: [
    {
      tag: 'column',
      width: 'weighted',
      weight: 1,
      padding: '8px 12px 8px 12px',
      vertical_spacing: '4px',
      background_style: tint,
      elements,
    },
  ],
});

/** Number of elements Feishu counts: everything that has a tag. */
export const countElements = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'tag' in value ? 1 : 0;
  return Object.values(value).reduce<number>((sum, child) => sum + countElements(child), own);
};
