import type { Pack } from '../model/pack/pack.ts';
import type { Signoff } from '../model/pack/signoff.ts';
import type { PackFileName } from './json-schema.ts';
import type { YamlSource } from './yaml-source.ts';

/** A pack whose files are well-formed, with the places of everything in them; still to be checked as a whole. */
export interface Draft {
  readonly pack: Pack;
  readonly signoff: Signoff;
  readonly sources: Readonly<Partial<Record<PackFileName, YamlSource>>>;
}
