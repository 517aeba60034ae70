import { beforeAll, describe, expect, it } from 'vitest';
import { readBulk } from '../../src/engine/bulk.ts';
import { changeRequestOf, commandOf } from '../../src/engine/commands.ts';
import { placeNames } from '../../src/engine/field-names.ts';
import { findGroup, findPlaces } from '../../src/engine/find-field.ts';
import { interpretPress, interpretText, isLate } from '../../src/engine/interpret.ts';
import { placeLabel, places } from '../../src/engine/walk.ts';
import type { Session } from '../../src/model/session.ts';
import { carryOnTo } from '../support/applicant.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { type LoadedNotice, noticeAt, wanzhouFolder } from '../support/packs.ts';

let notice: LoadedNotice;
beforeAll(async () => {
  notice = await noticeAt(wanzhouFolder);
});

/** A session that waits at this prompt. */
const waitingAt = (asks: string): { driver: EngineDriver; session: Session } => {
  const driver = new EngineDriver(notice, '2022-09-01');
  carryOnTo(driver, asks);
  return { driver, session: driver.session };
};
const meaning = (asks: string, text: string): string => {
  const { driver, session } = waitingAt(asks);
  const intent = interpretText(driver.context('e'), session, text);
  if (intent.kind !== 'option') return intent.kind;
  return 'value' in intent.means ? `option ${intent.means.value}` : `option ${intent.means.kind}`;
};

describe('a text means', () => {
  it.each([
    ['fact:unitType', '我们是医院', 'text'],
    ['fact:unitType', '1', 'option 企业'],
    ['fact:unitType', '高等院校', 'option 高等院校'],
    ['fact:unitType', '不清楚', 'option null'],
    ['fact:unitType', '截止到什么时候？', 'question'],
    ['fact:unitType', '菜单', 'command'],
    ['fact:unitType', '  ', 'empty'],
    ['fact:unitType', '您好！', 'question'],
    ['field:unitName', '你好，在吗？', 'question'],
    ['field:unitName', '谢谢', 'question'],
    ['field:unitName', '谢谢你科技有限公司', 'text'],
    ['fact:registeredInWanzhou', '是的', 'text'],
    ['fact:registeredInWanzhou', '注册地有要求吗？', 'question'],
    ['field:unitName', '重庆三峡智造有限公司', 'text'],
    ['field:unitName', '单位名称：甲公司\n单位性质：企业', 'bulk'],
    ['field:unitName', '修改 单位性质', 'change'],
    ['field:unitName', '单位性质改为 企业', 'change'],
    ['field:unitName', '把想法改成现实科技有限公司', 'text'],
    ['field:unitName', '2', 'text'],
    ['field:unitName', '跳过', 'option skip'],
    ['field:unitName', '上一步', 'option back'],
    ['field:unitNature', '2', 'option 科研院所'],
    ['field:unitNature', '医院', 'text'],
    ['field:contactPhone', '023-58220000', 'text'],
    ['field:contactPhone', '这个电话填谁的？', 'question'],
    ['field:contactPhone', '晚点给', 'text'],
    ['field:rdSituation', '申请书由谁签字盖章？', 'question'],
    ['field:rdSituation', '我们掌握的技术是不是领先，由专家判断。', 'text'],
    ['field:domain', '使用建议值', 'option 先进制造'],
    ['field:domain', '好的', 'option 先进制造'],
    ['field:domain', '继续', 'command'],
    ['field:unitNature', '好的', 'option 企业'],
    ['field:unitNature', '对头', 'option 企业'],
    ['field:unitNature', '就按你说的', 'option 企业'],
    ['field:domain', '听你的', 'option 先进制造'],
    ['field:applyDate', '可以', 'option 2022年9月1日'],
    ['consent', '没了', 'empty'],
    ['consent', '没有了', 'empty'],
    ['commit', '听你的', 'empty'],
    ['more:partners', '没得了', 'option no'],
    ['more:partners', '没有了', 'option no'],
    ['more:partners', '不要', 'option no'],
    ['review', '确认', 'option yes'],
    ['review', '申报截止时间', 'question'],
    ['consent', '同意', 'option yes'],
    ['consent', '好的', 'option yes'],
    ['consent', '王建国', 'empty'],
  ])('at %s, %j: %s', (asks, text, kind) => {
    expect(meaning(asks, text)).toBe(kind);
  });
});

describe('a press means', () => {
  it.each(['nav_', 'nav_nothing', 'nav___proto__', 'nav_toString', '', '_', 'x', 'P1_0', 'P1_-1', 'P1_99'])(
    'nothing any more: %j',
    token => {
      expect(interpretPress(waitingAt('fact:unitType').session, token)).toEqual({ kind: 'stale-press' });
    },
  );

  it('an option of the open prompt, or a link', () => {
    const { session } = waitingAt('fact:unitType');
    expect(interpretPress(session, `${session.prompt!.id}_0`)).toMatchObject({
      kind: 'option',
      means: { kind: 'fact', value: '企业' },
    });
    expect(interpretPress(session, `${session.prompt!.id}_7`)).toEqual({ kind: 'stale-press' });
    expect(interpretPress(session, 'nav_human')).toEqual({ kind: 'link', link: 'human' });
  });
});

