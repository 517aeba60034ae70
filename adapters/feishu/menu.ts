/**
 * Event keys of the bot menu, as docs/feishu.md tells the operator to enter them (1–30 characters,
 * open.feishu.cn/document/client-docs/bot-v3/bot-customized-menu), and what each stands for when typed.
 */
const commands: ReadonlyMap<string, string> = new Map([
  ['eligibility', '资格自测'],
  ['apply', '开始填报'],
  ['faq', '政策问答'],
  ['progress', '我的进度'],
  ['contacts', '联系科室'],
  ['human', '转人工'],
  ['todo', '/待办'],
]);

/** The words a menu entry stands for; an entry we do not know opens the menu in the chat. */
export const menuCommand = (eventKey: string): string => commands.get(eventKey) ?? '菜单';
