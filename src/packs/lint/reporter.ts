import type { Finding } from '../finding.ts';
import type { PackFileName } from '../json-schema.ts';
import type { YamlPath, YamlSource } from '../yaml-source.ts';

/** Where a finding is: a file, and the way down to a value in it. */
export type Place = readonly [file: PackFileName, path: YamlPath];

/** Collects findings and gives each its line and column. */
export class Reporter {
  readonly findings: Finding[] = [];
  private readonly sources: Readonly<Partial<Record<PackFileName, YamlSource>>>;

  constructor(sources: Readonly<Partial<Record<PackFileName, YamlSource>>>) {
    this.sources = sources;
  }

  error(place: Place, code: string, message: string, hint: string): void {
    this.add('error', place, code, message, hint);
  }

  warning(place: Place, code: string, message: string, hint: string): void {
    this.add('warning', place, code, message, hint);
  }

  /** Like `error`, but points at the key instead of its value. */
  errorAtKey([file, path]: Place, code: string, message: string, hint: string): void {
    const at = this.sources[file]?.atKey(path) ?? { file, line: 1, column: 1 };
    this.findings.push({ level: 'error', code, message, hint, at });
  }

  private add(
    level: Finding['level'],
    [file, path]: Place,
    code: string,
    message: string,
    hint: string,
  ): void {
    const at = this.sources[file]?.at(path) ?? { file, line: 1, column: 1 };
    this.findings.push({ level, code, message, hint, at });
  }
}
