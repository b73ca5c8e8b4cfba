import { createHash } from 'node:crypto';
import type { Transaction } from './database.ts';

/** A token of the staff API as it is kept: never the token itself. Without a practice it is the operator's. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly practiceId: string | null;
}

/** The key of this token, if there is one that is not revoked. Needs a transaction across practices. */
export async function findApiKey(tx: Transaction, token: string): Promise<ApiKey | null> {
  const [key] = await tx.sql<ApiKey[]>`
    SELECT id, name, practice_id AS "practiceId"
    FROM api_keys
    WHERE token_hash = ${hashOf(token)} AND revoked_at IS NULL`;
  return key ?? null;
}

/** Keeps a new token's hash. Needs a transaction across practices. */
export async function insertApiKey(
  tx: Transaction,
  key: { readonly name: string; readonly practiceId: string | null; readonly token: string },
): Promise<void> {
  await tx.sql`
    INSERT INTO api_keys (name, practice_id, token_hash, created_at)
    VALUES (${key.name}, ${key.practiceId}, ${hashOf(key.token)}, ${tx.now})`;
}

/**
 * A token is 256 random bits, so a plain hash suffices; and since rows are found by it, how long a search takes tells nothing
 * of the token.
 */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
