#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { askLines, askOnce } from './commands/ask.ts';
import { chatJson, chatTerminal, instantFrom, TerminalClock } from './commands/chat.ts';
import { check } from './commands/check.ts';
import { judgeLines } from './commands/judge.ts';
import { addOperatorCommands } from './commands/operate/cli.ts';
import { readLines } from './commands/read.ts';
import { composeHouse } from './compose.ts';
import type { House } from './host/house.ts';
import { createLogger } from './host/log.ts';
import { Notices } from './host/notices.ts';
import { IssueError } from './issue-error.ts';
import { localMoment } from './model/calendar.ts';
import type { Result } from './model/issue.ts';
import { checksFor } from './pack-checks.ts';
import { packsAt } from './packs-at.ts';
import { withSecretFiles } from './secret-files.ts';
import { readSettings } from './settings.ts';
import { storeTrouble } from './store/trouble.ts';
import { version } from './version.ts';

// Variables already set win over the file's.
if (existsSync('.env')) process.loadEnvFile('.env');

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new IssueError(result.issues);
  return result.value;
};

const settings = () => {
  Object.assign(process.env, must(withSecretFiles(process.env)));
  return {
    ...must(readSettings(process.env)),
    allowUnsigned: program.opts<{ allowUnsigned?: boolean }>().allowUnsigned === true,
  };
};

const notices = async (): Promise<Notices> => {
  const given = settings();
  return new Notices(
    must(await packsAt(given.packsDir, given.pack, checksFor(given))).packs.map(entry => entry.pack),
  );
};

const whyNoFile: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件或文件夹',
  EACCES: '没有权限',
  EPERM: '没有权限',
  EISDIR: '这是文件夹，不是文件',
  ENOTDIR: '上一级不是文件夹',
  EROFS: '磁盘只读',
  ENOSPC: '磁盘已满',
};

/** A path the operator named, or the disk below it, that cannot be used; null: something else. */
const fileTrouble = (error: unknown): string | null => {
  const { code, path } = error as NodeJS.ErrnoException;
  const why = whyNoFile[code ?? ''];
  return why === undefined ? null : `无法读写${path === undefined ? '文件' : ` ${path}`}：${why}`;
};

/**
 * A bug, for whoever mends it: its kind and place. Its message may quote what a person wrote, so it is shown only where
 * the operator asked for all there is.
 */
const bugAt = (error: unknown): string => {
  if (!(error instanceof Error)) return '程序出错';
  if (/^(?:trace|debug)$/.test(process.env.LOG_LEVEL ?? '')) return error.stack ?? error.name;
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return [`程序出错：${error.name}（LOG_LEVEL=debug 显示全部）`, ...frames].join('\n');
};

const program = new Command('shenbao')
  .description('申报助手：把一份申报通知变成一段对话')
  .version(version)
  .option('--allow-unsigned', '演练时启用还没有签核的内容包');

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
    const door = { now: options.now ?? null, store: given.store };
    if (options.json) await chatJson(house, clock, process.stdin, process.stdout, door);
    else await chatTerminal(house, clock, process.stdin, process.stdout, { name: options.as, ...door });
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
  .command('read')
  .description('一段话会被怎样理解')
  .requiredOption('--json', '以 JSON Lines 输入输出')
  .option('--now <iso>', '按这个时间理解“去年”“三年前”')
  .action(async (options: { now?: string }) => {
    const { pack } = (await notices()).newest;
    const now = options.now ? instantFrom(options.now, pack.manifest.timezone) : Date.now();
    await readLines(pack, process.stdin, process.stdout, localMoment(now, pack.manifest.timezone).date);
  });

