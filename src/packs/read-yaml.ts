import { decodeUtf8, notUtf8 } from './decode.ts';
import type { PackFiles } from './files.ts';
import { aboutFile, type Finding } from './finding.ts';
import { type PackFileName, packSchemas, standIns } from './json-schema.ts';
import { slipsIn } from './lint/slips.ts';
import { nearest } from './suggest.ts';
import { unconfirmedIn } from './unconfirmed.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

const fileNames = Object.keys(packSchemas) as PackFileName[];

/** Files an author may have meant as one of the pack's own. */
const misnamed = (files: PackFiles): Finding[] =>
  [...files.content.keys()]
    .filter(
      path => !path.includes('/') && /\.ya?ml$/i.test(path) && !fileNames.includes(path as PackFileName),
    )
    .map(path => {
      const meant = nearest(path, fileNames);
      const hint = meant ? `是不是“${meant}”？` : '删去它，或改名';
      return aboutFile('warning', 'pack:unused-file', path, '这个文件不会被读取', hint);
    });

export interface ReadYaml {
  readonly sources: Readonly<Partial<Record<PackFileName, YamlSource>>>;
  readonly findings: readonly Finding[];
}

/** Parses the YAML files of a pack. Files that cannot be parsed are missing in `sources` and have a finding. */
export const readYaml = (files: PackFiles): ReadYaml => {
  const sources: Partial<Record<PackFileName, YamlSource>> = {};
  const findings = misnamed(files);
  for (const name of fileNames) {
    const bytes = files.content.get(name);
    if (bytes === undefined) {
      if (!(name in standIns)) {
        findings.push(
          aboutFile('error', 'pack:missing-file', name, '缺少这个文件', '从别的通知的文件夹里复制一份来改'),
        );
      }
      continue;
    }
    const text = decodeUtf8(bytes, false);
    if (text !== null) findings.push(...slipsIn(name, text), ...unconfirmedIn(name, text));
    const parsed = text === null ? { source: null, findings: [notUtf8(name)] } : parseYaml(name, text);
    findings.push(...parsed.findings);
    if (parsed.source) sources[name] = parsed.source;
  }
  return { sources, findings };
};
