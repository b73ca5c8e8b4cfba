import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';

/**
 * Everything that is wrong with a value by its schema, one sentence each: where (`/facilities/0/phone`), and what to write there.
 * A schema's `description` completes the sentence "this must be …". No sentence quotes the value.
 */
export function schemaProblems(schema: TSchema, value: unknown): string[] {
  const problems = new Set<string>();
  for (const error of Errors(schema, value)) {
    const at = (name: string): string => `${error.instancePath}/${name}`;
    if (error.keyword === 'required') {
      for (const name of error.params.requiredProperties) problems.add(`${at(name)} is missing: add it.`);
    } else if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties) {
        problems.add(`${at(name)} is not known here: check its spelling, or take it out.`);
      }
    } else if (error.keyword !== 'boolean') {
      const described = descriptionAt(schema, error.schemaPath);
      problems.add(`${error.instancePath || '/'} ${described === undefined ? error.message : `must be ${described}`}.`);
    }
  }
  return [...problems];
}

/** The description of the part of a schema that a pointer such as `#/properties/phone` names, or of the nearest part around it. */
function descriptionAt(schema: TSchema, schemaPath: string): string | undefined {
  let part: unknown = schema;
  let description: string | undefined;
  for (const name of schemaPath.split('/').slice(1)) {
    if (typeof part !== 'object' || part === null) break;
    part = (part as Record<string, unknown>)[name];
    if (typeof part !== 'object' || part === null) continue;
    const own = (part as { description?: unknown }).description;
    if (typeof own === 'string') description = own;
    else if ('type' in part) description = undefined;
  }
  return description;
}
