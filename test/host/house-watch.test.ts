import { describe, expect, it } from 'vitest';
import { type HouseState, HouseWatch } from '../../src/host/house-watch.ts';

const hour = 3_600_000;
const now = 1_000 * hour;
const well: HouseState = {
  diskFree: 0.5,
  backedUpAt: now,
  backupTrouble: null,
  storeTrouble: null,
  certificateEnds: null,
};

describe('the watch over the installation', () => {
  it.each([
    ['a disk that is nearly full', { diskFree: 0.07 }, 'disk', '只剩7%'],
    ['a backup older than a day', { backedUpAt: now - 26 * hour }, 'backup', '26小时前'],
    ['no backup at all', { backedUpAt: null }, 'backup', '还没有备份'],
    ['a backup that failed its trial', { backupTrouble: '备份的试恢复未通过核对' }, 'backup', '未通过核对'],
    ['a store that must not be used', { storeTrouble: 'Redis 未启用 AOF' }, 'store', '未启用 AOF'],
    ['a certificate near its end', { certificateEnds: now + 50 * hour }, 'certificate', '还有2天到期'],
    ['a certificate that ended', { certificateEnds: now - hour }, 'certificate', '已经过期'],
  ])('tells of %s once, and once of its end', (_, trouble, what, detail) => {
    const watch = new HouseWatch();
    expect(watch.look(well, now)).toEqual([]);
    expect(watch.look({ ...well, ...trouble }, now)).toMatchObject([
      { what, detail: expect.stringContaining(detail) },
    ]);
    expect(watch.look({ ...well, ...trouble }, now)).toEqual([]);
    expect(watch.look(well, now)).toMatchObject([{ what, detail: null }]);
    expect(watch.look(well, now)).toEqual([]);
  });

  it('asks for no backup where nobody wants one', () => {
    expect(new HouseWatch().look({ ...well, backedUpAt: undefined }, now)).toEqual([]);
  });
});
