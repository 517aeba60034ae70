import type { FileReading, StoredFile } from '../model/file.ts';
import { documentRoom } from './document-room.ts';
import type { FileKeeper } from './files.ts';
import type { Notice } from './notices.ts';

/** Largest form that is read at once, in bytes; a filled form with pictures is far below. */
const LARGEST_FORM = 10 * 1024 * 1024;

/** Reads a document that somebody sent as the form of a notice. Larger ones are papers of another kind. */
export const formReader =
  (keeper: FileKeeper) =>
  async (notice: Notice, file: StoredFile): Promise<FileReading> =>
    file.type !== 'docx' || file.bytes > LARGEST_FORM
      ? { kind: 'other' }
      : documentRoom.read(await keeper.read(file.id), notice.pack.form);
