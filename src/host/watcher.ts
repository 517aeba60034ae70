/** One turn, as it is counted. `ms` from the arrival of the event to the end of its commit. */
export interface TurnSeen {
  readonly kind: string;
  readonly outcome: 'committed' | 'duplicate' | 'refused';
  readonly ms: number;
}

/** One attempt to send, as it is counted. `result` is the kind of a `SendResult`. */
export interface SendSeen {
  readonly channel: string;
  readonly result: string;
  readonly ms: number;
}

/** Who is told what the house does, to count it. Never told what was written, or by whom. */
export interface Watcher {
  turned(seen: TurnSeen): void;
  sent(seen: SendSeen): void;
  /** A request to a callback path was answered with this status. */
  called(path: string, status: number): void;
}

export const nobody: Watcher = { turned() {}, sent() {}, called() {} };
