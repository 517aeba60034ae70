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
} as const satisfies Record<string, string>;

export type DoorKey = keyof typeof doorCatalogue;

/** The sentence of a key, in the office's own wording where it has one. */
export type DoorWords = (key: DoorKey, slots?: Readonly<Record<string, string>>) => string;

/** The sentences with an office's own (`wording.yaml`) in place of the built-in ones. */
export const doorWordsOf =
  (own: Readonly<Record<string, string>>): DoorWords =>
  (key, slots = {}) =>
    (own[key] ?? doorCatalogue[key]).replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '');

/** The built-in sentences; a channel that runs in a house is given the house's. */
export const doorWords: DoorWords = doorWordsOf({});
