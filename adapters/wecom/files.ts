import type { Intake } from '../../src/host/channel.ts';
import type { EventBody } from '../../src/model/event.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { Download } from './api.ts';

/** Largest file in either direction: 20 MB (path/90253, path/94670). */
export const fileLimit = 20 * 1024 * 1024;

type Refusal = Extract<EventBody, { kind: 'file-refused' }>['reason'];

/** What `keepFile` found wrong, in the words of the event. */
export const refusalOf = (issues: readonly Issue[]): Refusal => {
  const problem = issues[0]?.code.split(':')[1] ?? '';
  if (problem === 'too-large') return 'too-large';
  return problem === 'unavailable' ? 'unavailable' : 'bad-type';
};

/** Keep a downloaded file and say it as an event; null when the download failed in passing and should be repeated. */
export const fileBody = async (
  intake: Intake,
  download: Download,
  name: string,
): Promise<EventBody | null> => {
  const safeName = name.slice(0, 120) || '文件';
  switch (download.kind) {
    case 'failed':
      return null;
    case 'gone':
      return { kind: 'file-refused', reason: 'unavailable', name: safeName };
    case 'ok': {
      const kept = await intake.keepFile(download.content, download.name ?? safeName, fileLimit);
      if (kept.ok) return { kind: 'file', file: kept.value };
      const reason = refusalOf(kept.issues);
      return reason === 'unavailable'
        ? null
        : { kind: 'file-refused', reason, name: download.name ?? safeName };
    }
    default:
      return download satisfies never;
  }
};
