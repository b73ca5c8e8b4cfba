import { Fault } from '../domain/fault.ts';
import type { PageKey } from '../db/keyset.ts';
import { isId } from '../domain/is-id.ts';
import { Temporal } from '../domain/time.ts';

/** The key as its list hands it out: opaque, and bound to the list by its name. */
export function encodeCursor(list: string, key: PageKey): string {
  return Buffer.from(JSON.stringify([list, key.at, key.id])).toString('base64url');
}

/** Reads a cursor that `list` handed out. Throws `bad_input` for any other. */
export function decodeCursor(list: string, cursor: string): PageKey {
  const [from, at, id] = parts(cursor);
  if (from !== list || at === undefined || id === undefined || !isInstant(at) || !isId(id)) {
    throw notOfThisList();
  }
  return { at, id };
}

/** The key of a list that is ordered by a name, such as an id in the PMS. */
export function encodeNameCursor(list: string, name: string): string {
  return Buffer.from(JSON.stringify([list, name])).toString('base64url');
}

/** Reads a cursor that `list`, which is ordered by a name, handed out. Throws `bad_input` for any other. */
export function decodeNameCursor(list: string, cursor: string): string {
  const [from, name, ...rest] = parts(cursor);
  if (from !== list || name === undefined || name.includes('\u0000') || rest.length > 0) throw notOfThisList();
  return name;
}

function notOfThisList(): Fault {
  return new Fault('bad_input', 'This cursor is not of this list. Take `next` of a page of it, or leave `cursor` out.');
}

/** As Postgres writes one in UTC, and one that there is: it would refuse the thirtieth of February as a fault of ours. */
function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(text)) return false;
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

function parts(cursor: string): (string | undefined)[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(read) ? read.map((part) => (typeof part === 'string' ? part : undefined)) : [];
  } catch {
    return [];
  }
}
