import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { type Committing, through } from './committing.ts';
import { Office, testSecret } from './office.ts';

/** Deliberately wrong: trusts the roster it read, whatever became of it. */
const forgetsRoster: (next: Committing) => Committing = next => (space, commit) =>
  next(space, { ...commit, expectations: [] });
const right: (next: Committing) => Committing = next => next;

/**
 * A press whose turn was computed while the person was still bound, and whose commit comes after the revocation.
 * Gives the decisions that stand in the audit trail behind the revocation.
 */
const pressRevokedMeanwhile = async (variant: (next: Committing) => Committing): Promise<number> => {
  const { pack } = await noticeAt(wanzhouFolder);
  let meanwhile: (() => Promise<unknown>) | null = null;
  const opened = await openStore(':memory:', { auditKey: testSecret });
  const store = through(opened, next => async (space, commit) => {
    const act = commit.audit.some(({ action }) => action === 'application.pass') ? meanwhile : null;
    if (act) {
      meanwhile = null;
      await act();
    }
    return variant(next)(space, commit);
  });
  const office = await Office.open({ pack, now: '2022-09-01', store });
  await office.bind('审', 'enterprise', 'reviewer');
  await office.bind('核', 'enterprise', 'reviewer');
  await submitWanzhou(office);
  meanwhile = () =>
    office.house.receive(
      office.event('操作台', { kind: 'operator', command: 'revoke', data: { actor: 'desk:审' } }),
    );
  await office.press('审', '初审通过');
  const actions = (await store.audit(pack.id)).map(({ entry }) => entry.action);
  await office.close();
  return actions.slice(actions.indexOf('staff.revoke')).filter(action => action === 'application.pass')
    .length;
};

describe('a press that races with the revocation of its author', () => {
  it('decides nothing once the revocation is committed', async () => {
    expect(await pressRevokedMeanwhile(right)).toBe(0);
  });

  it('is told apart from a house that trusts the roster it read', async () => {
    expect(await pressRevokedMeanwhile(forgetsRoster)).toBe(1);
  });

  it('decides nothing in 300 races in any order', async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    const office = await Office.open({ pack, now: '2022-09-01' });
    await office.bind('核', 'enterprise', 'reviewer');
    const { number } = await submitWanzhou(office);
    for (let race = 0; race < 300; race += 1) {
      const who = `审${race}`;
      await office.bind(who, 'enterprise', 'reviewer');
      const press = office.event(who, { kind: 'text', text: `加签 ${number}` });
      const pass = office.event(who, { kind: 'text', text: `通过 ${number}` });
      const revoke = office.event('操作台', {
        kind: 'operator',
        command: 'revoke',
        data: { actor: `desk:${who}` },
      });
      const events = race % 2 === 0 ? [press, pass, revoke] : [revoke, pass, press];
      await Promise.all(events.map(event => office.house.receive(event)));
      await office.house.receive(office.event(who, { kind: 'text', text: `撤回 ${number}` }));
    }
    const entries = (await office.house.store.audit(pack.id)).map(({ entry }) => entry);
    const revokedAt = new Map(
      entries.flatMap((entry, index) => (entry.action === 'staff.revoke' ? [[entry.subject, index]] : [])),
    );
    const late = entries.filter(
      (entry, index) =>
        entry.action.startsWith('application.') && index > (revokedAt.get(entry.actor) ?? entries.length),
    );
    expect(revokedAt.size).toBe(300);
    expect(late).toEqual([]);
    await office.close();
  });
});
