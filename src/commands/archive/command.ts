import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { FileKeeper, filesFolder } from '../../host/files.ts';
import type { House } from '../../host/house.ts';
import { IssueError } from '../../issue-error.ts';
import { deploymentSecret, type Settings } from '../../settings.ts';
import { fileKey } from '../../store/at-rest/data-key.ts';
import { archive } from './archive.ts';

/** `archive PACK --out FILE [--plain]` in the house of that notice. */
export const archiveOf = async (
  settings: Settings,
  house: House,
  { out, plain }: { readonly out: string; readonly plain?: boolean },
  output: Writable,
): Promise<number> => {
  const { backupPassphrase: passphrase } = settings;
  if (passphrase === null && !plain)
    throw new IssueError([
      {
        code: 'archive:plain',
        message: '归档文件含申报单位的全部资料，没有口令就不加密',
        hint: '请设置 BACKUP_PASSPHRASE；确要不加密，请写 --plain',
      },
    ]);
  const secret = await deploymentSecret(settings);
  const keeper = new FileKeeper(filesFolder(settings.dataDir), null, fileKey(secret));
  const deps = { house, keeper, secret, passphrase: plain ? null : passphrase };
  return archive(deps, resolve(out), output);
};
