import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabel, places } from '../../src/engine/walk.ts';
import type { Session } from '../../src/model/session.ts';
import { carryOn, stations } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder, yunxiFolder } from '../support/packs.ts';
import { bodyOf, happening } from './events.arbitrary.ts';

const RUNS = process.env.SHENBAO_TEST === 'unit' ? 12 : 60;

/** What a person may lose knowingly: 重来 and 删除我的资料, confirmed. */
const gaveUp = (before: Session, after: Session): boolean =>
  ['restart', 'forget'].includes(before.prompt?.asks.kind ?? '') && Object.keys(after.answers).length === 0;

/** Answers that were there and are not any more: neither under another number of their group, nor put aside, nor named in the reply. */
const lost = (driver: EngineDriver, before: Session, after: Session, shown: string): string[] => {
  const labels = new Map(places(driver.notice.pack.form, before).map(place => [place.id, placeLabel(place)]));
  const works = [after, ...after.shelved];
  const kept = new Set(works.flatMap(({ answers }) => Object.values(answers).map(({ value }) => value)));
  return Object.entries(before.answers)
    .filter(([id, { value }]) => !(id in after.answers) && !kept.has(value))
    .map(([id]) => labels.get(id) ?? id)
    .filter(label => !shown.includes(label));
};

const packs = [
  { name: 'wanzhou-2022', folder: wanzhouFolder, open: '2022-09-01', closed: '2022-09-17' },
  { name: 'yunxi-workshop-2026', folder: yunxiFolder, open: '2026-03-20', closed: '2026-04-11' },
];

describe.each(packs)('whatever happens in $name', ({ folder, open, closed }) => {
  it.each(Object.keys(stations))(
    'beginning %s: nothing throws, nothing is lost, nobody is stuck',
    async station => {
      const notice = await noticeAt(folder);
      const start = new EngineDriver(notice, open);
      carryOn(start, stations[station]!, 2);
      fc.assert(
        fc.property(fc.array(happening, { minLength: 1, maxLength: 25 }), fc.boolean(), (all, late) => {
          const driver = start.clone();
          const tokens: string[] = [];
          all.forEach((each, index) => {
            if (late && index === Math.floor(all.length / 2)) driver.at(closed);
            const before = driver.session;
            const body = bodyOf(each, before, tokens);
            const { shown } = driver.step(body);
            const after = driver.session;
            const text = shown.map(textOf).join('\n');
            tokens.push(...shown.flatMap(({ choices }) => choices.map(({ token }) => token)));
            if (!gaveUp(before, after)) expect(lost(driver, before, after, text)).toEqual([]);
            if (['timer', 'undelivered'].includes(body.kind)) return;
            expect(shown.length).toBe(1);
            expect(text.trim()).not.toBe('');
            const desk = body.kind === 'press' && /^[ct]_/.test(body.token);
            if (!desk) expect({ body, ways: shown[0]!.choices.length }).not.toMatchObject({ ways: 0 });
          });
          // One application is numbered once; another one is put aside before the next begins.
          expect(driver.counter).toBeLessThanOrEqual(1 + driver.session.shelved.length);
          // From wherever that led, the menu and a person are one word away.
          driver.at(open);
          expect(driver.say('菜单').choices.map(({ token }) => token)).toEqual(
            expect.arrayContaining(['nav_check', 'nav_contacts', 'nav_human']),
          );
        }),
        { numRuns: RUNS },
      );
    },
  );
});

it('takes a form card only while it asks for the fields on it', async () => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOn(driver, stations['among partners']!, 2);
  driver.say('暂停');
  driver.say('重来');
  const before = driver.session.answers;
  const prompt = driver.session.prompt!;
  expect(prompt.asks).toEqual({ kind: 'restart' });
  const { shown } = driver.step({ kind: 'form', prompt: prompt.id, values: { unitName: '另一家单位' } });
  expect(textOf(shown[0]!)).not.toBe('');
  expect(driver.session.answers).toEqual(before);
});

it('has words for 上一步 where the check was left off', async () => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOn(driver, stations['in the check']!, 2);
  driver.say('暂停');
  expect(textOf(driver.say('上一步'))).not.toBe('');
});
