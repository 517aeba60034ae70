#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { runCommand, troubleText } from './commands/program.ts';

// Variables already set win over the file's.
if (existsSync('.env')) process.loadEnvFile('.env');

// `doctor | head`: whoever read has seen enough. A service whose log is gone must not end quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' && process.argv[2] !== 'start') process.exit();
  throw error;
});

try {
  process.exitCode = await runCommand(process.argv.slice(2), process);
} catch (error) {
  process.stderr.write(`${troubleText(error, process.env)}\n`);
  // What was interrupted may hold connections that nobody closes any more.
  process.exit(1);
}
