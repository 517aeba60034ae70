import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { pagePolicy, previewPolicy } from './guard.ts';
import { servedImports } from './served-imports.ts';

export interface Asset {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Node calls stripping experimental on standard error each time a process first uses it; operators need not read it. */
const withoutTypes = (source: string): string => {
  const warn = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = warn;
  }
};

/** What a browser is sent for a file: TypeScript without its types, packages by the path where they are served. */
export const assetOf = (name: string, content: Buffer): Asset => {
  const kind = extname(name);
  const type = types[kind];
  if (type === undefined) throw new Error(`no media type for ${name}`);
  const body = kind === '.ts' ? Buffer.from(servedImports(withoutTypes(content.toString('utf8')))) : content;
  return {
    body,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    headers: {
      'content-type': type,
      'cache-control': 'no-cache',
      ...(kind === '.html'
        ? { 'content-security-policy': name === 'preview.html' ? previewPolicy : pagePolicy }
        : {}),
    },
  };
};

/** The two libraries that draw the form preview, taken from where npm put them. */
const vendorFiles = (): Readonly<Record<string, string>> => {
  const require = createRequire(import.meta.url);
  return {
    'docx-preview.js': join(dirname(require.resolve('docx-preview')), 'docx-preview.min.js'),
    'jszip.js': join(dirname(require.resolve('jszip')), '..', 'dist', 'jszip.min.js'),
  };
};

/**
 * Everything the page is made of, by request path, read once: `/`, `/desk`, `/studio` and `/page/<file>` from page/, `/vendor/<file>` from
 * node_modules. Only these paths exist, so no request can name another file. TypeScript loses its types on the way.
 */
export const loadAssets = async (): Promise<ReadonlyMap<string, Asset>> => {
  const folder = join(import.meta.dirname, 'page');
  const own = await Promise.all(
    (await readdir(folder)).map(
      async name => [`/page/${name}`, assetOf(name, await readFile(join(folder, name)))] as const,
    ),
  );
  const vendor = await Promise.all(
    Object.entries(vendorFiles()).map(
      async ([name, path]) => [`/vendor/${name}`, assetOf(name, await readFile(path))] as const,
    ),
  );
  const assets = new Map<string, Asset>([...own, ...vendor]);
  for (const [path, name] of [
    ['/', 'index.html'],
    ['/desk', 'desk.html'],
    ['/studio', 'studio.html'],
  ] as const) {
    const page = assets.get(`/page/${name}`);
    if (!page) throw new Error(`page/${name} is missing`);
    assets.set(path, page);
  }
  return assets;
};
