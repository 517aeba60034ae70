import { parentPort } from 'node:worker_threads';
import { packViews, type ViewOf } from './pack-views.ts';

/** What the studio's thread is asked. */
export interface ViewRequest {
  readonly id: number;
  readonly name: keyof typeof packViews;
  readonly of: ViewOf;
  readonly given: readonly unknown[];
}

export type ViewReply = { readonly id: number } & ({ readonly value: unknown } | { readonly bug: string });

parentPort?.on('message', ({ id, name, of, given }: ViewRequest) => {
  const view = packViews[name] as (of: ViewOf, ...given: readonly unknown[]) => Promise<unknown>;
  view(of, ...given).then(
    value => parentPort?.postMessage({ id, value } satisfies ViewReply),
    (error: unknown) =>
      parentPort?.postMessage({
        id,
        bug: error instanceof Error ? (error.stack ?? error.name) : 'unknown',
      } satisfies ViewReply),
  );
});
