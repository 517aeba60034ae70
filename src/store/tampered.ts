/**
 * A record does not carry the seals that this deployment gave it: somebody else wrote it. Nothing is computed from it;
 * `verify` says what was changed.
 */
export class RecordTampered extends Error {
  override readonly name = 'RecordTampered';
}
