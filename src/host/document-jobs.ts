import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { readForm } from '../documents/read-form.ts';
import { sniff } from '../documents/sniff.ts';
import type { FileReading } from '../model/file.ts';
import type { Form } from '../model/pack/form.ts';

/** What the thread is asked to do with a file: one that has just arrived lies on the disk as it came. */
export type DocumentJob =
  | { readonly kind: 'sniff'; readonly path: string; readonly name: string }
  | { readonly kind: 'read'; readonly content: Uint8Array; readonly form: Form };

export type DocumentResult<Job extends DocumentJob> = Job extends { kind: 'sniff' }
  ? ReturnType<typeof sniff>
  : FileReading;

const reasonOf = (code: string) => code.slice('file:'.length);

const read = async (content: Uint8Array, form: Form): Promise<FileReading> => {
  const found = await readForm(content, form);
  if (found.ok) {
    const { likeness, values, doubtful } = found.value;
    return { kind: likeness, values: { ...values }, doubtful: [...doubtful] };
  }
  const reason = reasonOf(found.issues[0]!.code);
  return reason === 'not-the-form'
    ? { kind: 'other' }
    : { kind: 'unreadable', reason: reason === 'too-large' ? 'too-complex' : 'unreadable' };
};

parentPort?.on('message', async ({ id, job }: { id: number; job: DocumentJob }) => {
  // From here on the time of the job runs; loading this file does not count.
  parentPort!.postMessage({ id, started: true });
  try {
    const value =
      job.kind === 'sniff' ? sniff(readFileSync(job.path), job.name) : await read(job.content, job.form);
    parentPort!.postMessage({ id, value });
  } catch (error) {
    parentPort!.postMessage({
      id,
      bug: error instanceof Error ? `${error.name}: ${error.message}` : 'error',
    });
  }
});
