import type { Context } from '../engine/context.ts';
import type { House } from '../host/house.ts';
import type { Space } from '../host/space.ts';
import { localMoment } from '../model/calendar.ts';
import type { Pack } from '../model/pack/pack.ts';

/** What the engine's rules need where a space is only looked at: nothing is asked, read or kept. */
export const lookingAt = async (house: House, space: Space, pack: Pack): Promise<Context> => {
  await house.clocks.ready(space);
  return {
    pack,
    now: localMoment(house.clocks.now(space), pack.manifest.timezone),
    // Nothing of what is only looked at is kept, so nothing in it needs a name of its own.
    mint: () => 'looking',
    ask: () => {
      throw new Error('nobody asks where a space is only looked at');
    },
    reading: () => null,
    rehearsal: space.rehearsal !== null,
    notices: [],
    policies: [],
  };
};
