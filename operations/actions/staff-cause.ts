import type { ChangedBy } from '../../db/setting-changes.ts';
import type { PlanCause } from '../planning/plan-subjects.ts';

/** What a person did to a plan, for its history: a slug, and the name of the token that it was done with. */
export function staffCause(
  by: ChangedBy,
  did: string,
  detail: Readonly<Record<string, string | number | null>> = {},
): PlanCause {
  return { name: 'staff', detail: { did, by: by.keyName, keyId: by.keyId, ...detail } };
}
