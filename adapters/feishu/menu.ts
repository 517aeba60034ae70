import { commandWords, officerWords } from '../../src/model/command-words.ts';

/**
 * Event keys of the bot menu, as docs/feishu.md tells the operator to enter them (1–30 characters,
 * open.feishu.cn/document/client-docs/bot-v3/bot-customized-menu), and what each stands for when typed.
 */
const commands: ReadonlyMap<string, string> = new Map([
  ['eligibility', commandWords.check],
  ['apply', commandWords.apply],
  ['faq', commandWords.ask],
  ['progress', commandWords.progress],
  ['contacts', commandWords.contacts],
  ['human', commandWords.human],
  ['todo', officerWords.todo],
]);

/** The words a menu entry stands for; an entry we do not know opens the menu in the chat. */
export const menuCommand = (eventKey: string): string => commands.get(eventKey) ?? commandWords.menu;
