// Node strips no types below node_modules, where `npm install` puts this package; its own files are stripped here. Runs on
// any Node and imports only built-ins; every thread that loads our files needs it.
import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';

const home = new URL('../..', import.meta.url).href;

export const installed = home.includes('/node_modules/');

export const stripOwnFiles = () => {
  // The first call warns that the function is experimental; Node's own stripping, which it stands in for, does not.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  nodeModule.stripTypeScriptTypes('');
  process.emitWarning = emitWarning;
  nodeModule.registerHooks({
    load: (url, context, next) =>
      url.startsWith(home) && url.endsWith('.ts') && !url.slice(home.length).includes('node_modules/')
        ? {
            format: 'module',
            source: nodeModule.stripTypeScriptTypes(readFileSync(new URL(url), 'utf8')),
            shortCircuit: true,
          }
        : next(url, context),
  });
};
