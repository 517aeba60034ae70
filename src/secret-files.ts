import { readFileSync } from 'node:fs';
import type { Issue, Result } from './model/issue.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that may come from a file of a vault, of systemd's LoadCredential or of a container's secrets. */
const secretName =
  /^(?:SHENBAO_SECRET|BACKUP_PASSPHRASE|METRICS_TOKEN|REDIS_URL|LLM_API_KEY|(?:TELEGRAM|FEISHU|WECOM)_[A-Z_]+)$/;

/** The environment with every `NAME_FILE` of a secret read in as `NAME`; one that is set itself counts. */
export const withSecretFiles = (env: Environment): Result<Environment> => {
  const read: Record<string, string> = {};
  const issues: Issue[] = [];
  for (const [setting, path] of Object.entries(env)) {
    const name = setting.endsWith('_FILE') ? setting.slice(0, -'_FILE'.length) : '';
    if (!path || !secretName.test(name) || env[name]) continue;
    try {
      read[name] = readFileSync(path, 'utf8').trim();
    } catch {
      issues.push({
        code: 'settings:secret-file',
        message: `${setting} 指定的文件不能读取`,
        hint: `请检查路径和权限，或直接设置 ${name}`,
      });
    }
  }
  const [first, ...others] = issues;
  return first ? { ok: false, issues: [first, ...others] } : { ok: true, value: { ...env, ...read } };
};
