import { setImmediate } from 'node:timers/promises';
import type { ActGiven, ActOutcome, Desk, DeskHouse } from '../../adapters/web/desk/house.ts';
import { addressOf, rehearsalName } from '../../adapters/web/seat.ts';
import type { Context } from '../engine/context.ts';
import { previewAtDesk } from '../engine/review/at-desk.ts';
import { caseFile, caseRow, caseView, isMine, seatNames } from '../engine/review/case-view.ts';
import { mayOversee } from '../engine/review/overview.ts';
import { mayRead, seatsOf } from '../engine/review/people.ts';
import { DESK_SESSION_MS, DeskAccess, type Officer } from '../host/desk-access.ts';
import type { House } from '../host/house.ts';
import { applicationKey, readApplication, readRoster, rosterKey } from '../host/records.ts';
import { BoundedMap } from '../host/shelf/bounded-map.ts';
import { parseSpace, spaceOf } from '../host/space.ts';
import { chatKey } from '../model/address.ts';
import type { Application } from '../model/application.ts';
import type { CaseRow, CaseView } from '../model/desk.ts';
import { commitWith, type StoredRecord } from '../store/port.ts';
import { overviewBook, overviewOf } from './desk-overview.ts';
import { lookingAt } from './looking.ts';

/** Rows of the inbox that are remembered; more than any notice has cases. */
const MOST_ROWS = 20_000;
/** Cases read at once; a thousand at once would hold everybody else up. */
const PORTION = 50;
/** Whoever has not been seen at a case for so long has gone, in milliseconds; the page says it is there every few seconds. */
const BESIDE_MS = 20_000;

interface KnownRow {
  readonly revision: number;
  /** Days waiting are counted to this day. */
  readonly date: string;
  readonly application: Application;
  readonly row: Omit<CaseRow, 'mine'>;
}

/** Who is signed in, at every page of this house where one can be. */
export const deskAccess = (house: House): DeskAccess =>
  new DeskAccess(
    house.store,
    () => house.now(),
    name => house.notices.get(parseSpace(name).pack) !== undefined,
  );