program
  .command('doctor')
  .description('检查配置、数据存放和各渠道，列出回调地址')
  .option('--acl [user]', '只打印 Redis 用户所需的最小权限')
  .action(async (options: { acl?: string | true }) => {
    if (options.acl !== undefined) {
      const { aclRule } = await import('./store/redis/acl.ts');
      process.stdout.write(`${aclRule(options.acl === true ? 'shenbao' : options.acl, '口令')}\n`);
      return;
    }
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

program
  .command('new')
  .description('从通知和申报表的 Word 文件起草内容包')
  .argument('<name>', '内容包名称，也是文件夹名，例如 jidi-2031')
  .argument('<papers...>', '通知在前，申报表在后（.docx、.txt、.md）')
  .action(async (name: string, papers: string[]) => {
    const { newPack } = await import('./commands/new.ts');
    process.exitCode = await newPack(settings(), name, papers, process.stdout);
  });

program
  .command('rollover')
  .description('用新一年的通知更新内容包，列出要重新核对的内容')
  .argument('<old>', '旧内容包的名称或文件夹')
  .argument('<papers...>', '新通知在前，新的申报表在后（.docx、.txt、.md）')
  .action(async (old: string, papers: string[]) => {
    const { rollover } = await import('./commands/rollover.ts');
    process.exitCode = await rollover(settings(), old, papers, process.stdout);
  });

program
  .command('amend')
  .description('把延期、更正的通知加进正在执行的内容包')
  .argument('<pack>', '内容包的名称或文件夹')
  .argument('<paper>', '补充通知（.docx、.txt、.md）')
  .action(async (pack: string, paper: string) => {
    const { amend } = await import('./commands/amend.ts');
    process.exitCode = await amend(settings(), pack, paper, process.stdout);
  });

program
  .command('preview')
  .description('把例子填进 Word 模板，看每一格填得对不对')
  .argument('<pack>', '内容包的名称或文件夹')
  .option('--out <folder>', '样张放在哪里', '.')
  .action(async (pack: string, options: { out: string }) => {
    const { preview } = await import('./commands/preview.ts');
    process.exitCode = await preview(settings(), pack, options.out, process.stdout);
  });

/** The house of one notice, for the operator's commands. */
const withHouse = async (notice: string | undefined, run: (house: House) => Promise<void>): Promise<void> => {
  const given = settings();
  const log = createLogger(process.env.LOG_LEVEL ? given.logLevel : 'warn');
  const { house } = must(await composeHouse({ ...given, pack: notice ?? given.pack }, log, () => null));
  try {
    await run(house);
  } finally {
    await house.close();
  }
};

const staff = program.command('staff').description('邀请、查看、确认和解除办理人员');
const noticeOption = ['--notice <id>', '哪一份通知（内容包名称），默认最新的一份'] as const;

staff
  .command('invite')
  .description('生成一次性绑定码（10分钟内有效）')
  .requiredOption('--section <id>', '科室')
  .requiredOption('--role <role>', '联系人、审核人、科室负责人、局领导、操作员')
  .requiredOption('--name <name>', '姓名')
  .option(...noticeOption)
  .action(async (options: { section: string; role: string; name: string; notice?: string }) => {
    const { invite } = await import('./commands/staff.ts');
    await withHouse(options.notice, house => invite(house, options, process.stdout));
  });

staff
  .command('list')
  .description('列出绑定的人员')
  .option(...noticeOption)
  .action(async (options: { notice?: string }) => {
    const { list } = await import('./commands/staff.ts');
    await withHouse(options.notice, house => list(house, process.stdout));
  });

for (const [name, description] of [
  ['confirm', '确认一个绑定，确认后生效'],
  ['revoke', '解除一个人的全部绑定'],
] as const) {
  staff
    .command(name)
    .description(description)
    .argument('<person>', '姓名或账号')
    .option(...noticeOption)
    .action(async (person: string, options: { notice?: string }) => {
      const commands = await import('./commands/staff.ts');
      await withHouse(options.notice, house => commands[name](house, person, process.stdout));
    });
}

program
  .command('desk')
  .description('审核台：网页上的办理界面')
  .command('open')
  .description('生成登录审核台的一次性地址（10分钟内有效）')
  .requiredOption('--as <name>', '谁来办理：已绑定人员的姓名或账号')
  .option('--section <id>', '科室：为没有聊天软件的人员设立席位时填写')
  .option('--role <role>', '角色：审核人、科室负责人、局领导、联系人')
  .option(...noticeOption)
  .action(async (options: { as: string; section?: string; role?: string; notice?: string }) => {
    const { openDesk } = await import('./commands/desk.ts');
    await withHouse(options.notice, house => openDesk(house, settings(), options, process.stdout));
  });

program
  .command('export')
  .description('导出申请，或内容维护用的清单')
  .argument(
    '[list]',
    'unanswered 未能回答的问题、feedback 反馈、faq-proposals 常见问题备选、tickets 人工咨询、alerts 提醒',
  )
  .option('--xlsx <file>', '导出为 Excel 文件，每件申请一行')
  .option('--json', '逐行输出 JSON')
  .option(...noticeOption)
  .action(async (list: string | undefined, options: { xlsx?: string; json?: boolean; notice?: string }) => {
    const commands = await import('./commands/export.ts');
    const wanted = commands.noteLists.find(name => name === list);
    if (list !== undefined && !wanted)
      throw new IssueError([
        {
          code: 'export:unknown-list',
          message: `没有清单 ${list}`,
          hint: `可用：${commands.noteLists.join('、')}`,
        },
      ]);
    if (!wanted && !options.xlsx && !options.json)
      throw new IssueError([
        {
          code: 'export:nothing',
          message: '请写明导出方式',
          hint: 'shenbao export --xlsx 申请.xlsx，或 --json',
        },
      ]);
    await withHouse(options.notice, async ({ store, notices: { newest } }) => {
      if (wanted) await commands.exportNotes(store, newest.pack.id, wanted, process.stdout);
      else if (options.xlsx) await commands.exportXlsx(store, newest.pack, options.xlsx, process.stdout);
      else await commands.exportJson(store, newest.pack, process.stdout);
    });
  });

program
  .command('verify')
  .description('核对办理记录：有改动、缺失或截断即报告')
  .option('--head <value>', '回执或每日消息中的校验值，用来发现末尾被截去的记录；与 --notice 同用')
  .option(...noticeOption)
  .action(async (options: { head?: string; notice?: string }) => {
    const { headFrom, verify } = await import('./commands/verify.ts');
    const head = options.head === undefined ? undefined : must(headFrom(options.head));
    const space = options.notice ?? (head ? (await notices()).newest.pack.id : undefined);
    process.exitCode = await verify(
      settings(),
      { ...(space ? { space } : {}), ...(head ? { head } : {}) },
      process.stdout,
    );
  });

program
  .command('backup')
  .description('备份全部数据和文件；不写文件名则存到 BACKUP_DIR，并清理过期的备份')
  .argument('[file]', '备份文件')
  .action(async (file: string | undefined) => {
    const { backup, shelve } = await import('./commands/backup.ts');
    if (file === undefined) await shelve(settings(), Date.now(), process.stdout);
    else await backup(settings(), file, process.stdout);
  });

program
  .command('restore')
  .description('把备份恢复到空的数据存放处')
  .argument('<file>', '备份文件')
  .action(async (file: string) => {
    const { restore } = await import('./commands/backup.ts');
    process.exitCode = await restore(settings(), file, process.stdout);
  });

program
  .command('migrate')
  .description('在 SQLite 与 Redis 之间搬迁数据（请先停止服务）')
  .requiredOption('--from <store>', '来源：sqlite、redis（本机配置），或文件路径、redis:// 地址')
  .requiredOption('--to <store>', '目标：写法同上，须为空')
  .action(async (options: { from: string; to: string }) => {
    const { migrate } = await import('./commands/migrate.ts');
    await migrate(settings(), options.from, options.to, process.stdout);
  });

addOperatorCommands(program, { settings, withHouse });

// `doctor | head`: whoever read has seen enough. A service whose log is gone must not end quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' && process.argv[2] !== 'start') process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  const trouble = storeTrouble(error, process.env.REDIS_URL ?? '');
  const told = error instanceof IssueError ? error : trouble && new IssueError(trouble);
  process.stderr.write(`${told?.message ?? fileTrouble(error) ?? bugAt(error)}\n`);
  // What was interrupted may hold connections that nobody closes any more.
  process.exit(1);
}
