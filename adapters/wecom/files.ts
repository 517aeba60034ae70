import type { Intake } from '../../src/host/channel.ts';
import { type FileBody, fileBody, refusedFile } from '../../src/host/file-body.ts';
import type { Download } from './api.ts';

/** Largest file in either direction: 20 MB (path/90253, path/94670). */
export const fileLimit = 20 * 1024 * 1024;

/** Keep a downloaded file and say it as an event; null when the download failed in passing and should be repeated. */
export const downloadedFile = async (
  intake: Intake,
  download: Download,
  name: string,
): Promise<FileBody | null> => {
  switch (download.kind) {
    case 'failed':
      return null;
    case 'gone':
      return refusedFile('unavailable', name);
    case 'ok': {
      const called = download.name ?? (name || '文件');
      return fileBody(await intake.keepFile(download.content, called, fileLimit), called);
    }
    default:
      return download satisfies never;
  }
};
