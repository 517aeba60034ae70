#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { askLines, askOnce } from './commands/ask.ts';
import { chatJson, chatTerminal, instantFrom, TerminalClock } from './commands/chat.ts';
import { check } from './commands/check.ts';
import { judgeLines } from './commands/judge.ts';
import { composeHouse } from './compose.ts';
import { createLogger } from './host/log.ts';
import { Notices } from './host/notices.ts';
import { IssueError } from './issue-error.ts';
import type { Result } from './model/issue.ts';
import { packsAt } from './packs-at.ts';
import { readSettings } from './settings.ts';

// Variables already set win over the file's.
if (existsSync('.env')) process.loadEnvFile('.env');

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new IssueError(result.issues);
  return result.value;
};

const settings = () => must(readSettings(process.env));

const notices = async (): Promise<Notices> => {
  const { packsDir, pack } = settings();
  return new Notices(must(await packsAt(packsDir, pack)).packs.map(entry => entry.pack));
};

const program = new Command('shenbao').description('申报助手：把一份申报通知变成一段对话');

program
  .command('start')
  .description('启动全部已配置的渠道和本地网页')
  .action(async () => {
    const { start } = await import('./commands/start.ts');
    await start(settings());
  });

program
  .command('chat')
  .description('在终端里对话')
  .option('--json', '以 JSON Lines 输入输出')
  .option('--as <name>', '以谁的身份对话', '我')
  .option('--now <iso>', '按这个时间演练')
  .action(async (options: { json?: boolean; as: string; now?: string }) => {
    const given = settings();
    const log = createLogger(process.env.LOG_LEVEL ? given.logLevel : 'warn');
    const clock = new TerminalClock();
    const { house } = must(await composeHouse(given, log, ({ address }) => clock.rehearsalOf(address)));
    const now = options.now ?? null;
    if (options.json) await chatJson(house, clock, process.stdin, process.stdout, now);
    else await chatTerminal(house, clock, process.stdin, process.stdout, { name: options.as, now });
    await house.close();
  });

program
  .command('ask')
  .description('提一个政策问题')
  .argument('[question]', '问题')
  .option('--json', '以 JSON Lines 输入输出')
  .option('--now <iso>', '按这个时间作答')
  .option('--explain', '说明答案的由来')
  .action(
    async (question: string | undefined, options: { json?: boolean; now?: string; explain?: boolean }) => {
      const notice = (await notices()).newest;
      const now = options.now ? instantFrom(options.now, notice.pack.manifest.timezone) : Date.now();
      if (options.json) await askLines(notice, process.stdin, process.stdout, now);
      else if (question !== undefined)
        process.stdout.write(`${askOnce(notice, question, now, options.explain ?? false)}\n`);
      else
        throw new IssueError([
          { code: 'ask:no-question', message: '请写上问题，例如 shenbao ask 申报截止到什么时候' },
        ]);
    },
  );

program
  .command('judge')
  .description('按给定情况判断资格')
  .requiredOption('--json', '以 JSON Lines 输入输出')
  .action(async () => judgeLines((await notices()).newest.pack, process.stdin, process.stdout));

program
  .command('doctor')
  .description('检查配置、数据存放和各渠道，列出回调地址')
  .action(async () => {
    const { doctor } = await import('./commands/doctor.ts');
    process.exitCode = await doctor(settings(), process.stdout);
  });

program
  .command('check')
  .description('检查内容包')
  .argument('[pack]', '内容包的名称或文件夹')
  .action(async (pack: string | undefined) => {
    process.exitCode = await check(settings(), pack ?? null, process.stdout);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof IssueError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
