import type { JsonSchema } from './json-schema.ts';
import type { YamlPath } from './yaml-source.ts';

/** Follows references and unions to the plain schemas behind them. */
const variants = (schema: JsonSchema, root: JsonSchema): JsonSchema[] => {
  if (schema.$ref !== undefined) {
    const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1];
    const target = schema.$ref === '#' ? root : name === undefined ? undefined : root.$defs?.[name];
    return target ? variants(target, root) : [];
  }
  return schema.anyOf ? schema.anyOf.flatMap(option => variants(option, root)) : [schema];
};

/** Keys that may stand in the map at `path`. */
export const knownKeys = (root: JsonSchema, path: YamlPath): string[] => {
  let level = variants(root, root);
  for (const step of path) {
    level = level.flatMap(schema => {
      const next =
        typeof step === 'number'
          ? schema.items
          : (schema.properties?.[step] ??
            (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined));
      return next === undefined ? [] : variants(next, root);
    });
  }
  return [...new Set(level.flatMap(schema => Object.keys(schema.properties ?? {})))];
};
