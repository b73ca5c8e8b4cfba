import type { Connection } from '@temporalio/client';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { invariant } from '../domain/fault.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

const keys = Object.values(searchAttributes);
/** As the engine's command line names the types of its attributes. */
const cliTypes = { KEYWORD: 'Keyword', DATETIME: 'Datetime' } as const;

/** `Name=Type`, as the dev server's `--search-attribute` takes them. */
export function searchAttributePairs(): string[] {
  return keys.map(({ name, type }) => `${name}=${cliTypes[type]}`);
}

/** The attributes that a namespace lacks, by name. */
export async function missingSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return keys.map(({ name }) => name).filter((name) => !(name in customAttributes));
}

/** Adds to a namespace what it lacks. Doing it again does no harm. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length > 0) await addSearchAttributes(connection, namespace, missing);
}

/** Adds these attributes, or all, to a namespace that has none of them. */
export async function addSearchAttributes(
  connection: Connection,
  namespace: string,
  names: readonly string[] = keys.map(({ name }) => name),
): Promise<void> {
  const types = new Map(
    keys.filter(({ name }) => names.includes(name)).map(({ name, type }) => [name, indexedType(type)] as const),
  );
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(types) });
}

function indexedType(type: (typeof keys)[number]['type']) {
  const indexed = encodeSearchAttributeIndexedValueType(type);
  invariant(indexed !== undefined, 'the engine knows the types of its attributes');
  return indexed;
}
