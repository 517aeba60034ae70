import type { z } from 'zod';
import { type Format, formats } from '../model/pack/formats.ts';
import type { Finding } from './finding.ts';
import { type PackFileName, packJsonSchema, packSchemas } from './json-schema.ts';
import { knownKeys } from './known-keys.ts';
import { didYouMean } from './suggest.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

type ZodIssue = z.core.$ZodIssue;

const kinds: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表（每项以“- ”开头）',
  object: '一组“名称: 值”',
  record: '一组“名称: 值”',
};

const kindOf = (value: unknown): string => {
  if (value === null) return '空';
  if (Array.isArray(value)) return '列表';
  if (typeof value === 'object') return '一组“名称: 值”';
  return { string: '文字', number: '数字', boolean: 'true/false' }[typeof value as 'string'] ?? typeof value;
};

const valueAt = (data: unknown, path: YamlPath): unknown =>
  path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | null | undefined)?.[step],
    data,
  );

/** Of a union's branches, the complaints of the one the author most likely meant: the one that matched furthest. */
const likeliestBranch = (branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] => {
  const cost = (branch: readonly ZodIssue[]) =>
    branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0) -
    Math.max(0, ...branch.map(issue => issue.path.length)) * 0.5;
  return [...branches].sort((a, b) => cost(a) - cost(b))[0] ?? [];
};

interface Context {
  readonly source: YamlSource;
  readonly file: PackFileName;
}

/** Where a key belongs that stands one level too far left or right; null when it is not known there either. */
const misplaced = (file: PackFileName, path: YamlPath, key: string): string | null => {
  const root = packJsonSchema(file);
  if (knownKeys(root, path).includes(key)) return null;
  const outer = path.findLastIndex((_, at) => knownKeys(root, path.slice(0, at)).includes(key));
  if (outer >= 0)
    return `它属于上一层${outer === 0 ? '' : `「${String(path[outer - 1])}」`}，缩进与上一层的名称对齐`;
  const inner = knownKeys(root, path).find(name =>
    [[name], [name, 0]].some(steps => knownKeys(root, [...path, ...steps]).includes(key)),
  );
  return inner === undefined ? null : `它属于「${inner}」，放在「${inner}」下面并缩进两格`;
};

const wrongType = ({ source }: Context, path: YamlPath, expected: string): Finding => {
  const given = valueAt(source.data, path);
  const name = String(path[path.length - 1] ?? source.file);
  const at = source.at(path);
  if (given === undefined) {
    return {
      level: 'error',
      code: 'pack:missing-key',
      message: `缺少必填项「${name}」`,
      hint: `在这里加上“${name}: …”`,
      at,
    };
  }
  if (expected === 'string' && (typeof given === 'number' || typeof given === 'boolean')) {
    const written = source.written(path) ?? String(given);
    return {
      level: 'error',
      code: 'pack:unquoted',
      message: `「${name}」应为文字，这里的 ${written} 被读成了${kindOf(given)}`,
      hint: `加上引号：${name}: "${written}"`,
      at,
    };
  }
  return {
    level: 'error',
    code: 'pack:wrong-type',
    message: `「${name}」应为${kinds[expected] ?? expected}，这里是${kindOf(given)}`,
    hint: given === null ? '在冒号后面写上内容，或删去这一行' : '检查缩进和冒号、短横线',
    at,
  };
};

const advice: Readonly<Record<Format, readonly [wrong: string, hint: string]>> = {
  name: ['只能用文字、数字、“-”和“_”', '去掉空格和标点'],
  slug: ['只能用小写字母、数字和“-”', '例如 office-2026'],
  prefix: ['只能用大写字母和数字，不能有容易看错的 I 和 O', '例如 AB26'],
  timeOfDay: ['不是一天中的时刻', '写成 时:分，例如 09:00'],
};

