import { newEventId, request, wordsOf } from './api.ts';
import { toast } from './dialog.ts';
import { saveAs } from './dom.ts';

/** Take a file along from the desk, which records it. */
export const takeFile = async (path: string, name: string): Promise<void> => {
  try {
    saveAs(await (await request(`${path}?take=${newEventId()}`)).blob(), name);
  } catch (error) {
    toast(wordsOf(error));
  }
};
