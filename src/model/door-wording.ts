import type { FileRefusal } from './file.ts';

/**
 * What a channel itself says: around a message of the engine's, or where nothing reaches the engine. They are part of the
 * catalogue, so a pack may override any of them in wording.yaml with the same slots. Slots hold labels of ours and links,
 * never what a person typed.
 */
export const doorCatalogue = {
  'door.source': '〔原文〕{label}',
  'door.said': '填写的内容：',
  'door.choose': '请选择：',
  'door.more': '更多选项：',
  'door.reply': '也可回复：{labels}',
  'door.working': '正在处理。如长时间没有变化，请再点一次。',
  'door.notTaken': '系统繁忙，这次操作没有生效，请稍后再点一次。',
  'door.oldCard': '此卡片已失效，请发送“菜单”重新开始。',
  'door.submitted': '已提交的内容',
  'door.private': '这项涉及单位和个人信息，请点下面的按钮与我私聊办理。',
  'door.privateButton': '私聊办理',
  'door.chooseFirst': '请先在下拉框中选择一项，再点“确定”。',
  'door.uploadLink':
    '企业微信应用内不能直接接收文件。请打开以下链接上传（30 分钟内有效，仅可使用一次）：\n{link}',
  'door.uploadKf': '企业微信应用内不能接收文件。请通过微信客服发送：\n{link}',
  'door.uploadNowhere': '企业微信应用内只能接收文字和图片。文件请交由科室联系人，或在本系统网页上传。',
  'door.chosen': '已选：{label}',
  'door.done': '已处理',
  'door.cut': '（篇幅所限，以上为部分内容。）',
  'door.cutFile': '（篇幅所限，完整内容见随后的文件。）',
  'door.wholeFile': '完整内容.txt',
  'door.goOn': '（如需继续，请回复任意文字。）',
  'door.title': '申报助手',
  'door.marks': '要点：{marks}',
  'door.saidLabel': '〔填写内容〕',
  'door.attached': '附件：{name}',
  'door.required': '{label}（必填）',
  'door.pick': '请选择',
  'door.fill': '请填写',
  'door.submit': '提交',
  'door.formPart': '可以先填一部分提交；也可以不填此表，直接在对话中逐项回复。',
  'door.formOne': '也可以不填此表，直接在对话中回复。',
  'door.formLeft': '另有 {count} 项请随后逐项填写。',
  'door.sure': '确定选择“{label}”吗？',
  'door.confirmTitle': '请确认',
  'door.masked': '（号码和邮箱已按贵单位的安全策略隐藏，请在网页或申请书中查看。）',
  'door.moreActions': '更多操作',
  'door.ok': '确定',
  'door.latest': '最新情况',
  'door.progress': '查看进度',
  'door.uploadTitle': '上传材料',
  'door.uploadHelp': '可上传 Word、Excel、PDF、图片，每个文件不超过 20 MB。本链接仅可使用一次。',
  'door.uploadPick': '选择文件',
  'door.uploadSend': '上传',
  'door.uploadExpired': '此链接已失效或已使用。请回到企业微信，发送“上传文件”获取新的链接。',
  'door.uploadAgain': '重新选择',
  'door.uploadDone': '文件已收到。请回到企业微信继续。',
  'door.uploadLarge': '文件超过 20 MB，未能接收。请压缩后，发送“上传文件”获取新的链接。',
  'door.uploadNone': '没有收到文件，请重新选择。',
  'door.uploadBusy': '系统繁忙，文件未能保存，请稍后再试。',
} as const satisfies Record<string, string>;

/** Why a file was not taken, and what helps; said by the engine, or by a door through which nothing reaches it. */
export const refusalCatalogue = {
  'file.tooLarge': '文件过大，未能接收。请压缩或拆分后重新发送。',
  'file.badType': '不支持这种文件。请发送 Word（.docx）、PDF、JPG 或 PNG 文件。',
  'file.macros': '文件含有宏，未能接收。请另存为不含宏的 Word 文档（.docx）后重新发送。',
  'file.encrypted': '文件设有密码，未能读取。请去掉密码后重新发送。',
  'file.unreadable': '文件已损坏，未能读取。请在电脑上确认能够打开，另存后重新发送。',
  'file.empty': '文件是空的，没有内容。请检查后重新发送。',
  'file.zipBomb': '文件展开后过大，未能接收。请去掉大图片或另存为 PDF 后重新发送。',
  'file.protected':
    '这份 PDF 设有密码，或限制了打印、复制，未能接收。请发送未加保护的 PDF，或把各页拍照后发送图片。',
  'file.active':
    '文件中嵌有脚本、控件、外部链接或其他文件，为安全起见未能接收。请删去后另存，或打印成 PDF 后重新发送。',
  'file.otherWord': '这种文字处理文件读不出内容，未能接收。请用 Word 或 WPS 打开，另存为 .docx 后重新发送。',
  'file.infected': '文件未通过病毒检查，未能接收。请用杀毒软件检查后重新发送。',
  'file.unscanned': '病毒检查暂时不可用，文件没有收下。请稍后重新发送。',
  'file.tooComplex': '文件过于复杂，未能接收。请删去不需要的内容后另存，或打印成 PDF 后重新发送。',
  'file.unavailable': '文件未能收到，请重新发送。',
} as const satisfies Record<string, string>;

/** The sentence for each reason; a new reason does not compile without one. */
export const refusalKeys = {
  'too-large': 'file.tooLarge',
  'bad-type': 'file.badType',
  macros: 'file.macros',
  encrypted: 'file.encrypted',
  unreadable: 'file.unreadable',
  empty: 'file.empty',
  'zip-bomb': 'file.zipBomb',
  protected: 'file.protected',
  active: 'file.active',
  'other-word': 'file.otherWord',
  infected: 'file.infected',
  unscanned: 'file.unscanned',
  'too-complex': 'file.tooComplex',
  unavailable: 'file.unavailable',
} as const satisfies Record<FileRefusal, keyof typeof refusalCatalogue>;

const sentences = { ...doorCatalogue, ...refusalCatalogue };

export type DoorKey = keyof typeof sentences;

/** The sentence of a key, in the office's own wording where it has one. */
export type DoorWords = (key: DoorKey, slots?: Readonly<Record<string, string>>) => string;

/** The sentences with an office's own (`wording.yaml`) in place of the built-in ones. */
export const doorWordsOf =
  (own: Readonly<Record<string, string>>): DoorWords =>
  (key, slots = {}) =>
    (own[key] ?? sentences[key]).replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '');

/** The built-in sentences; a channel that runs in a house is given the house's. */
export const doorWords: DoorWords = doorWordsOf({});
