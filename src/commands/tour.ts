import { randomUUID } from 'node:crypto';
import type { TourStep, WebHouse } from '../../adapters/web/house.ts';
import { tourMove } from '../engine/review/tour.ts';
import { workdayAfter } from '../engine/workdays.ts';
import type { House } from '../host/house.ts';
import { readRoster, rosterKey } from '../host/records.ts';
import type { Space } from '../host/space.ts';
import { type Address, chatKey } from '../model/address.ts';
import type { Application } from '../model/application.ts';
import type { CaseGiven } from '../model/event.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { Journey, Session } from '../model/session.ts';
import { lookingAt } from './looking.ts';

/** Where both chairs of a rehearsal stand. */
export interface Tour {
  readonly rehearsal: string;
  readonly space: Space;
  readonly pack: Pack;
  readonly session: Session | null;
  readonly application: Application | null;
  readonly reviewer: Address;
}

const applicantWords: Readonly<Record<Journey, string>> = {
  idle: '申报单位：咨询和办理',
  eligibility: '申报单位：资格自测',
  form: '申报单位：填写申请书',
  returned: '申报单位：按要求补正',
};

/**
 * One act of a rehearsal that plays by itself. What the office does is done here; what the applicant does is handed back,
 * because it comes in by the page's own door.
 */
export const tourStep = async (
  house: House,
  web: Pick<WebHouse, 'setClock' | 'bindRehearsalReviewer'>,
  { rehearsal, space, pack, session, application, reviewer }: Tour,
): Promise<TourStep> => {
  const ctx = await lookingAt(house, space, pack);
  const [record] = await house.store.load(space.name, [rosterKey]);
  const officer = chatKey(reviewer);
  const move = tourMove(ctx, session, application, readRoster(record!), officer);
  const sectionOf = (id: string) => pack.contacts.sections.find(each => each.id === id)?.name ?? id;
  const act = (number: string, given: CaseGiven) =>
    house.receive({
      id: `tour:${randomUUID()}`,
      at: house.clocks.now(space),
      address: reviewer,
      actor: { id: officer },
      body: { kind: 'case', notice: pack.id, number, ...given },
    });
  const byOffice = (note: string): TourStep => ({ chair: 'office', note, act: null, over: false });
  switch (move.kind) {
    case 'say':
    case 'press':
      return {
        chair: 'applicant',
        note: applicantWords[session?.journey ?? 'idle'],
        act: move,
        over: false,
      };
    case 'seat': {
      const known = pack.contacts.sections.some(({ id }) => id === move.section);
      const section = known ? move.section : pack.contacts.fallback;
      await web.bindRehearsalReviewer(rehearsal, reviewer, section, move.role);
      return byOffice(`审核人员：${sectionOf(section)}收到申请`);
    }
    case 'open':
      await act(move.number, {});
      return byOffice('审核人员：查看申请');
    case 'decide':
      await act(move.number, move.given);
      return byOffice(`审核人员：${move.label}`);
    case 'wait':
      await web.setClock(rehearsal, workdayAfter(ctx.now.date, 1, pack.contacts.workdays));
      return byOffice('到下一个工作日：结果通知申报单位');
    case 'over':
      return { chair: 'applicant', note: '演练完成：申请已办结', act: null, over: true };
    default:
      return move satisfies never;
  }
};
