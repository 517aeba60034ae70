import { describe, expect, it } from 'vitest';
import { nameAndPhone } from '../../src/engine/fields/name-and-phone.ts';
import { carryOnTo, nameOf } from '../support/applicant.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

describe('a name and a number in one line', () => {
  it.each([
    ['李明 13800001111', '李明', '13800001111'],
    ['李明，13800001111', '李明', '13800001111'],
    ['李明13800001111', '李明', '13800001111'],
    ['李明（电话：023-58220000）', '李明', '023-58220000'],
    ['李明 手机号码：138 0000 1111', '李明', '138 0000 1111'],
    ['李明，联系电话 （023）58220000转801', '李明', '（023）58220000转801'],
    ['古丽·买买提 +86 13800001111', '古丽·买买提', '+86 13800001111'],
  ])('%s', (text, name, phone) => {
    expect(nameAndPhone(text)).toEqual({ name, phone });
  });

  it.each([
    '李明',
    '13800001111',
    '李明 赵敏',
    '我们近三年研发投入2300万',
    '李明 1号楼',
    '李明'.repeat(1000),
  ])('is not there in %j', text => {
    expect(nameAndPhone(text)).toBeNull();
  });
});

describe('said where a name is asked', () => {
  const at = async (asks: string, text: string) => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    carryOnTo(driver, asks);
    driver.say(text);
    const { answers, prompt } = driver.session;
    return {
      name: answers.contactPerson?.value,
      phone: answers.contactPhone?.value,
      asks: prompt && nameOf(prompt.asks),
    };
  };

  it('fills both where the number comes next', async () => {
    expect(await at('field:contactPerson', '李明 138-0000-1111')).toEqual({
      name: '李明',
      phone: '13800001111',
      asks: 'field:rdSituation',
    });
  });

  it('fills neither where the number is wrong, or none comes next', async () => {
    expect(await at('field:contactPerson', '李明 138000')).toMatchObject({
      name: undefined,
      phone: undefined,
      asks: 'field:contactPerson',
    });
    expect(await at('field:legalPerson', '王建国 13800001111')).toMatchObject({ asks: 'field:legalPerson' });
  });
});
