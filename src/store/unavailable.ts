/**
 * The store cannot do its work just now: not reachable, out of memory, disk full, locked. Nothing is known to be
 * wrong with the request; the same commit may be tried again, or its event be put aside in the spool.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
