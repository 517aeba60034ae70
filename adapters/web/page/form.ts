import type { FormView } from '../../../src/model/form-view.ts';
import type { Seat } from '../wire.ts';
import { getJson } from './api.ts';

/** Several things change together; the form is asked for once for all that came within this time (milliseconds). */
const settleMs = 80;

/** The form in the making, asked for again whenever something may have changed it. */
export const createForm = (seat: () => Seat, shown: (view: FormView | null) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;

  const ask = async () => {
    round += 1;
    const mine = round;
    // What is shown beside the conversation may be late; the next change brings it.
    const view = await getJson<FormView | null>(`/api/form?seat=${seat()}`).catch(() => undefined);
    if (view !== undefined && mine === round) shown(view);
  };
  return {
    changed(): void {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), settleMs);
    },
  };
};
