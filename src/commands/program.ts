import type { Readable, Writable } from 'node:stream';
import { Command, CommanderError } from 'commander';
import { composeHouse } from '../compose.ts';
import type { House } from '../host/house.ts';
import { createLogger } from '../host/log.ts';
import { Notices } from '../host/notices.ts';
import { IssueError } from '../issue-error.ts';
import { localMoment } from '../model/calendar.ts';
import type { Result } from '../model/issue.ts';
import { checksFor } from '../pack-checks.ts';
import { packsAt } from '../packs-at.ts';
import { withSecretFiles } from '../secret-files.ts';
import { readSettings } from '../settings.ts';
import { storeTrouble } from '../store/trouble.ts';
import { version } from '../version.ts';
import { askLines, askOnce } from './ask.ts';
import { chatJson, chatTerminal, instantFrom, TerminalClock } from './chat.ts';
import { check } from './check.ts';
import { judgeLines } from './judge.ts';
import { addOperatorCommands } from './operate/cli.ts';
import { readLines } from './read.ts';

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new IssueError(result.issues);
  return result.value;
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
const bugAt = (error: unknown, env: NodeJS.ProcessEnv): string => {
  if (!(error instanceof Error)) return '程序出错';
  if (/^(?:trace|debug)$/.test(env.LOG_LEVEL ?? '')) return error.stack ?? error.name;
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return [`程序出错：${error.name}（LOG_LEVEL=debug 显示全部）`, ...frames].join('\n');
};

/** Where a command runs: what it reads, where it writes, and the variables that configure it. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** What went wrong, as the operator reads it. */
export const troubleText = (error: unknown, env: NodeJS.ProcessEnv): string => {
  const trouble = storeTrouble(error, env.REDIS_URL ?? '');
  const told = error instanceof IssueError ? error : trouble && new IssueError(trouble);
  return told?.message ?? fileTrouble(error) ?? bugAt(error, env);
};

/**
 * Run one command. Gives its exit code; throws what stopped it, an IssueError where the operator can mend it
 * (`troubleText` says it). Of `start` it returns when everything runs.
 */
