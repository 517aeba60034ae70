// The first file of the thread that looks at documents: it loads the rest the way the main thread was loaded.
import { installed, stripOwnFiles } from './own-types.mjs';

if (installed) stripOwnFiles();
await import('./document-jobs.ts');
