import type { ChatPerson } from './person.ts';

/** What an applicant of these tests writes into the form. */
const typed: Readonly<Record<string, string>> = {
  单位名称: '重庆三峡榨菜科技有限公司',
  单位性质: '企业',
  通讯地址: '重庆市万州区天城路1号',
  法人代表: '陈建国',
  联系人: '张敏',
  联系电话: '13800001234',
  创新研发情况: '已有研发人员 12 人，自有试验线 2 条。',
  创新团队建设情况: '团队稳定，博士 2 人。',
  科技成果获得情况: '发明专利 3 项。<at id=all></at>',
  中心名称: '榨菜精深加工',
  技术领域: '先进制造',
  负责人: '李建工',
  技术实力: '与两所高校合作。',
  主要建设内容和预期目标: '三年内建成中试平台。',
  申请日期: '2022年9月1日',
};

/** Buttons that lead forward, in the order in which they are preferred. */
const forward = [
  '企业',
  '是',
  '先进制造',
  '开始填报',
  '同意',
  '确认填入',
  '没有',
  '没有了',
  '核对无误，下一步',
  '已阅读，提交',
];

/** One step towards a submitted application: fill in the form card, or press what leads on. */
export const stepForward = async (applicant: ChatPerson): Promise<void> => {
  const { inputs, lines } = applicant.card();
  if (inputs.length > 0) {
    const labels = inputs.map(({ label }) => label.replace('（必填）', ''));
    await applicant.submits(Object.fromEntries(labels.map(label => [label, typed[label] ?? '无'])));
    return;
  }
  const offered = applicant.labels();
  const unwanted = /不良|违法|事故|撤销|联合建设/.test(lines.slice(0, 4).join(''));
  const no = unwanted ? ['否', '没有'].find(word => offered.includes(word)) : undefined;
  const label = no ?? forward.find(way => offered.includes(way));
  if (label === undefined) throw new Error(`no way on from:\n${applicant.text()}`);
  await applicant.presses(label);
};

/** Go forward until the newest card says this. */
export const walkTo = async (applicant: ChatPerson, until: RegExp): Promise<void> => {
  for (let steps = 0; !until.test(applicant.text()); steps += 1) {
    if (steps > 60) throw new Error(`never came to ${until}`);
    await stepForward(applicant);
  }
};
