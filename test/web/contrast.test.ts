import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../adapters/web/page/base.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');

const coloursOf = (part: string): ReadonlyMap<string, string> =>
  new Map(
    [...part.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );

/** Relative luminance and contrast ratio, w3.org/TR/WCAG22/#dfn-contrast-ratio. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string): number => {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
};

/** Text on its ground (4.5:1), and edges of controls on theirs (3:1). */
const texts: readonly string[][] = [
  ...['ground', 'surface', 'raised', 'mine', 'quote-ground', 'mark', 'accent-soft'].map(ground => [
    'ink',
    ground,
  ]),
  ...['ground', 'surface', 'raised', 'quote-ground'].map(ground => ['ink-soft', ground]),
  ...['surface', 'ground', 'quote-ground', 'accent-soft', 'raised'].map(ground => ['accent', ground]),
  ['accent-ink', 'accent'],
  ...['surface', 'ground', 'danger-soft'].map(ground => ['danger', ground]),
  ['good', 'good-soft'],
  ['warn', 'warn-soft'],
  ['warn-soft', 'warn'],
];
const edges: readonly string[][] = [
  ['line-strong', 'surface'],
  ['line-strong', 'ground'],
  ['quote-line', 'quote-ground'],
];

describe.each([
  ['light', coloursOf(light)],
  ['dark', new Map([...coloursOf(light), ...coloursOf(dark)])],
])('%s colours', (_, colours) => {
  const ratio = (one = '', other = '') =>
    contrast(colours.get(one) ?? 'missing', colours.get(other) ?? 'missing');

  it.each(texts)('%s can be read on %s', (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(edges)('%s can be seen on %s', (edge, ground) => {
    expect(ratio(edge, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('measures as the standard does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
