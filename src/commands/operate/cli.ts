import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import type { House } from '../../host/house.ts';
import type { Settings } from '../../settings.ts';

interface Ways {
  readonly settings: () => Settings;
  readonly withHouse: (notice: string | undefined, run: (house: House) => Promise<void>) => Promise<void>;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Takes the exit code. */
  readonly ended: (code: number) => void;
}

/** The commands of whoever runs the installation from day to day. */
export const addOperatorCommands = (
  program: Command,
  { settings, withHouse, env, stdin, stdout, ended }: Ways,
): void => {
  program
    .command('setup')
    .description('逐个渠道填写凭证，向平台核对后写入 .env')
    .action(async () => {
      const { setup } = await import('../setup/setup.ts');
      const { dataDir } = settings();
      ended(await setup({ file: '.env', env, dataDir }, { stdin, stdout }));
    });

  program
    .command('trace')
    .description('一条消息、一件申请或一个人的消息后来怎样了（不显示内容）')
    .argument('<subject>', '申请编号、办理人员姓名、会话账号、事件或消息编号')
    .action(async (subject: string) => {
      const { trace } = await import('./trace.ts');
      await withHouse(undefined, async house => {
        ended(await trace(house, settings().dataDir, subject, stdout));
      });
    });

  program
    .command('stuck')
    .description('滞留的消息和申请，以及原因')
    .option('--retry <id>', '重新发送已放弃的消息；all 表示全部')
    .action(async (options: { retry?: string }) => {
      const { retry, stuck } = await import('./stuck.ts');
      await withHouse(undefined, async house => {
        if (options.retry !== undefined) await retry(house, options.retry, stdout);
        else ended(await stuck(house, settings().dataDir, stdout));
      });
    });

  program
    .command('stats')
    .description('申请数量：按科室、状态、提交日期')
    .option('--json', '逐行输出 JSON')
    .action(async (options: { json?: boolean }) => {
      const { stats } = await import('./stats.ts');
      await withHouse(undefined, house => stats(house, options.json ?? false, stdout));
    });

  program
    .command('who')
    .description('一件申请由谁在何时办理')
    .argument('<number>', '申请编号')
    .action(async (number: string) => {
      const { who } = await import('./who.ts');
      await withHouse(undefined, house => who(house, number, stdout));
    });

  program
    .command('archive')
    .description('把一份已全部办结的通知归档为一个签名文件，再从系统中清除申请内容和附件')
    .argument('<pack>', '哪一份通知（内容包名称）')
    .requiredOption('--out <file>', '归档文件；中断后用同一文件名再运行即接着做')
    .option('--plain', '不加密（没有设置 BACKUP_PASSPHRASE 时须写明）')
    .action(async (pack: string, options: { out: string; plain?: boolean }) => {
      const { archiveOf } = await import('../archive/command.ts');
      await withHouse(pack, async house => {
        ended(await archiveOf(settings(), house, options, stdout));
      });
    });

  program
    .command('support')
    .description('写出求助用的情况说明，不含密钥和个人信息')
    .argument('<file>', '写到哪个文件')
    .action(async (file: string) => {
      const { support } = await import('./support.ts');
      await support(settings(), env, file, stdout);
    });
};
