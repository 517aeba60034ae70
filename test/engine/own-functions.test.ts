import { describe, expect, it } from 'vitest';
import { optionByText } from '../../src/engine/option-by-text.ts';
import { carryOn, carryOnTo, nameOf, stations } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const start = async (): Promise<EngineDriver> =>
  new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
const submitted = async (): Promise<EngineDriver> => {
  const driver = await start();
  carryOn(driver, stations.submitted!, 0);
  return driver;
};

describe('one’s own application comes before the notice', () => {
  it.each(['申请书发我一份', '能不能把申请书再发给我', '我的申请书', '帮我下载申请书'])('%s', async text => {
    const { files } = (await submitted()).say(text);
    expect(files).toHaveLength(1);
  });

  it.each(['哎呀我填错了能不能撤回来', '我想撤回', '撤回申请'])('%s', async text => {
    const driver = await submitted();
    driver.say(text);
    expect(nameOf(driver.session.prompt!.asks)).toBe('withdraw');
  });

  it.each(['还能再报吗', '我们还想再报一个，节能减碳方向的', '可以重新申报吗'])('%s', async text => {
    const driver = await submitted();
    driver.say(text);
    expect(nameOf(driver.session.prompt!.asks)).toBe('another');
  });

  it.each(['填表用什么笔', '要交几份申请书', '哪些单位能申报'])('%s is no wish', async text => {
    const driver = await submitted();
    const { files } = driver.say(text);
    expect(files).toHaveLength(0);
    expect(driver.session.prompt).toBeNull();
  });

  it('has no file before anything was submitted, and says when there is one', async () => {
    expect(textOf((await start()).say('我的申请书'))).toContain('提交后生成');
  });
});

describe('a person is asked for', () => {
  it.each(['叫你们科长接电话', '我要找人', '帮我转人工'])('%s, in the self-check', async text => {
    const driver = await start();
    carryOnTo(driver, 'fact:aboveScale');
    expect(textOf(driver.say(text))).toContain('023—58225298');
  });
});

describe('a unit that is not eligible', () => {
  it('is told before it fills in the form', async () => {
    const driver = await start();
    carryOnTo(driver, 'fact:aboveScale');
    driver.say('没入规');
    const text = textOf(driver.say('开始填报'));
    expect(text).toContain('应是规模以上企业');
    expect(driver.session.journey).not.toBe('form');
  });
});

describe('entries of a block', () => {
  it('are removed in words, and can be brought back', async () => {
    const driver = await start();
    carryOnTo(driver, 'review', 2);
    const second = driver.session.answers['partners.1.name'];
    expect(second).toBeDefined();
    expect(textOf(driver.say('删除合作单位2'))).toContain('已删除合作单位2');
    expect(driver.session.groups.partners).toBe(1);
    driver.say('撤销');
    expect(driver.session.answers['partners.1.name']).toEqual(second);
  });

  it.each(['把第二个合作单位去掉', '不要合作单位2了'])('%s', async text => {
    const driver = await start();
    carryOnTo(driver, 'review', 2);
    driver.say(text);
    expect(driver.session.groups.partners).toBe(1);
  });

  it('are chosen from where more than one could be meant', async () => {
    const driver = await start();
    carryOnTo(driver, 'review', 2);
    driver.say('删除合作单位');
    expect(driver.session.groups.partners).toBe(2);
    expect(nameOf(driver.session.prompt!.asks)).toBe('manage:partners');
  });
});

describe('what is not understood', () => {
  it('is answered differently each time, and the page is not printed again', async () => {
    const driver = await start();
    carryOnTo(driver, 'review');
    const said = ['嘚嘚嘚', '嘟嘟嘟', '咚咚咚'].map(text => textOf(driver.say(text)));
    expect(new Set(said).size).toBe(3);
    for (const text of said) expect(text.length).toBeLessThan(150);
    expect(said[0]).toContain('核对无误');
    expect(said[2]).toContain('转人工');
    driver.say('核对无误');
    expect(driver.session.misread).toBe(0);
  });
});

describe('the receipt', () => {
  it('is short: number, last day, where to deliver, what next; what checks the records stands last', async () => {
    const driver = await start();
    carryOnTo(driver, 'commit', 0);
    const text = textOf(driver.say('已阅读，提交'));
    const order = [
      '申请编号',
      '截止日期为2022年9月16日',
      '报送至区科技局相关业务科室',
      '下一步',
      '回执校验码',
    ];
    const found = order.map(word => text.indexOf(word));
    expect(found).not.toContain(-1);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(text.length).toBeLessThan(700);
  });
});

describe('a file’s purpose', () => {
  it('is said in words', async () => {
    const driver = await start();
    carryOnTo(driver, 'field:unitAddress', 1);
    driver.session = {
      ...driver.session,
      prompt: {
        id: 'FILE',
        asks: { kind: 'file' },
        options: [
          { means: { kind: 'item', item: 'agreement' }, label: '联合建设协议书' },
          { means: { kind: 'item', item: 'plan' }, label: '《万州区技术创新中心建设方案》' },
        ],
      },
    };
    const option = optionByText({ pack: driver.notice.pack }, driver.session, '就是那个协议');
    expect(option?.label).toBe('联合建设协议书');
  });
});
