import { createHash } from 'node:crypto';
import type { EpochMs } from '../domain/planning/plan.ts';
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

/** Keeps a new token's hash and returns the key's id. Needs a transaction across practices. */
export async function insertApiKey(
  tx: Transaction,
  key: { readonly name: string; readonly practiceId: string | null; readonly token: string },
): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`
    INSERT INTO api_keys (name, practice_id, token_hash, created_at)
    VALUES (${key.name}, ${key.practiceId}, ${hashOf(key.token)}, ${tx.now})
    RETURNING id`;
  return row.id;
}

/** A token as the staff API lists it. */
export interface StaffApiKey extends Omit<ApiKey, 'practiceId'> {
  /** The slug of the practice that it opens; null: it opens every practice. */
  readonly practice: string | null;
  readonly createdAt: EpochMs;
  /** From then on it opens nothing; null while it is good. */
  readonly revokedAt: EpochMs | null;
}

/** The keys of these practices, and with `operators` those that open every practice, newest first. Needs a transaction across practices. */
export async function findApiKeys(
  tx: Transaction,
  { practiceIds, operators }: { readonly practiceIds: readonly string[]; readonly operators: boolean },
): Promise<StaffApiKey[]> {
  return tx.sql<StaffApiKey[]>`
    SELECT key.id, key.name, practice.slug AS practice, key.created_at AS "createdAt", key.revoked_at AS "revokedAt"
    FROM api_keys key LEFT JOIN practices practice ON practice.id = key.practice_id
    WHERE key.practice_id = ANY(${practiceIds as string[]}) OR (${operators} AND key.practice_id IS NULL)
    ORDER BY key.id DESC`;
}

/** Ends a key: its token opens nothing from now on. Null where there is no such key, else whether it was good until now. Needs a transaction across practices. */
export async function revokeApiKey(tx: Transaction, id: string): Promise<boolean | null> {
  const [revoked] = await tx.sql`
    UPDATE api_keys SET revoked_at = ${tx.now} WHERE id = ${id} AND revoked_at IS NULL RETURNING id`;
  if (revoked !== undefined) return true;
  const [key] = await tx.sql`SELECT FROM api_keys WHERE id = ${id}`;
  return key === undefined ? null : false;
}

/**
 * A token is 256 random bits, so a plain hash suffices; and since rows are found by it, how long a search takes tells nothing
 * of the token.
 */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
