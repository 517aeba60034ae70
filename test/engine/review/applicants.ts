import type { Delivered, Office } from './office.ts';

/** What an invented unit of the Wanzhou notice says from the self-check to the last field. */
const check = [
  '资格自测',
  '企业',
  '是',
  '是',
  '是',
  '没有',
  '没有',
  '没有',
  '没有',
  '没有',
  '食品加工',
  '不联合',
  '是',
  '是',
];

const form = (values: Readonly<Record<string, string>>): string[] => [
  '开始填报',
  '同意',
  values.单位名称 ?? '三峡榨菜科技有限公司',
  '企业',
  '万州区天城大道1号',
  '张三',
  '李四',
  '023-58220000',
  values.创新研发情况 ?? '近三年研发投入2300万元。',
  '团队30人。',
  '专利6项。',
  '榨菜',
  '使用建议值',
  '其他',
  '王五',
  '13800138000',
  '万州区天城大道2号',
  '技术实力强。',
  values.预期目标 ?? '三年内建成。',
  '2022年9月1日',
];

/** Up to the first question of the form. */
export const beginWanzhou = async (office: Office, who: string): Promise<void> => {
  for (const line of [...check, '开始填报']) await office.say(who, line);
};

/** Fill in and submit; the number is read from the receipt. */
export const submitWanzhou = async (
  office: Office,
  who = '王',
  values: Readonly<Record<string, string>> = {},
  /** What the applicant does once everything is filled in. */
  atReview: () => Promise<unknown> = async () => {},
): Promise<{ readonly number: string; readonly delivered: Delivered }> => {
  for (const line of [...check, ...form(values)]) await office.say(who, line);
  await atReview();
  await office.say(who, '核对无误，下一步');
  const delivered = await office.say(who, '已阅读，提交');
  const number = /WZ22-\d{4}-[A-Z]/.exec(delivered.text(who))?.[0];
  if (!number) throw new Error(`not submitted: ${delivered.text(who)}`);
  return { number, delivered };
};
