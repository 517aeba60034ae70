import { readForm } from '../documents/read-form.ts';
import type { Event } from '../model/event.ts';
import type { FileKeeper } from './files.ts';
import type { Notice } from './notices.ts';

/** Largest form that is read at once, in bytes; a filled form with pictures is far below. */
const LARGEST_FORM = 10 * 1024 * 1024;

/** Reads a filled form that came as a file. null when the event carries none or the file is no such form. */
export const importForm =
  (keeper: FileKeeper) =>
  async (
    notice: Notice,
    event: Event,
  ): Promise<{ values: Record<string, string>; doubtful: string[] } | null> => {
    if (event.body.kind !== 'file' || event.body.file.type !== 'docx' || event.body.file.bytes > LARGEST_FORM)
      return null;
    const read = readForm(await keeper.read(event.body.file.id), notice.pack.form);
    return read.ok && read.value.likeness === 'form' && Object.keys(read.value.values).length > 0
      ? { values: { ...read.value.values }, doubtful: [...read.value.doubtful] }
      : null;
  };