/** Zod names a failed pattern by its text. */
const formatBy = new Map(
  Object.entries(formats).map(([format, pattern]) => [String(pattern), format as Format]),
);

const wrongFormat = (issue: z.core.$ZodIssueInvalidStringFormat, name: string): [string, string] => {
  if (issue.format === 'date') return [`「${name}」不是真实存在的日期`, '写成 年-月-日，例如 2022-09-16'];
  const format = formatBy.get(issue.pattern ?? '');
  if (!format) return [`「${name}」的写法不对`, `应符合 ${issue.pattern ?? issue.format}`];
  const [wrong, hint] = advice[format];
  return [`「${name}」${wrong}`, hint];
};

const convert = (issue: ZodIssue, context: Context, base: YamlPath): Finding[] => {
  const path = [...base, ...issue.path] as YamlPath;
  const { source, file } = context;
  const name = String(path[path.length - 1] ?? source.file);
  const at = source.at(path);
  const finding = (code: string, message: string, hint: string): Finding[] => [
    { level: 'error', code, message, hint, at },
  ];

  switch (issue.code) {
    case 'invalid_type':
      return [wrongType(context, path, issue.expected)];
    case 'unrecognized_keys':
      return issue.keys.map(key => {
        const owner = misplaced(file, path, key);
        return {
          level: 'error',
          code: owner === null ? 'pack:unknown-key' : 'pack:wrong-indent',
          message: owner === null ? `不认识的名称「${key}」` : `「${key}」不能放在这一层，多半是缩进不对`,
          hint: owner === null ? didYouMean(key, knownKeys(packJsonSchema(file), path)) : owner,
          at: source.atKey([...path, key]),
        };
      });
    case 'invalid_value': {
      if (valueAt(source.data, path) === undefined) return [wrongType(context, path, 'string')];
      const allowed = issue.values.map(String);
      const given = source.written(path) ?? kindOf(valueAt(source.data, path));
      return finding('pack:wrong-value', `「${name}」不能是“${given}”`, `可以写：${allowed.join('、')}`);
    }
    case 'invalid_format':
      return finding('pack:wrong-format', ...wrongFormat(issue as z.core.$ZodIssueInvalidStringFormat, name));
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? finding(
            'pack:too-few',
            `「${name}」不能是空的`,
            `至少写 ${issue.minimum} ${issue.origin === 'array' ? '项' : '个字'}`,
          )
        : finding('pack:out-of-range', `「${name}」太小`, `不能小于 ${issue.minimum}`);
    case 'too_big':
      return finding('pack:out-of-range', `「${name}」太大`, `不能大于 ${issue.maximum}`);
    case 'invalid_union': {
      const expected = issue.errors
        .flat()
        .map(i => (i.code === 'invalid_type' && i.path.length === 0 ? i.expected : null));
      if (expected.includes(null)) {
        return likeliestBranch(issue.errors).flatMap(inner => convert(inner, context, path));
      }
      const given = valueAt(source.data, path);
      if (given === undefined) return [wrongType(context, path, 'string')];
      const wanted = [...new Set(expected.map(kind => kinds[kind!] ?? kind))].join('，或');
      return finding('pack:wrong-type', `「${name}」不能是${kindOf(given)}`, `应为${wanted}`);
    }
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return finding('pack:wrong-value', `「${name}」的内容不合要求`, '对照别的通知的写法');
    default:
      return issue satisfies never;
  }
};

/** Checks a parsed file against its schema. Findings point at the offending key or value. */
export const checkSchema = <N extends PackFileName>(
  name: N,
  source: YamlSource,
): { value: z.output<(typeof packSchemas)[N]> } | { findings: Finding[] } => {
  const result = packSchemas[name].safeParse(source.data);
  if (result.success) return { value: result.data as z.output<(typeof packSchemas)[N]> };
  const context = { source, file: name };
  return { findings: result.error.issues.flatMap(issue => convert(issue, context, [])) };
};
