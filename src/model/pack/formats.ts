/** Ways of writing that pack files ask of an author, by name: the schemas check them, `packs/` says what is wrong. */
export const formats = {
  /** Letters of any script, digits, `-` and `_`. */
  name: /^[\p{L}\p{N}_-]+$/u,
  /** Small letters, digits and `-`. */
  slug: /^[a-z0-9-]+$/,
  /** Capitals and digits, without the I and O that are misread. */
  prefix: /^[A-HJ-NP-Z0-9]+$/,
  /** 24 hours. */
  timeOfDay: /^(?:[01]\d|2[0-3]):[0-5]\d$/,
} as const;
export type Format = keyof typeof formats;
