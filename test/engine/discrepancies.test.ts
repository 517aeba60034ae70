import { describe, expect, it } from 'vitest';
import { discrepancies, type Filled } from '../../src/engine/discrepancies.ts';
import { caseBlocks } from '../../src/engine/review/cards.ts';
import { receiptScene } from '../../src/engine/scenes/submit.ts';
import type { Block, OutMessage } from '../../src/model/message.ts';
import { plainText } from '../../src/model/plain-text.ts';
import { carryOn } from '../support/applicant.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const notice = await noticeAt(wanzhouFolder);
const filled = (more: Partial<Filled>): Filled => ({
  values: {},
  facts: {},
  groups: { partners: 0 },
  ...more,
});
const kinds = (more: Partial<Filled>) => discrepancies(notice.pack, filled(more)).map(({ kind }) => kind);

describe('the form against the facts', () => {
  it.each<[string, Partial<Filled>, string[]]>([
    ['nothing told', { values: { unitNature: '企业' } }, []],
    ['the same', { values: { unitNature: '企业' }, facts: { unitType: '企业' } }, []],
    [
      'the same under its other name',
      { values: { unitNature: '高等学校' }, facts: { unitType: '高等院校' } },
      [],
    ],
    [
      'another kind of unit',
      { values: { unitNature: '企业' }, facts: { unitType: '医疗卫生单位' } },
      ['fact'],
    ],
    ['不清楚 in the check', { values: { unitNature: '企业' }, facts: { unitType: null } }, []],
    ['a value the pack rules on', { values: { unitNature: '其它' } }, ['ruling']],
    [
      'that value against the fact',
      { values: { unitNature: '其它' }, facts: { unitType: '企业' } },
      ['fact', 'ruling'],
    ],
    ['a domain in other words', { values: { domain: '榨菜深加工' }, facts: { field: '食品加工' } }, []],
    ['another domain', { values: { domain: '大健康' }, facts: { field: '食品加工' } }, ['fact']],
    ['a day after the window', { values: { applyDate: '2022年9月17日' } }, ['date']],
    ['the last day', { values: { applyDate: '2022年9月16日' } }, []],
    ['a day before the window', { values: { applyDate: '2022年8月21日' } }, ['date']],
    ['joint, and nobody else', { facts: { joint: true } }, ['group']],
    ['joint, and an empty entry', { facts: { joint: true }, groups: { partners: 1 } }, ['group']],
    ['joint, not asked for partners yet', { facts: { joint: true }, groups: {} }, []],
    [
      'joint',
      { facts: { joint: true }, groups: { partners: 1 }, values: { 'partners.0.name': '重庆大学' } },
      [],
    ],
  ])('%s', (_name, more, found) => {
    expect(kinds(more)).toEqual(found);
  });

  it('stands on the receipt and on the card of the office, which also sees rulings still to be confirmed', () => {
    const driver = new EngineDriver(notice, '2022-09-01');
    carryOn(driver, ({ application }) => application !== null);
    const application = driver.application!;
    const snapshot = application.snapshots[0]!;
    const saying = (nature: string): typeof application => {
      const rows = snapshot.rows.map(row => (row.field === 'unitNature' ? { ...row, value: nature } : row));
      return { ...application, snapshots: [{ ...snapshot, rows }] };
    };
    const odd = saying('其它');
    const read = (blocks: readonly Block[]): string =>
      plainText({ blocks, choices: [] } as unknown as OutMessage);
    const card = read(caseBlocks(driver.context('e'), odd));
    const receipt = read(receiptScene(driver.context('e'), odd).blocks);
    for (const text of [card, receipt]) expect(text).toContain('申请书与自测不一致');
    expect(card).toContain('待确认：资格按通知和办法所列四类单位判断');
    expect(receipt).not.toContain('待确认');
    expect(read(caseBlocks(driver.context('e'), application))).not.toContain('请留意');
  });
});