export const runCommand = async (
  args: readonly string[],
  { env, stdin, stdout, stderr }: Terminal,
): Promise<number> => {
  let code = 0;
  const ended = (given: number): void => {
    code = given;
  };
  const settings = () => {
    Object.assign(env, must(withSecretFiles(env)));
    return {
      ...must(readSettings(env)),
      allowUnsigned: program.opts<{ allowUnsigned?: boolean }>().allowUnsigned === true,
    };
  };

  const notices = async (): Promise<Notices> => {
    const given = settings();
    return new Notices(
      must(await packsAt(given.packsDir, given.pack, checksFor(given))).packs.map(entry => entry.pack),
    );
  };

  const program = new Command('shenbao')
    .description('申报助手：把一份申报通知变成一段对话')
    .version(version)
    .option('--allow-unsigned', '演练时启用还没有签核的内容包')
    .exitOverride()
    .configureOutput({ writeOut: text => stdout.write(text), writeErr: text => stderr.write(text) });

  program
    .command('start')
    .description('启动全部已配置的渠道和本地网页')
    .action(async () => {
      const { start } = await import('./start.ts');
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
      const log = createLogger(env.LOG_LEVEL ? given.logLevel : 'warn', undefined, stderr);
      const clock = new TerminalClock();
      const { house } = must(await composeHouse(given, log, ({ address }) => clock.rehearsalOf(address)));
      const door = { now: options.now ?? null, store: given.store };
      if (options.json) await chatJson(house, clock, stdin, stdout, door);
      else await chatTerminal(house, clock, stdin, stdout, { name: options.as, ...door });
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
        if (options.json) await askLines(notice, stdin, stdout, now);
        else if (question !== undefined)
          stdout.write(`${askOnce(notice, question, now, options.explain ?? false)}\n`);
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
    .action(async () => judgeLines((await notices()).newest.pack, stdin, stdout));

  program
    .command('read')
    .description('一段话会被怎样理解')
    .requiredOption('--json', '以 JSON Lines 输入输出')
    .option('--now <iso>', '按这个时间理解“去年”“三年前”')
    .action(async (options: { now?: string }) => {
      const { pack } = (await notices()).newest;
      const now = options.now ? instantFrom(options.now, pack.manifest.timezone) : Date.now();
      await readLines(pack, stdin, stdout, localMoment(now, pack.manifest.timezone).date);
    });

  program
    .command('doctor')
    .description('检查配置、数据存放和各渠道，列出回调地址')
    .option('--acl [user]', '只打印 Redis 用户所需的最小权限')
    .action(async (options: { acl?: string | true }) => {
      if (options.acl !== undefined) {
        const { aclRule } = await import('../store/redis/acl.ts');
        stdout.write(`${aclRule(options.acl === true ? 'shenbao' : options.acl, '口令')}\n`);
        return;
      }
      const { doctor } = await import('./doctor.ts');
      code = await doctor(settings(), env, stdout);
    });

  program
    .command('check')
    .description('检查内容包')
    .argument('[pack]', '内容包的名称或文件夹')
    .action(async (pack: string | undefined) => {
      code = await check(settings(), pack ?? null, stdout);
    });

  program
    .command('new')
    .description('从通知和申报表的 Word 文件起草内容包')
    .argument('<name>', '内容包名称，也是文件夹名，例如 jidi-2031')
    .argument('<papers...>', '通知在前，申报表在后（.docx、.txt、.md）')
    .action(async (name: string, papers: string[]) => {
      const { newPack } = await import('./new.ts');
      code = await newPack(settings(), name, papers, stdout);
    });

  program
    .command('rollover')
    .description('用新一年的通知更新内容包，列出要重新核对的内容')
    .argument('<old>', '旧内容包的名称或文件夹')
    .argument('<papers...>', '新通知在前，新的申报表在后（.docx、.txt、.md）')
    .action(async (old: string, papers: string[]) => {
      const { rollover } = await import('./rollover.ts');
      code = await rollover(settings(), old, papers, stdout);
    });

  program
    .command('amend')
    .description('把延期、更正的通知加进正在执行的内容包')
    .argument('<pack>', '内容包的名称或文件夹')
    .argument('<paper>', '补充通知（.docx、.txt、.md）')
    .action(async (pack: string, paper: string) => {
      const { amend } = await import('./amend.ts');
      code = await amend(settings(), pack, paper, stdout);
    });

  program
    .command('preview')
    .description('把例子填进 Word 模板，看每一格填得对不对')
    .argument('<pack>', '内容包的名称或文件夹')
    .option('--out <folder>', '样张放在哪里', '.')
    .action(async (pack: string, options: { out: string }) => {
      const { preview } = await import('./preview.ts');
      code = await preview(settings(), pack, options.out, stdout);
    });

  /** The house of one notice, for the operator's commands. */
  const withHouse = async (
    notice: string | undefined,
    run: (house: House) => Promise<void>,
  ): Promise<void> => {
    const given = settings();
    const log = createLogger(env.LOG_LEVEL ? given.logLevel : 'warn', undefined, stderr);
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
      const { invite } = await import('./staff.ts');
      await withHouse(options.notice, house => invite(house, options, stdout));
    });

  staff
    .command('list')
    .description('列出绑定的人员')
    .option(...noticeOption)
    .action(async (options: { notice?: string }) => {
      const { list } = await import('./staff.ts');
      await withHouse(options.notice, house => list(house, stdout));
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
        const commands = await import('./staff.ts');
        await withHouse(options.notice, house => commands[name](house, person, stdout));
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
      const { openDesk } = await import('./desk.ts');
      await withHouse(options.notice, house => openDesk(house, settings(), options, stdout));
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
      const commands = await import('./export.ts');
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
        if (wanted) await commands.exportNotes(store, newest.pack.id, wanted, stdout);
        else if (options.xlsx) await commands.exportXlsx(store, newest.pack, options.xlsx, stdout);
        else await commands.exportJson(store, newest.pack, stdout);
      });
    });

  program
    .command('verify')
    .description('核对办理记录：有改动、缺失或截断即报告；写明归档文件则核对该文件')
    .argument('[file]', '归档文件')
    .option('--extract <folder>', '把归档中的申请、办理记录和附件取出到这个文件夹')
    .option('--head <value>', '回执或每日消息中的校验值，用来发现末尾被截去的记录；与 --notice 同用')
    .option(...noticeOption)
    .action(
      async (file: string | undefined, options: { head?: string; notice?: string; extract?: string }) => {
        if (file !== undefined) {
          const { verifyArchive } = await import('./archive/verify-archive.ts');
          code = await verifyArchive(settings(), file, options.extract ?? null, stdout);
          return;
        }
        const { headFrom, verify } = await import('./verify.ts');
        const head = options.head === undefined ? undefined : must(headFrom(options.head));
        const space = options.notice ?? (head ? (await notices()).newest.pack.id : undefined);
        code = await verify(settings(), { ...(space ? { space } : {}), ...(head ? { head } : {}) }, stdout);
      },
    );

  program
    .command('backup')
    .description('备份全部数据和文件；不写文件名则存到 BACKUP_DIR，并清理过期的备份')
    .argument('[file]', '备份文件')
    .action(async (file: string | undefined) => {
      const { backup, shelve } = await import('./backup.ts');
      if (file === undefined) await shelve(settings(), Date.now(), stdout);
      else await backup(settings(), file, stdout);
    });

  program
    .command('restore')
    .description('把备份恢复到空的数据存放处')
    .argument('<file>', '备份文件')
    .action(async (file: string) => {
      const { restore } = await import('./backup.ts');
      code = await restore(settings(), file, stdout);
    });

  program
    .command('migrate')
    .description('在 SQLite 与 Redis 之间搬迁数据（请先停止服务）')
    .requiredOption('--from <store>', '来源：sqlite、redis（本机配置），或文件路径、redis:// 地址')
    .requiredOption('--to <store>', '目标：写法同上，须为空')
    .action(async (options: { from: string; to: string }) => {
      const { migrate } = await import('./migrate.ts');
      await migrate(settings(), options.from, options.to, stdout);
    });

  addOperatorCommands(program, { settings, withHouse, env, stdin, stdout, ended });

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
  return code;
};
