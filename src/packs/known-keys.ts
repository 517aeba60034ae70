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

/** Every key a file may have anywhere. */
export const allKeys = (root: JsonSchema): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (schema: JsonSchema): void => {
    for (const [key, inner] of Object.entries(schema.properties ?? {})) {
      found.add(key);
      visit(inner);
    }
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties);
    if (schema.items) visit(schema.items);
    for (const option of schema.anyOf ?? []) visit(option);
  };
  visit(root);
  for (const inner of Object.values(root.$defs ?? {})) visit(inner);
  return found;
};
