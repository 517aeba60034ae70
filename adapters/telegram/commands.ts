import { commandWords, officerWords } from '../../src/model/command-words.ts';

/**
 * The commands menu, and the word each command means to the engine. The one table that knows both.
 * Commands are 1–32 of `a-z0-9_`, descriptions 1–256: core.telegram.org/bots/api#botcommand.
 */
export interface Command {
  readonly command: string;
  readonly description: string;
  /** What the engine is told; `null` for /start, which is an event of its own. */
  readonly word: string | null;
  /** What follows the command is passed on behind the word. */
  readonly takesArgument?: boolean;
  /** Deals with the person's own application: done in private chat only. */
  readonly personal?: boolean;
  /** For staff: understood, but not offered in the menu. */
  readonly hidden?: boolean;
}

export const commands: readonly Command[] = [
  { command: 'start', description: '开始使用', word: null },
  { command: 'check', description: '资格自测：看看本单位能否申报', word: commandWords.check },
  { command: 'apply', description: '开始填报申请书', word: commandWords.apply, personal: true },
  { command: 'status', description: '查询我的申报进度', word: commandWords.progress, personal: true },
  { command: 'view', description: '查看已填写的内容', word: commandWords.view, personal: true },
  { command: 'resume', description: '继续上次的填报', word: commandWords.resume, personal: true },
  { command: 'pause', description: '暂停填报，内容会保留', word: commandWords.pause, personal: true },
  { command: 'contacts', description: '联系科室', word: commandWords.contacts },
  { command: 'human', description: '转人工咨询', word: commandWords.human, personal: true },
  { command: 'help', description: '使用帮助', word: commandWords.help },
  {
    command: 'bind',
    description: '绑定工作人员身份',
    word: officerWords.bind,
    takesArgument: true,
    hidden: true,
  },
  { command: 'todo', description: '待办件', word: officerWords.todo, hidden: true },
  { command: 'query', description: '查询申请', word: officerWords.query, takesArgument: true, hidden: true },
];

/** What the menu shows (setMyCommands). */
export const menu = commands
  .filter(({ hidden }) => !hidden)
  .map(({ command, description }) => ({ command, description }));

export interface CommandCall {
  readonly command: Command;
  readonly argument: string;
}

/** `/check`, `/check@our_bot`, `/bind ABC`: the command called, or null when it is none of ours or another bot's. */
export const commandIn = (text: string, botName: string): CommandCall | null => {
  const found = /^\/([a-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+([\s\S]*))?$/i.exec(text.trim());
  if (!found) return null;
  const [, name, addressee, argument = ''] = found;
  if (addressee !== undefined && addressee.toLowerCase() !== botName.toLowerCase()) return null;
  const command = commands.find(entry => entry.command === name!.toLowerCase());
  return command ? { command, argument: argument.trim() } : null;
};

/** The sentence a command stands for, as if the person had written it. */
export const wordsOf = ({ command, argument }: CommandCall): string | null =>
  command.word !== null && command.takesArgument && argument !== ''
    ? `${command.word} ${argument}`
    : command.word;

/**
 * Payload of the link that leads from a group into private chat, and the command it starts there.
 * `/start` payloads are at most 64 of `A-Za-z0-9_-`: core.telegram.org/bots/features#deep-linking.
 */
export const startLink = (botName: string, command: Command): string =>
  `https://t.me/${botName}?start=go_${command.command}`;

export const commandOfPayload = (payload: string): Command | null =>
  payload.startsWith('go_') ? (commands.find(({ command }) => `go_${command}` === payload) ?? null) : null;
