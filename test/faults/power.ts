import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisServer } from '../setup/redis.ts';
import { type FaultFigures, runFaults } from './run-faults.ts';
import { cutToSynced, ShimDisk } from './sync-shim.ts';

export interface PowerPlan {
  /** The compiled shim. */
  readonly library: string;
  readonly cuts: number;
  /** Acknowledgements between two cuts. */
  readonly acksPerCut: number;
  /** `always` is the product; `everysec`, the default of Redis, is the control that must lose something. */
  readonly appendfsync: 'always' | 'everysec';
  /** Milliseconds a sync takes longer than the disk of this machine takes. */
  readonly syncDelayMs: number;
  readonly seed: number;
}

export interface PowerFigures extends FaultFigures {
  /** Cuts that found something written but not synced, and how many bytes that was in all. */
  readonly cutsThatTook: number;
  readonly bytesTaken: number;
  /** Times that Redis began a new append-only file. */
  readonly rewrites: number;
}

/** The append-only file is rewritten while the power goes, not only in runs of hours (by default, at 64 MB). */
const rewriteOften = ['--auto-aof-rewrite-min-size', '512kb', '--auto-aof-rewrite-percentage', '50'];

/**
 * The power of the Redis machine goes again and again while answers and decisions pour in: kill -9, every file back to
 * what was synced, start again. What was acknowledged must still be there.
 */
export const runPowerCuts = async (plan: PowerPlan): Promise<PowerFigures> => {
  const dir = mkdtempSync(join(tmpdir(), 'shenbao-power-'));
  const disk = new ShimDisk(plan.library, dir);
  disk.slow(plan.syncDelayMs);
  const folder = join(dir, 'appendonlydir');
  let cutsThatTook = 0;
  let bytesTaken = 0;
  let server: RedisServer | undefined;
  try {
    server = await RedisServer.start(['--appendfsync', plan.appendfsync, ...rewriteOften], dir, disk.env);
    const { url } = server;
    const strike = async (): Promise<void> => {
      await server?.kill();
      const taken = cutToSynced(folder, disk.log);
      if (taken > 0) cutsThatTook += 1;
      bytesTaken += taken;
      await server?.launch();
    };
    const figures = await runFaults({
      url,
      variant: 'right',
      durability: plan.appendfsync === 'always' ? 'strict' : 'relaxed',
      workers: 4,
      chats: 8,
      kills: 0,
      seed: plan.seed,
      disturb: { everyAcks: plan.acksPerCut, times: plan.cuts, strike },
    });
    const base = readdirSync(folder).find(name => name.endsWith('.base.rdb'));
    const rewrites = Number(/\.(\d+)\.base/.exec(base ?? '')?.[1] ?? 1) - 1;
    return { ...figures, cutsThatTook, bytesTaken, rewrites };
  } finally {
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};
