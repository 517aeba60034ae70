import { CERTIFICATE_SOON_MS } from './certificate.ts';

/** Below this free part of the disk the operators are told. */
export const LOW_DISK = 0.1;
/** A backup is late after this many milliseconds: a day, and an hour for the making of it. */
export const LATE_BACKUP_MS = 25 * 3_600_000;
/** One incident is told once by all processes on one store: within this, by the same event. Milliseconds. */
const SAME_INCIDENT_MS = 3_600_000;

/** How the installation stands now. */
export interface HouseState {
  /** Free part of the disk, 0 to 1. */
  readonly diskFree: number;
  /** When the newest backup was made, milliseconds since 1970; null: never; undefined: nobody asked for backups. */
  readonly backedUpAt: number | null | undefined;
  /** Why the last backup, or its trial restore, failed; null: it did not. */
  readonly backupTrouble: string | null;
  /** When the certificate of the public address ends, milliseconds since 1970; null: not known. */
  readonly certificateEnds: number | null;
  /** Why the store may not be used; null: it may. */
  readonly storeTrouble: string | null;
}

export interface HouseNews {
  readonly what: 'disk' | 'backup' | 'store' | 'certificate';
  readonly title: string;
  /** null: it is over. */
  readonly detail: string | null;
  /** The same for the same incident. */
  readonly id: string;
}

const titles = {
  disk: '磁盘空间',
  backup: '数据备份',
  store: '数据存放',
  certificate: '公网地址的证书',
} as const satisfies Record<HouseNews['what'], string>;

const hours = (ms: number): number => Math.floor(ms / 3_600_000);

/** What to say of a certificate that ends in so many milliseconds; null: nothing yet. */
export const certificateTrouble = (leftMs: number): string | null => {
  if (leftMs > CERTIFICATE_SOON_MS) return null;
  if (leftMs <= 0) return '证书已经过期，平台的回调会失败，请立即更换。';
  return `证书还有${Math.floor(leftMs / 86_400_000)}天到期，请检查自动续期或更换。`;
};

/** What is wrong, by what it concerns; null: nothing. */
const troubles = (state: HouseState, now: number): Readonly<Record<HouseNews['what'], string | null>> => {
  const { diskFree, backedUpAt, backupTrouble, storeTrouble, certificateEnds } = state;
  const late = typeof backedUpAt === 'number' ? now - backedUpAt : Number.POSITIVE_INFINITY;
  return {
    disk: diskFree < LOW_DISK ? `数据文件夹所在磁盘只剩${Math.floor(diskFree * 100)}%，请清理或扩容。` : null,
    backup:
      backedUpAt === undefined
        ? null
        : (backupTrouble ??
          (late <= LATE_BACKUP_MS
            ? null
            : Number.isFinite(late)
              ? `最近一次备份是${hours(late)}小时前，请查看日志并运行 shenbao backup。`
              : '还没有备份，请运行 shenbao backup。')),
    store: storeTrouble,
    certificate: certificateEnds === null ? null : certificateTrouble(certificateEnds - now),
  };
};

/** Notices trouble with the installation and its end, each once. */
export class HouseWatch {
  readonly #told = new Set<HouseNews['what']>();

  /** `now` in milliseconds since 1970. */
  look(state: HouseState, now: number): HouseNews[] {
    return Object.entries(troubles(state, now)).flatMap(([name, detail]): HouseNews[] => {
      const what = name as HouseNews['what'];
      if ((detail !== null) === this.#told.has(what)) return [];
      if (detail === null) this.#told.delete(what);
      else this.#told.add(what);
      const incident = Math.floor(now / SAME_INCIDENT_MS);
      return [
        {
          what,
          title: titles[what],
          detail,
          id: `house:${what}:${detail === null ? 'over' : 'on'}:${incident}`,
        },
      ];
    });
  }
}
