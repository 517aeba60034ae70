import { randomUUID } from 'node:crypto';
import type { RehearsalView, WebHouse } from '../../adapters/web/house.ts';
import { placeOf, rehearsalName } from '../../adapters/web/seat.ts';
import { formView } from '../engine/form-view.ts';
import { neededBlanks, standOf, takesPapers } from '../engine/papers.ts';
import { mineView, versionFile } from '../engine/review/mine-view.ts';
import { numbersOf } from '../engine/shelved.ts';
import { say } from '../engine/wording.ts';
import type { House } from '../host/house.ts';
import {
  applicationKey,
  readApplication,
  readRoster,
  readSession,
  rosterKey,
  sessionKey,
} from '../host/records.ts';
import { type Space, spaceOf } from '../host/space.ts';
import { type Address, chatKey } from '../model/address.ts';
import type { Application } from '../model/application.ts';
import { instantOf, localMoment } from '../model/calendar.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { Session } from '../model/session.ts';
import { lookingAt } from './looking.ts';
import { noticeView } from './notice-view.ts';
import { tourStep } from './tour.ts';

/** Rehearsals begin at the opening of the office, on its own wall clock. */
const OFFICE_OPENS = '09:00';
/** Rehearsals at a time, and how long one waits for its browser to come back, in milliseconds; our own choice. */
const MOST_REHEARSALS = 300;
export const REHEARSAL_IDLE_MS = 24 * 3600 * 1000;

/** The rehearsal a browser's chat belongs to; null for its ordinary chat and for every other channel. */
export const webRehearsal = (address: Address): string | null => {
  const place = address.channel === 'web' ? placeOf(address.chat) : null;
  return place && place.seat !== 'self' ? rehearsalName(place.browser) : null;
};

