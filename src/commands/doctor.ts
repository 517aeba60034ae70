import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Writable } from 'node:stream';
import { yearsWithoutData } from '../engine/workdays.ts';
import { certificateEnd } from '../host/certificate.ts';
import type { ChannelDeps, DoctorLine } from '../host/channel.ts';
import { certificateTrouble } from '../host/house-watch.ts';
import { httpSettings } from '../host/http.ts';
import { silentLogger } from '../host/log.ts';
import { proxyFetch } from '../host/proxy.ts';
import type { Issue } from '../model/issue.ts';
import type { Retention } from '../model/pack/retention.ts';
import { packChecks } from '../pack-checks.ts';
import { inspectPacks } from '../packs/inspect-packs.ts';
import { listPacks } from '../packs/load.ts';
import { safetyIssues } from '../safety.ts';
import { deploymentSecret, type Settings } from '../settings.ts';
import { openStore } from '../store/open.ts';
import { storeTrouble } from '../store/trouble.ts';
import { version } from '../version.ts';
import { configuredChannels } from './channels.ts';
import { lineText } from './doctor-line.ts';
import { reachLines } from './reach-lines.ts';

const lineOf = (level: DoctorLine['level'], { message, hint }: Issue): DoctorLine => ({
  level,
  text: message,
  ...(hint ? { remedy: hint } : {}),
});

const versionLines = (): DoctorLine[] => [
  { level: 'ok', text: `申报助手 ${version}，Node.js ${process.versions.node}` },
];

/** How long what people gave is kept, in words. */
const periods = ({ drafts, decided, tickets }: Retention): string =>
  [
    drafts && `草稿在申报截止后保存${drafts.days}天`,
    decided && `办结的申请保存${decided.years}年`,
    tickets && `人工咨询保存${tickets.days}天`,
  ]
    .filter(Boolean)
    .join('，') || '未设置（retention.yaml），内容一直保留';

const packLines = async (settings: Settings): Promise<DoctorLine[]> => {
  const dirs = (await listPacks(settings.packsDir)).filter(
    dir => settings.pack === null || basename(dir) === settings.pack,
  );
  if (dirs.length === 0) {
    return [
      {
        level: 'fail',
        text: `${settings.packsDir} 下没有可用的内容包`,
        remedy: '请检查 SHENBAO_PACKS 和 SHENBAO_PACK',
      },
    ];
  }
  const { packs, clashing } = await inspectPacks(dirs, packChecks);
  const lines = packs.map(({ folder, findings }): DoctorLine => {
    const errors = findings.filter(({ level }) => level === 'error').length;
    const warnings = findings.length - errors;
    const remedy = findings.length > 0 ? { remedy: `运行 shenbao check ${folder} 查看详情` } : {};
    return {
      level: errors > 0 ? 'fail' : warnings > 0 ? 'warn' : 'ok',
      text: `内容包 ${folder}：${errors}处错误，${warnings}处提示`,
      ...remedy,
    };
  });
  const kept = packs.flatMap(({ folder, draft }) =>
    draft ? [{ level: 'ok' as const, text: `保存期限 ${folder}：${periods(draft.pack.retention)}` }] : [],
  );
  return [...lines, ...kept, ...clashing.map(({ finding }) => lineOf('fail', finding))];
};

/** Reminders count working days: the holidays of the next year are published towards the end of this one. */
const calendarLines = (now: string): DoctorLine[] =>
  yearsWithoutData(now, now).map(year => ({
    level: 'warn',
    text: `没有${year}年的节假日数据，催办期限只按周末推算`,
    remedy: '请升级程序，或在 contacts.yaml 的 workdays 中写明放假和调休的日期',
  }));

const storeLines = async (settings: Settings): Promise<DoctorLine[]> => {
  try {
    const store = await openStore(settings.store, {
      auditKey: await deploymentSecret(settings),
      durability: settings.durability,
    });
    try {
      const { refusals, warnings } = (await store.check?.()) ?? { refusals: [], warnings: [] };
      return [
        { level: refusals.length > 0 ? 'fail' : 'ok', text: `数据存放：${store.description}` },
        ...refusals.map(issue => lineOf('fail', issue)),
        ...warnings.map(issue => lineOf('warn', issue)),
        ...(settings.durability === 'relaxed'
          ? [{ level: 'warn' as const, text: '持久性设为 relaxed：服务器崩溃时可能丢失已确认的内容' }]
          : []),
      ];
    } finally {
      await store.close();
    }
  } catch (error) {
    const issues = storeTrouble(error, settings.store);
    if (issues === null) throw error;
    return issues.map(issue => lineOf('fail', issue));
  }
};

