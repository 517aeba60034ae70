import { symbolFontOf } from './symbols.ts';
import { childOf, elements, isOn, valueIn, type Xml } from './xml.ts';

/** What decides whether and how characters are seen; absent: as in the style below. */
export interface Look {
  readonly hidden?: boolean | undefined;
  readonly struck?: boolean | undefined;
  readonly doubleStruck?: boolean | undefined;
  /** In the colour of paper. */
  readonly white?: boolean | undefined;
  /** Half points. */
  readonly size?: number | undefined;
  /** Font of Latin letters. */
  readonly font?: string | undefined;
}

/** The look that run properties set themselves. */
export const lookOf = (properties: Xml | undefined): Look => {
  const fonts = childOf(properties ?? { name: '', attributes: {}, children: [] }, 'w:rFonts')?.attributes;
  const color = properties && valueIn(properties, 'w:color');
  const size = properties && valueIn(properties, 'w:sz');
  const named = [fonts?.['w:ascii'], fonts?.['w:hAnsi']].filter(font => font !== undefined);
  return {
    hidden: isOn(properties, 'w:vanish'),
    struck: isOn(properties, 'w:strike'),
    doubleStruck: isOn(properties, 'w:dstrike'),
    white: color === undefined ? undefined : /^f{6}$/i.test(color),
    size: size === undefined ? undefined : Number(size),
    font: named.find(font => symbolFontOf(font)) ?? named[0],
  };
};

export const overlaid = (base: Look, over: Look): Look => ({
  hidden: over.hidden ?? base.hidden,
  struck: over.struck ?? base.struck,
  doubleStruck: over.doubleStruck ?? base.doubleStruck,
  white: over.white ?? base.white,
  size: over.size ?? base.size,
  font: over.font ?? base.font,
});

export interface Styles {
  /** The look a style gives, with what it is based on; nothing for an unknown one. */
  readonly lookOf: (id: string | undefined) => Look;
  /** Look of text without any style. */
  readonly plain: Look;
  /** Whether it is the style that Word gives to the prompt of an empty content control. */
  readonly isPlaceholder: (id: string | undefined) => boolean;
}

/** Longest chain of styles based on one another that is followed; Word allows nine (own cap against circles). */
const longestChain = 20;

/** The styles part of a document; without one nothing has a style. */
export const readStyles = (root: Xml | null): Styles => {
  const styles = new Map<string, Xml>();
  for (const node of root ? elements(root) : []) {
    if (node.name === 'w:style') styles.set(node.attributes['w:styleId'] ?? '', node);
  }
  const defaults = childOf(childOf(root ?? undefined, 'w:docDefaults'), 'w:rPrDefault');
  const known = new Map<string, Look>();
  const lookFor = (id: string | undefined, depth = 0): Look => {
    const style = id === undefined || depth > longestChain ? undefined : styles.get(id);
    if (!style) return {};
    const earlier = known.get(id!);
    if (earlier) return earlier;
    const look = overlaid(lookFor(valueIn(style, 'w:basedOn'), depth + 1), lookOf(childOf(style, 'w:rPr')));
    known.set(id!, look);
    return look;
  };
  return {
    lookOf: id => lookFor(id),
    plain: lookOf(childOf(defaults, 'w:rPr')),
    isPlaceholder: id => {
      const style = id === undefined ? undefined : styles.get(id);
      return /^placeholder ?text$/i.test((style && valueIn(style, 'w:name')) ?? id ?? '');
    },
  };
};
