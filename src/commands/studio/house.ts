import { basename } from 'node:path';
import type { PackDesk, Studio, StudioHouse } from '../../../adapters/web/studio/house.ts';
import { adoptQuestion } from '../../authoring/edit-faq.ts';
import { signItems } from '../../authoring/sign.ts';
import { seatsOf } from '../../engine/review/people.ts';
import type { DeskAccess } from '../../host/desk-access.ts';
import type { House } from '../../host/house.ts';
import { parseSpace, spaceOf } from '../../host/space.ts';
import type { PackState } from '../../model/studio.ts';
import { listPacks } from '../../packs/load.ts';
import type { Settings } from '../../settings.ts';
import { changeText, filesOf, readText, saveText } from './pack-files.ts';
import { PackRoom } from './pack-room.ts';
import type { ViewOf } from './pack-views.ts';
import { settleUnanswered, unansweredIn } from './unanswered.ts';

/**
 * The studio over the packs of an installation. What is edited lies in the packs' own folders; serving it is the business of
 * whoever watches these (see watch-packs.ts).
 */
export const studioHouse = (
  house: House,
  settings: Pick<Settings, 'packsDir' | 'allowUnsigned'>,
  access: DeskAccess,
): StudioHouse & { close(): Promise<void> } => {
  const room = new PackRoom();
  const { packsDir, allowUnsigned = false } = settings;
  const of = (dir: string): ViewOf => ({ dir, settings: { packsDir, allowUnsigned }, now: house.now() });

  const servingOf = (id: string | null, hash: string | null): PackState['serving'] => {
    const served = id === null ? undefined : house.notices.get(id);
    if (!served) return 'apart';
    if (hash === null) return 'held';
    return served.pack.hash === hash ? 'served' : 'soon';
  };

  const deskOf = (dir: string): PackDesk => {
    /** Where the questions of people lie who use this notice; null: this process does not serve it. */
    const spaceNow = async (): Promise<string | null> => {
      const about = await room.view('about', of(dir));
      return about && house.notices.get(about.id) ? spaceOf(about.id, null).name : null;
    };
    const settle = async (question: string): Promise<void> => {
      const space = await spaceNow();
      if (space !== null) await settleUnanswered(house.store, space, question, house.now());
    };
    return {
      read: path => readText(dir, path),
      save: (path, text, base) => saveText(dir, path, text, base),
      state: async () => {
        const { findings, current, id, hash } = await room.view('state', of(dir));
        return { findings, current, serving: servingOf(id, hash) };
      },
      advice: () => room.view('advice', of(dir)),
      notice: () => room.view('notice', of(dir)),
      rehearse: (inputs, date) => room.view('rehearse', of(dir), inputs, date),
      ask: questions => room.view('ask', of(dir), questions),
      eligibility: over => room.view('eligibility', of(dir), over),
      places: () => room.view('places', of(dir)),
      unanswered: async () => {
        const space = await spaceNow();
        const rows = space === null ? [] : await unansweredIn(house.store, space);
        const found = await room.view(
          'near',
          of(dir),
          rows.map(({ question }) => question),
        );
        return (
          found && {
            rows: rows.map((row, at) => ({ ...row, near: found.near[at] ?? [] })),
            targets: found.targets,
          }
        );
      },
      adopt: async (question, adoption) => {
        const saved = await changeText(dir, 'faq.yaml', text => adoptQuestion(text, question, adoption));
        if (saved) await settle(question);
        return saved;
      },
      settle,
      signoff: () => room.view('signoff', of(dir)),
      sign: (ids, name, date) =>
        changeText(dir, 'signoff.yaml', text => signItems(text, ids, { name, date })),
    };
  };

  /** `may`: which packs, by folder, whoever asks may edit. */
  const studioFor = (may: (dir: string) => boolean | Promise<boolean>): Studio => {
    const dirs = async (): Promise<string[]> => {
      const all = await listPacks(packsDir);
      const allowed = await Promise.all(all.map(may));
      return all.filter((_, index) => allowed[index]);
    };
    return {
      packs: async () =>
        Promise.all(
          (await dirs()).map(async dir => ({
            folder: basename(dir),
            title: (await room.view('about', of(dir)))?.title ?? basename(dir),
            files: await filesOf(dir),
          })),
        ),
      desk: async folder => {
        const dir = (await dirs()).find(one => basename(one) === folder);
        return dir === undefined ? null : deskOf(dir);
      },
    };
  };

  return {
    here: () => studioFor(() => true),
    author: async (cookie, browser) => {
      const officer = await access.officer(cookie, browser);
      if (!officer) return null;
      const space = parseSpace(officer.space);
      // Whoever runs a rehearsal seats themselves in it as they like.
      if (space.rehearsal !== null) return null;
      const edits = seatsOf(officer.roster, officer.actor).some(
        ({ role, address }) => role === 'operator' && address.kind === 'private',
      );
      if (!edits) return null;
      return studioFor(async dir => (await room.view('about', of(dir)))?.id === space.pack);
    },
    close: () => room.close(),
  };
};
