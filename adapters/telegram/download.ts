import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Api } from 'grammy';
import type { Intake } from '../../src/host/channel.ts';
import { type FileBody, fileBody, refusedFile } from '../../src/host/file-body.ts';
import type { FileRefusal } from '../../src/model/file.ts';
import type { FileToFetch } from './decode.ts';
import { attempt, describeFailure } from './failure.ts';
import type { Settings } from './settings.ts';

/** Largest file a bot may fetch, in bytes: core.telegram.org/bots/api#getfile (20 MB). */
export const fileLimit = 20 * 1024 * 1024;
const downloadMs = 60_000;
const tries = 3;

/** Open the content; null when it cannot be had now. The address holds the token and is never logged or thrown. */
const open = async (address: string): Promise<Readable | null> => {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(downloadMs) });
    return response.ok && response.body ? Readable.fromWeb(response.body as ReadableStream) : null;
  } catch {
    return null;
  }
};

/** Stream what `path` names into the intake's keeping; null when the connection broke on the way. */
const keep = async (address: string, file: FileToFetch, intake: Intake): Promise<FileBody | null> => {
  const content = await open(address);
  if (!content) return null;
  let broken = false;
  content.once('error', () => {
    broken = true;
  });
  try {
    const kept = await intake.keepFile(content, file.name, fileLimit);
    return !kept.ok && broken ? null : fileBody(kept, file.name, file.caption);
  } catch (error) {
    if (broken) return null;
    throw error;
  }
};

export interface Downloads {
  readonly api: Api;
  readonly settings: Settings;
  readonly intake: Intake;
  /** Told, without names, why a file could not be had. */
  readonly onTrouble: (detail: string) => void;
}

/**
 * Fetch a file a person sent and hand it to the intake's keeping: the body of the event. Passing trouble is tried
 * again a few times; then the person is told, rather than the chat being held up.
 *
 * @throws what the intake throws when it cannot keep anything at all.
 */
export const fetchFile = async (file: FileToFetch, downloads: Downloads): Promise<FileBody> => {
  const { api, settings, intake, onTrouble } = downloads;
  const refused = (reason: FileRefusal): FileBody => refusedFile(reason, file.name);
  if (file.declared !== undefined && file.declared > fileLimit) return refused('too-large');
  for (let round = 0; round < tries; round += 1) {
    const found = await attempt(() => api.getFile(file.fileId));
    if (!found.ok) {
      onTrouble(describeFailure(found.failure));
      if (found.failure.kind !== 'refused') continue;
      return refused(found.failure.description.includes('file is too big') ? 'too-large' : 'unavailable');
    }
    const path = found.value.file_path;
    if (path === undefined) return refused('unavailable');
    const body = await keep(`${settings.apiRoot}/file/bot${settings.token}/${path}`, file, intake);
    if (body) return body;
    onTrouble('telegram: the file connection broke');
  }
  return refused('unavailable');
};
