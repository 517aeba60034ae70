// The first file of the studio's thread: it loads the rest the way the main thread was loaded.
import { installed, stripOwnFiles } from '../../host/own-types.mjs';

if (installed) stripOwnFiles();
await import('./pack-worker.ts');
