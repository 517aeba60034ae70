/**
 * How long the lease on a message lasts, in milliseconds: what a person waits for a message whose sender was killed. A send
 * may take longer, the lease is renewed every third of this; a process that stands still for longer than two thirds may
 * see its message sent by another.
 */
export const LEASE_MS = 12_000;