/** The desk, read from the same store as the chat; what is done at it goes the way of every other event. */
export const deskHouse = (house: House, access = deskAccess(house)): DeskHouse => {
  const rows = new BoundedMap<KnownRow>(MOST_ROWS);
  /** Case -> who was seen there, and when. Of this process only. */
  const seen = new BoundedMap<ReadonlyMap<string, { readonly name: string; readonly at: number }>>(1_000);

  const contextOf = (name: string): Promise<Context> => {
    const space = parseSpace(name);
    return lookingAt(house, space, (house.notices.get(space.pack) ?? house.notices.newest).pack);
  };

  const readable = async (ctx: Context, { space, roster, actor }: Officer, number: string) => {
    const [record] = await house.store.load(space, [applicationKey(number)]);
    const application = record ? readApplication(record) : null;
    return application && mayRead(ctx, roster, application, actor) ? application : null;
  };

  const tagOf = async (ctx: Context, space: string): Promise<string> =>
    `${(await house.store.head(space)).length}:${ctx.now.date}`;

  const rowsOf = (ctx: Context, space: string, records: readonly StoredRecord[]): KnownRow[] =>
    records.flatMap(record => {
      const key = `${space} ${record.key.id}`;
      const known = rows.get(key);
      if (known?.revision === record.revision && known.date === ctx.now.date) return [known];
      const application = readApplication(record);
      if (!application) return [];
      const row = {
        revision: record.revision,
        date: ctx.now.date,
        application,
        row: caseRow(ctx, application),
      };
      rows.set(key, row);
      return [row];
    });

  /** Every case of a space, read anew where something was done since; others are served between the portions. */
  const readRows = async (ctx: Context, space: string): Promise<KnownRow[]> => {
    const numbers = await house.store.list(space, 'applications');
    const found: KnownRow[] = [];
    for (let at = 0; at < numbers.length; at += PORTION) {
      const portion = numbers.slice(at, at + PORTION).map(applicationKey);
      found.push(...rowsOf(ctx, space, await house.store.load(space, portion)));
      await setImmediate();
    }
    return found;
  };

  /** Officers who look at the same moment share one reading. */
  const readings = new BoundedMap<{ readonly tag: string; readonly rows: Promise<KnownRow[]> }>(100);
  const allRows = async (ctx: Context, space: string): Promise<KnownRow[]> => {
    const tag = await tagOf(ctx, space);
    const known = readings.get(space);
    if (known?.tag === tag) return known.rows;
    const reading = { tag, rows: readRows(ctx, space) };
    readings.set(space, reading);
    reading.rows.catch(() => readings.delete(space));
    return reading.rows;
  };

  const openDesk = async (officer: Officer, browser: string): Promise<Desk> => {
    const { space, actor, seat, roster } = officer;
    const ctx = await contextOf(space);
    const viewOf = (application: Application): CaseView => caseView(ctx, roster, application, actor);
    const receive = (event: string, number: string, given: Partial<ActGiven>) =>
      house.receive({
        id: `desk:${browser}:${event}`,
        at: ctx.now.ms,
        address: seat.address,
        actor: { id: actor },
        body: { kind: 'case', notice: ctx.pack.id, number, ...given },
      });
    const readableRows = async () =>
      (await allRows(ctx, space)).filter(({ application }) => mayRead(ctx, roster, application, actor));
    const look = async (number: string) => {
      const application = await readable(ctx, officer, number);
      return application && viewOf(application);
    };
    /** Only what may be read is spoken of to the engine, which decides for itself once more. */
    const fileOf = async (number: string, id: string | null, event: string | null) => {
      const application = await readable(ctx, officer, number);
      const file = application && caseFile(ctx, application, id);
      if (!file) return null;
      if (event !== null) await receive(event, number, { download: true });
      return house.renderer.file(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
    };
    return {
      person: {
        name: seat.name,
        seats: seatNames(ctx, roster, actor),
        rehearsal: ctx.rehearsal,
        office: ctx.pack.manifest.office,
        notice: ctx.pack.manifest.title,
        oversees: mayOversee(roster, actor),
      },
      tag: () => tagOf(ctx, space),
      inbox: async () => ({
        stages: ctx.pack.review.stages.map(({ id, title }) => ({ id, title })),
        rows: (await readableRows()).map(({ application, row }) => ({
          ...row,
          mine: isMine(ctx, roster, application, actor),
        })),
      }),
      overview: async () =>
        mayOversee(roster, actor) ? overviewOf(house, ctx, officer, await readableRows()) : null,
      overviewFile: async event => {
        if (!mayOversee(roster, actor)) return null;
        const cases = await readableRows();
        const file = await overviewBook(await overviewOf(house, ctx, officer, cases), cases);
        const id = `desk-overview:${browser}:${event}`;
        await house.store.commit(
          space,
          commitWith(id, 'xlsx', ctx.now.ms, {
            audit: [
              { event: id, at: ctx.now.ms, actor, role: 'staff', action: 'desk.overview', subject: actor },
            ],
          }),
        );
        return file;
      },
      open: async (number, event) => {
        if (!(await readable(ctx, officer, number))) return null;
        await receive(event, number, {});
        return look(number);
      },
      look,
      act: async (number, event, version, given) => {
        const before = await readable(ctx, officer, number);
        if (!before) return null;
        await receive(event, number, given);
        // A reminder leaves the case as it is.
        const grant = before.grants[given.token ?? ''];
        if (grant?.verb === 'remind' && grant.actors.includes(actor))
          return { outcome: 'done', view: viewOf(before) };
        const application = await readable(ctx, officer, number);
        if (!application) return null;
        const last = application.decisions.at(-1);
        const outcome: ActOutcome =
          application.version > version && last?.actor === actor
            ? 'done'
            : application.version > version
              ? 'overtaken'
              : 'refused';
        return { outcome, view: viewOf(application) };
      },
      preview: async (number, given) => {
        const application = await readable(ctx, officer, number);
        return application && previewAtDesk(ctx, roster, application, actor, given);
      },
      form: (number, event) => fileOf(number, null, event),
      file: (number, id, event) => fileOf(number, id, event),
      beside: number => {
        const key = `${space} ${number}`;
        const now = house.now();
        const people = new Map([...(seen.get(key) ?? [])].filter(([, { at }]) => now - at < BESIDE_MS));
        people.set(actor, { name: seat.name, at: now });
        seen.set(key, people);
        return [...people].flatMap(([who, { name }]) => (who === actor ? [] : [name]));
      },
    };
  };

  return {
    whose: async link => {
      const seat = await access.whose(link);
      return seat && { name: seat.name };
    },
    signIn: async (link, browser) => {
      const cookie = await access.signIn(link, browser);
      return cookie === null ? null : { cookie, seconds: DESK_SESSION_MS / 1000 };
    },
    desk: async (cookie, browser) => {
      const officer = await access.officer(cookie, browser);
      return officer && openDesk(officer, browser);
    },
    signOut: (cookie, browser) => access.signOut(cookie, browser),
    rehearsalLink: async browser => {
      const space = spaceOf(house.notices.newest.pack.id, rehearsalName(browser)).name;
      const actor = chatKey(addressOf(browser, 'reviewer'));
      // Asked before anything is written: whoever runs no rehearsal leaves no trace of one.
      const [record] = await house.store.load(space, [rosterKey]);
      const sits = record !== undefined && seatsOf(readRoster(record), actor).length > 0;
      return sits ? access.link(space, actor) : null;
    },
  };
};