describe('a late event', () => {
  it.each([
    [{ seq: 4 }, 5, true],
    [{ seq: 5 }, 5, true],
    [{ seq: 6 }, 5, false],
    [{ seq: 1 }, null, false],
    [{}, 5, false],
  ])('%j after %s is late: %s', (more, seq, late) => {
    const { driver, session } = waitingAt('fact:unitType');
    const event = {
      id: 'e',
      at: driver.context('e').now.ms,
      address: session.address,
      actor: { id: session.actor },
      body: { kind: 'text' as const, text: '是' },
      ...more,
    };
    expect(isLate({ ...session, seq }, event)).toBe(late);
  });
});

describe('a command', () => {
  it.each([
    ['上一步', 'back'],
    ['上一步。', 'back'],
    [' 上 一 步 ', 'back'],
    ['MENU', 'menu'],
    ['/start', 'menu'],
    ['转人工！', 'human'],
    ['轉人工', 'human'],
    ['資格自測', 'check'],
    ['繼續填報', 'resume'],
    ['聯繫科室', 'contacts'],
    ['删除我的资料', 'forget'],
    ['我要跳过这个问题因为现在没有', null],
    ['跳过\n跳过', null],
    ['菜单'.repeat(50), null],
  ])('%j is %s', (text, command) => {
    expect(commandOf(text)).toBe(command);
  });

  it.each([
    ['修改 联系电话', { name: '联系电话', value: null }],
    ['跳到“负 责 人”', { name: '负 责 人', value: null }],
    ['联系电话改为 023-58220000', { name: '联系电话', value: '023-58220000' }],
    ['修改 聯繫電話', { name: '联系电话', value: null }],
    ['通訊地址改為 萬州區天城大道1號', { name: '通讯地址', value: '萬州區天城大道1號' }],
    ['请把通讯地址改成：天城大道1号', { name: '通讯地址', value: '天城大道1号' }],
    ['我们修改了三次', null],
    ['重庆三峡智造有限公司', null],
  ])('change request in %j', (text, request) => {
    expect(changeRequestOf(text)).toEqual(request);
  });
});

describe('finding a field by name', () => {
  const found = (name: string): string[] => {
    const { session } = waitingAt('review');
    return findPlaces(places(notice.pack.form, session), name).map(({ id }) => id);
  };

  it.each([
    ['负责人', ['leader']],
    ['责任人', ['leader']],
    ['负 责 人', ['leader']],
    ['联系电话', ['contactPhone', 'leaderPhone', 'partners.0.phone', 'partners.1.phone']],
    ['单位联系电话', ['contactPhone']],
    ['合作单位2·职责分工', ['partners.1.duties']],
    ['合作单位2联系人', ['partners.1.contact']],
    ['第二个合作单位的分工', []],
    ['没有这个栏目', []],
    ['', []],
  ])('%s means %j', (name, ids) => {
    expect(found(name)).toEqual(ids);
  });

  it('knows the repeating part by name', () => {
    expect(findGroup(notice.pack.form.sections, '合作单位')?.id).toBe('partners');
    expect(findGroup(notice.pack.form.sections, '单位')).toBeUndefined();
  });

  it('tells fields of the same printed label apart by a name of their own', () => {
    const { session } = waitingAt('review');
    const all = places(notice.pack.form, session);
    const labels = placeNames(notice.pack.form, all);
    expect(new Set(labels.values()).size).toBe(all.length);
    expect(labels.get('contactPhone')).toBe('联系电话（单位联系电话）');
    for (const place of all) expect(labels.get(place.id)).toContain(placeLabel(place));
  });
});

describe('a paste', () => {
  const read = (text: string) => {
    const { session } = waitingAt('field:unitName');
    const { found, unread } = readBulk(places(notice.pack.form, session), text);
    return { found: found.map(({ place, text: value, doubtful }) => [place.id, value, doubtful]), unread };
  };

  it('gives each value to its field, prose with its lines', () => {
    expect(read('1. 单位名称：甲公司\n（2）单位性质:企业\n创新研发情况：一\n二\n负责人电话：138')).toEqual({
      found: [
        ['unitName', '甲公司', false],
        ['unitNature', '企业', false],
        ['rdSituation', '一\n二', false],
        ['leaderPhone', '138', false],
      ],
      unread: [],
    });
  });

  it('hands back what belongs to no field, and never glues it to another value', () => {
    expect(read('请查收\n单位名称：甲公司\n传真：023\n单位性质：企业')).toEqual({
      found: [
        ['unitName', '甲公司', false],
        ['unitNature', '企业', false],
      ],
      unread: ['请查收', '传真：023'],
    });
  });

  it('reads a table, and gives a shared label to the field beside it', () => {
    expect(read('单位名称\t甲公司\t联系电话\t1\n负责人\t乙\t联系电话\t2')).toEqual({
      found: [
        ['unitName', '甲公司', false],
        ['contactPhone', '1', false],
        ['leader', '乙', false],
        ['leaderPhone', '2', false],
      ],
      unread: [],
    });
  });

  it('doubts a label that several fields share where nothing tells them apart', () => {
    expect(read('联系电话：1\n单位性质：企业').found[0]).toEqual(['contactPhone', '1', true]);
  });

  it('keeps a value whose field is already taken', () => {
    expect(read('法人代表：甲\n法人代表：乙').unread).toEqual(['乙']);
  });
});
