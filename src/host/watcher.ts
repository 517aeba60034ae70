/** The steps of one message, in the order in which architecture.md tells of them. */
export type Step =
  | 'receive'
  | 'load'
  | 'interpret'
  | 'advance'
  | 'commit'
  | 'acknowledge'
  | 'dispatch'
  | 'record';

/** When a step began and ended, in milliseconds since 1970, with fractions. */
export interface StepTime {
  readonly step: Step;
  readonly began: number;
  readonly ended: number;
}

/** One turn, as it is counted. `ms` from the arrival of the event to the end of its commit. */
export interface TurnSeen {
  readonly kind: string;
  readonly outcome: 'committed' | 'duplicate' | 'refused';
  readonly ms: number;
  /** Id of the event, and the notice it was about. */
  readonly event: string;
  readonly space: string;
  readonly steps: readonly StepTime[];
  /** What it put into the outbox, by id. */
  readonly items: readonly string[];
}

/** One attempt to send, as it is counted. `result` is the kind of a `SendResult`. */
export interface SendSeen {
  readonly channel: string;
  readonly result: string;
  readonly ms: number;
  /** Id of the outbox item, and which attempt at it this was. */
  readonly item: string;
  readonly space: string;
  readonly attempt: number;
}

/** Who is told what the house does, to count it. Never told what was written, or by whom. */
export interface Watcher {
  turned(seen: TurnSeen): void;
  sent(seen: SendSeen): void;
  /** A request to a callback path was answered with this status. */
  called(path: string, status: number): void;
  /** A step of an event outside its turn. */
  stepped(event: string, time: StepTime): void;
}

export const nobody: Watcher = { turned() {}, sent() {}, called() {}, stepped() {} };

/** Tells each of them. */
export const watchers = (...all: readonly Watcher[]): Watcher => ({
  turned: seen => {
    for (const each of all) each.turned(seen);
  },
  sent: seen => {
    for (const each of all) each.sent(seen);
  },
  called: (path, status) => {
    for (const each of all) each.called(path, status);
  },
  stepped: (event, time) => {
    for (const each of all) each.stepped(event, time);
  },
});
