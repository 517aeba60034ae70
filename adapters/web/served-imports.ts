/** Packages whose modules the page may import, by name: the editor and what it stands on. */
const packages = [
  '@codemirror/autocomplete',
  '@codemirror/commands',
  '@codemirror/lang-yaml',
  '@codemirror/language',
  '@codemirror/lint',
  '@codemirror/merge',
  '@codemirror/state',
  '@codemirror/streamparser',
  '@codemirror/view',
  '@lezer/common',
  '@lezer/highlight',
  '@lezer/lr',
  '@lezer/yaml',
  '@marijn/find-cluster-break',
  'crelt',
  'style-mod',
  'w3c-keyname',
] as const;

/** Where each package's module is served. */
export const servedPackages: ReadonlyMap<string, string> = new Map(
  packages.map(name => [`/module/${name}.js`, name]),
);

const fromPackage = /(\bfrom\s{0,4}|\bimport\(\s{0,4})(['"])([@a-z][a-z0-9@/-]{0,60})\2/g;

/** A module's source with the packages it imports named by the path where they are served. A browser knows no package names. */
export const servedImports = (source: string): string =>
  source.replace(fromPackage, (whole, lead: string, mark: string, name: string) =>
    servedPackages.has(`/module/${name}.js`) ? `${lead}${mark}/module/${name}.js${mark}` : whole,
  );