const safetyLines = (settings: Settings, env: NodeJS.ProcessEnv): DoctorLine[] =>
  safetyIssues(settings, env).map(issue => lineOf('warn', issue));

const pageLines = (settings: Settings, env: NodeJS.ProcessEnv): DoctorLine[] => {
  const http = httpSettings(env);
  if (!http.ok) return http.issues.map(issue => lineOf('fail', issue));
  const { host, port } = http.value.page;
  const local = host === '127.0.0.1' || host === 'localhost' || host === '::1';
  return [
    { level: 'ok', text: `网页地址：http://${host}:${port}` },
    ...(local
      ? []
      : [
          {
            level: 'warn' as const,
            text: `网页对 ${host} 开放`,
            remedy: '本地网页没有登录，请只在可信网络内开放',
          },
        ]),
    settings.publicUrl === null
      ? { level: 'ok', text: '未设置 PUBLIC_URL：只用长连接或轮询的渠道，不需要公网地址' }
      : { level: 'ok', text: `公网地址：${settings.publicUrl}` },
  ];
};

const certificateLines = async ({ publicUrl }: Settings): Promise<DoctorLine[]> => {
  if (publicUrl === null || !publicUrl.startsWith('https://')) return [];
  const ends = await certificateEnd(publicUrl);
  if (ends === null)
    return [
      {
        level: 'warn',
        text: '从本机连不到公网地址，无法查看它的证书',
        remedy: '如本机不能访问自己的公网地址，可不理会；否则请检查反向代理是否已启动',
      },
    ];
  const trouble = certificateTrouble(ends - Date.now());
  return [
    trouble === null
      ? { level: 'ok', text: `公网地址的证书有效至${new Date(ends).toISOString().slice(0, 10)}` }
      : { level: 'warn', text: `公网地址：${trouble}` },
  ];
};

const proxyLines = (env: NodeJS.ProcessEnv): DoctorLine[] => {
  const proxy = proxyFetch(env);
  if (!proxy.ok) return proxy.issues.map(issue => lineOf('fail', issue));
  return [
    {
      level: 'ok',
      text: proxy.value === null ? '直接访问外网（未设置 HTTPS_PROXY）' : `经代理访问外网：${proxy.value}`,
    },
  ];
};

const channelLines = async (settings: Settings, env: NodeJS.ProcessEnv): Promise<DoctorLine[]> => {
  const { channels, issues, absent } = configuredChannels(env);
  const deps: ChannelDeps = { log: silentLogger, dataDir: settings.dataDir, publicUrl: settings.publicUrl };
  const lines: DoctorLine[] = issues.map(issue => lineOf('fail', issue));
  for (const { name, factory } of channels) {
    lines.push({ level: 'ok', text: `渠道 ${name}：${factory.summary}` });
    for (const address of factory.reaches) lines.push(...(await reachLines(address)));
    lines.push(...(await factory.doctor(deps)));
  }
  if (absent.length > 0) lines.push({ level: 'ok', text: `未配置的渠道：${absent.join('、')}` });
  return lines;
};

/** `doctor`: everything that can be checked before people rely on it. Exit code 1 when something must be mended. */
export const doctor = async (
  settings: Settings,
  env: NodeJS.ProcessEnv,
  output: Writable,
): Promise<number> => {
  const there = (await stat(settings.dataDir).catch(() => null)) !== null;
  const lines: DoctorLine[] = [
    ...versionLines(),
    { level: 'ok', text: `数据文件夹：${settings.dataDir}${there ? '' : '（将自动创建）'}` },
    ...(await packLines(settings)),
    ...calendarLines(new Date().toISOString()),
    ...(await storeLines(settings)),
    ...pageLines(settings, env),
    ...(await certificateLines(settings)),
    ...safetyLines(settings, env),
    settings.chooser
      ? {
          level: 'warn',
          text: `条款选择由外部模型协助：${settings.chooser.model}`,
          remedy: '没有把握的问题会连同候选条款发往该地址',
        }
      : { level: 'ok', text: '未使用外部模型' },
    ...proxyLines(env),
    ...(await channelLines(settings, env)),
  ];
  for (const line of lines) output.write(`${lineText(line)}\n`);
  return lines.some(({ level }) => level === 'fail') ? 1 : 0;
};
