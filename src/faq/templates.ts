/**
 * Every sentence the policy answers may say besides slices of the sources. None states policy: a test fails when one holds
 * a digit, a name or a clause's words. `{…}` are filled with slices, ids, topics, section lines or dates.
 */
export const templates = {
  cardHead: '【{clause}】',
  original: '原文：',
  several: '相关原文有以下几处：',
  partlySilent: '关于「{topic}」，通知未载明。',
  silentTopic: '关于「{topic}」，通知未载明。',
  silent: '您问的内容，通知未载明。',
  nearest: '最接近的原文（并未直接回答您的问题）：',
  askOffice: '请向业务科室确认：',
  sections: '联系科室：',
  conflict: '以上几处写法不一致（{title}）：',
  ruling: '办公室口径，非通知原文{pending}：{ruling}',
  pending: '，待确认',
  expired: '请注意：按原文推算，《{title}》的施行期至{until}，现已超过（推算日期，非原文）。',
  offerCheck: '是否符合条件请以审核为准；可以先做一次资格自查。',
  truncated: '消息较长，只读取了前面的部分，请把问题分开发。',
  action: {
    eligibility: '可以为您逐项核对申报条件。',
    apply: '可以为您逐项填写申请书。',
    progress: '可以为您查询办理进度。',
    human: '可以为您联系工作人员。',
    contacts: '联系方式原文如下：',
  },
  tone: {
    greeting: '您好，请直接说您想了解的申报问题。',
    thanks: '不客气，还有问题请随时说。',
    identity: '我是申报助手，是程序，不是工作人员；只依据通知原文回答申报问题，也可以为您转接工作人员。',
    'off-topic': '我只能回答与本次申报有关的问题。',
    abuse: '抱歉没能帮上忙，您可以换个说法，或者联系工作人员。',
    noise: '没有看懂，请用一句话说明您想了解的申报问题。',
  },
} as const;
