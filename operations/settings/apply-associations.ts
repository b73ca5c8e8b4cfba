import { findAssociations, removeAssociation, writeAssociation } from '../../db/associations.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { findTemplates } from '../../db/templates.ts';
import type { InputProblem } from '../../domain/fault.ts';
import { associationKeyOf, readAssociationKey } from '../../domain/templates/association-key.ts';
import { unclearReplyName } from '../../domain/templates/template-key.ts';
import { readKinds } from './read-kinds.ts';
import { byKey, refuseIfAny, type AppliedChange, type ChangeRequest } from './change-request.ts';

/**
 * Lets words apply at places, by kind and place; null lets a place follow the wider ones. Throws `bad_input` where there are no words of
 * that name for the kind, or the place is the whole practice, of which the standard words are.
 */
export async function applyAssociations(
  tx: PracticeTransaction,
  { values, paths = {} }: Pick<ChangeRequest, 'values' | 'paths'>,
): Promise<AppliedChange> {
  const wanted = values as Readonly<Record<string, string | null>>;
  const kinds = await readKinds(tx);
  const templates = await findTemplates(tx);
  const problems = Object.entries(wanted).flatMap(([key, name]): InputProblem[] => {
    const { kind, facilityId, providerId, typeId } = readAssociationKey(key);
    const path = paths[key] ?? key;
    if (!kinds.has(kind)) return [{ path, message: 'Its kind is none of the practice: GET /api/v1/kinds lists them.' }];
    if (facilityId === null && providerId === null && typeId === null) {
      return [
        { path, message: 'Name a facility, a provider or a type: the words named "standard" are for everywhere else.' },
      ];
    }
    if (name === unclearReplyName) {
      return [{ path, message: 'These words answer unclear replies everywhere: associate words of another name.' }];
    }
    return name === null || templates.some((template) => template.kind === kind && template.name === name)
      ? []
      : [{ path, message: 'There are no words of this name for this kind: save some first.' }];
  });
  refuseIfAny('associations', problems);

  const present = new Map((await findAssociations(tx)).map((one) => [associationKeyOf(one), one.name]));
  const pairs = Object.entries(wanted)
    .map(([key, after]) => ({ key, before: present.get(key) ?? null, after }))
    .filter(({ before, after }) => before !== after);
  for (const { key, after } of pairs) {
    const place = readAssociationKey(key);
    await (after === null ? removeAssociation(tx, place) : writeAssociation(tx, { ...place, name: after }));
  }
  return {
    ...byKey(pairs),
    plans: pairs.length > 0,
    words: pairs.length > 0,
  };
}
