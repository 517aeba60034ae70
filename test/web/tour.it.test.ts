import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TourView } from '../../adapters/web/wire.ts';
import type { WorkView } from '../../src/model/mine-view.ts';
import { type Answer, ask, newKey } from './ask.ts';
import { type RealHouse, startHouse } from './real-house.ts';

let folder: string;
let house: RealHouse;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shenbao-tour-'));
  house = await startHouse(folder);
});
afterAll(async () => {
  await house?.stop();
  await rm(folder, { recursive: true, force: true });
});

const key = newKey();
const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  ask(`${house.url}${path}`, {
    method,
    headers: { 'x-shenbao-key': key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const step = (n: number) => call('POST', '/api/rehearsal/tour', { id: `tour-step-${n}` });

/** More acts than a whole application with one return takes. */
const MOST_ACTS = 120;

it('a rehearsal plays by itself from the first question to the approval, from both chairs, with one return', async () => {
  expect((await step(0)).status).toBe(409);
  await call('PUT', '/api/rehearsal/clock', { date: '2022-08-22' });
  const notes: string[] = [];
  for (let n = 1; ; n += 1) {
    expect(n).toBeLessThan(MOST_ACTS);
    const answer = await step(n);
    expect(answer.status).toBe(200);
    const { note, over } = JSON.parse(answer.text) as TourView;
    if (note !== notes.at(-1)) notes.push(note);
    if (over) break;
  }
  expect(notes).toEqual([
    '申报单位：咨询和办理',
    '申报单位：资格自测',
    '申报单位：填写申请书',
    expect.stringMatching(/^审核人员：.+收到申请$/),
    '审核人员：查看申请',
    '审核人员：退回补正',
    '到下一个工作日：结果通知申报单位',
    '申报单位：咨询和办理',
    '申报单位：按要求补正',
    '审核人员：初审通过',
    '到下一个工作日：结果通知申报单位',
    '审核人员：论证通过',
    '到下一个工作日：结果通知申报单位',
    '审核人员：批准建设',
    '到下一个工作日：结果通知申报单位',
    '演练完成：申请已办结',
  ]);
  const [work] = JSON.parse((await call('GET', '/api/mine?seat=rehearsal')).text) as WorkView[];
  expect(work?.submitted).toMatchObject({ status: 'approved', versions: [{ round: 2 }, { round: 1 }] });
  expect(JSON.parse((await call('GET', '/api/mine?seat=self')).text)).toEqual([]);
});