/** What the page shows beside the chat, read from the same store and packs as everything else. */
export const webHouse = (house: House): WebHouse => {
  const { pack: home } = house.notices.newest;
  const spaceNamed = (rehearsal: string): Space => spaceOf(home.id, rehearsal);

  /** The notice a chat is about, in the version its conversation is pinned to, and the conversation. */
  const standing = async (chat: Address): Promise<{ space: Space; pack: Pack; session: Session | null }> => {
    const space = await house.spaceFor({
      id: 'view',
      at: house.now(),
      address: chat,
      actor: { id: chatKey(chat) },
      body: { kind: 'enter' },
    });
    const [record] = await house.store.load(space.name, [sessionKey(chatKey(chat))]);
    const session = record ? readSession(record) : null;
    const notice = session ? await house.notices.version(session.pack) : null;
    const { pack } = notice ?? house.notices.get(space.pack) ?? house.notices.newest;
    return { space, pack, session };
  };

  /** The applications submitted from a chat, by number. */
  const casesOf = async (space: Space, session: Session): Promise<Map<string, Application>> => {
    const numbers = numbersOf(session);
    const records = await house.store.load(space.name, numbers.map(applicationKey));
    const cases = records.flatMap(record => readApplication(record) ?? []);
    return new Map(cases.map(application => [application.number, application]));
  };

  const viewOf = async (rehearsal: string): Promise<RehearsalView | null> => {
    const space = spaceNamed(rehearsal);
    await house.clocks.ready(space);
    if (!house.clocks.isSet(space)) return null;
    const [record] = await house.store.load(space.name, [rosterKey]);
    const [seat] = record ? readRoster(record).staff : [];
    return {
      today: localMoment(house.clocks.now(space), home.manifest.timezone).date,
      reviewer: seat ? { section: seat.section, role: seat.role, name: seat.name } : null,
    };
  };

  const web: WebHouse = {
    notice: async chat => noticeView((await standing(chat)).pack, house.now()),

    form: async chat => {
      const { pack, session } = await standing(chat);
      return session && formView(pack, session);
    },

    preview: async (chat, traced) => {
      const { session } = await standing(chat);
      const begun = session !== null && (session.journey === 'form' || session.journey === 'returned');
      if (!session || (!begun && Object.keys(session.answers).length === 0)) return null;
      const answers = Object.fromEntries(
        Object.entries(session.answers).map(([id, { value }]) => [id, value]),
      );
      const rehearsal = webRehearsal(chat) !== null;
      return house.renderer.form({ pack: session.pack, answers, groups: session.groups, rehearsal }, traced);
    },

    mine: async chat => {
      const { space, pack, session } = await standing(chat);
      if (!session) return [];
      return mineView(await lookingAt(house, space, pack), session, await casesOf(space, session));
    },

    version: async (chat, number, round) => {
      const { space, pack, session } = await standing(chat);
      // Only what this chat submitted itself.
      if (!session || !numbersOf(session).includes(number)) return null;
      const application = (await casesOf(space, session)).get(number);
      const file = application && versionFile(await lookingAt(house, space, pack), application, round);
      return file ? house.renderer.file(file) : null;
    },

    checklist: async chat => {
      const { space, pack, session } = await standing(chat);
      const { groups = {}, files = {}, facts = {}, application = null } = session ?? {};
      const state = { groups, files, facts, application };
      const papers = new Set(pack.form.checklist.map(({ id }) => id));
      const filed =
        session && application !== null ? (await casesOf(space, session)).get(application) : undefined;
      const open = !filed || filed.status === 'in-review' || filed.status === 'returned';
      return {
        items: pack.form.checklist.map(item => ({
          id: item.id,
          takes:
            item.accepts &&
            session !== null &&
            open &&
            takesPapers(session) &&
            standOf({ pack }, state, item) !== 'later',
          title: item.title,
          how: item.how,
          state: standOf({ pack }, state, item),
          ...(item.note ? { note: item.note } : {}),
          cites: item.cites.map(({ clause, quote }) => ({ clause, ...(quote ? { quote } : {}) })),
          points: item.points,
          files: (state.files[item.id] ?? []).map(({ name }) => name),
        })),
        others: Object.entries(files).flatMap(([id, list]) =>
          papers.has(id) ? [] : list.map(({ name }) => name),
        ),
        waiting: (session?.pendingFiles ?? []).map(({ name }) => name),
        blanks: neededBlanks({ pack }, state).map(({ title, kind, by, note, cites }) => ({
          title,
          kind,
          by,
          ...(note ? { note } : {}),
          cites: cites.map(({ clause, quote }) => ({ clause, ...(quote ? { quote } : {}) })),
        })),
      };
    },

    rehearsal: viewOf,

    setClock: async (rehearsal, date) => {
      const space = spaceNamed(rehearsal);
      if (date === null) {
        await house.clocks.stop(space);
        return { ok: true, value: null };
      }
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
        return {
          ok: false,
          issues: [{ code: 'rehearsal:bad-date', message: '日期不正确', hint: '请选择年、月、日' }],
        };
      }
      await house.clocks.ready(space);
      if (!house.clocks.isSet(space) && house.rehearsals >= MOST_REHEARSALS) {
        return {
          ok: false,
          issues: [
            {
              code: 'rehearsal:too-many',
              message: '正在进行的演练太多',
              hint: '请过一天再试，或在另一台电脑上演练',
            },
          ],
        };
      }
      await house.clocks.set(space, instantOf(date, OFFICE_OPENS, home.manifest.timezone), false);
      house.know(space);
      await house.drain();
      return { ok: true, value: await viewOf(rehearsal) };
    },

    wipeRehearsal: rehearsal => house.wipeRehearsal(rehearsal),

    bindRehearsalReviewer: async (rehearsal, chat, section, role) => {
      const known = home.contacts.sections.find(({ id }) => id === section);
      if (!known) {
        return {
          ok: false,
          issues: [{ code: 'rehearsal:bad-section', message: '没有这个科室', hint: '请从列表中选择' }],
        };
      }
      const space = spaceNamed(rehearsal);
      await house.clocks.ready(space);
      await house.receive({
        id: `bind:${randomUUID()}`,
        at: house.clocks.now(space),
        address: chat,
        actor: { id: chatKey(chat) },
        body: {
          kind: 'operator',
          command: 'bind',
          data: { section, role, name: `${known.name}${say(home, `role.${role}`)}（演练）`, instead: 'yes' },
        },
      });
      const view = await viewOf(rehearsal);
      return view
        ? { ok: true, value: view }
        : {
            ok: false,
            issues: [{ code: 'rehearsal:not-running', message: '演练尚未开始', hint: '请先选择演练日期' }],
          };
    },

    tour: async (rehearsal, applicant, reviewer) => {
      const { space, pack, session } = await standing(applicant);
      if (space.rehearsal !== rehearsal || !house.clocks.isSet(space)) return null;
      const number = session?.application ?? null;
      const application =
        number === null || !session ? null : ((await casesOf(space, session)).get(number) ?? null);
      return tourStep(house, web, { rehearsal, space, pack, session, application, reviewer });
    },
  };
  return web;
};
