import { randomBytes } from 'node:crypto';
import { insertApiKey } from '../../db/api-keys.ts';
import type { Database } from '../../db/database.ts';
import { findPracticeBySlug } from '../../db/practices.ts';
import { Fault } from '../../domain/fault.ts';

/** Whose key it is: a practice's by its slug, or with null the operator's, which opens every practice. */
export interface NewApiKey {
  readonly name: string;
  readonly practiceSlug: string | null;
}

/**
 * Makes a token for the staff API and keeps its hash: this answer is the only place where the token itself ever stands.
 * Throws `not_found` where no practice has the slug.
 */
export async function addApiKey(db: Database, key: NewApiKey): Promise<{ id: string; token: string }> {
  const token = `kept_${randomBytes(32).toString('base64url')}`;
  const id = await db.acrossPractices(async (tx) => {
    const practice = key.practiceSlug === null ? null : await findPracticeBySlug(tx, key.practiceSlug);
    if (key.practiceSlug !== null && practice === null) {
      throw new Fault(
        'not_found',
        'No practice has this slug. `kept practice add`, or POST /api/v1/practices, makes one.',
      );
    }
    return insertApiKey(tx, { name: key.name, practiceId: practice?.id ?? null, token });
  });
  return { id, token };
}
