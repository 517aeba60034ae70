import { RedisServer } from '../../setup/redis.ts';
import { raceDecisions } from './races.ts';

// The long form: node test/engine/review/run-races.ts [RACES]. Prints the figures; ends with 1 if any race had not exactly
// one decision, or if the wrong variant passed.

const races = Number(process.argv[2] ?? 10_000);
const server = await RedisServer.start();
const right = await raceDecisions(`${server.url}/1`, races, 'right');
const wrong = await raceDecisions(`${server.url}/2`, 200, 'blind');
await server.stop();
process.stdout.write(`${JSON.stringify({ right, wrong })}\n`);
process.exitCode = right.wrong === 0 && wrong.wrong > 0 ? 0 : 1;
