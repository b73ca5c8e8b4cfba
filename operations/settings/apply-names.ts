import type { PracticeTransaction } from '../../db/database.ts';
import { findNames, writeFacilityName, writePracticeName, writeProviderName } from '../../db/names.ts';
import type { InputProblem } from '../../domain/fault.ts';
import { longestName } from '../../domain/templates/fields.ts';
import { byKey, refuseIfAny, type AppliedChange, type ChangeRequest } from './change-request.ts';

/**
 * Lets messages call the practice (`practice`), a facility (`facility/ID`, ours or the PMS's) and a provider (`provider/ID`, the PMS's) so;
 * null lets them leave a provider unnamed. Throws `bad_input` where there is no such place, or the name is none. Names are read when a
 * message is sent.
 */
export async function applyNames(
  tx: PracticeTransaction,
  { values }: Pick<ChangeRequest, 'values'>,
): Promise<AppliedChange> {
  const names = await findNames(tx);
  const problems: InputProblem[] = [];
  const changes = Object.entries(values).flatMap(([asked, value]) => {
    const [, what = '', id = ''] = /^(practice|facility|provider)(?:\/(.+))?$/.exec(asked) ?? [];
    const facility = names.facilities.find((one) => one.id === id || one.externalId === id);
    if (what === '' || (what === 'practice') !== (id === '') || (what === 'facility' && facility === undefined)) {
      problems.push({ path: asked, message: 'Must be "practice", "facility/" or "provider/" and the id of one.' });
      return [];
    }
    if (
      !(typeof value === 'string' && value.trim() !== '' && value.length <= longestName) &&
      !(value === null && what === 'provider')
    ) {
      problems.push({
        path: asked,
        message: `Must be a name, ${String(longestName)} characters at most; of a provider also null, which leaves them unnamed.`,
      });
      return [];
    }
    const after = value === null ? null : value.trim();
    if (what === 'practice') return [{ key: 'practice', what, id, before: names.practice, after }];
    if (facility !== undefined && what === 'facility') {
      return [{ key: `facility/${facility.id}`, what, id: facility.id, before: facility.nameInMessages, after }];
    }
    const before = names.providers.find((one) => one.id === id)?.nameInMessages ?? null;
    return [{ key: asked, what, id, before, after }];
  });
  refuseIfAny('names', problems);

  const differing = changes.filter(({ before, after }) => before !== after);
  for (const { what, id, after } of differing) {
    if (what === 'provider') await writeProviderName(tx, id, after);
    else if (after !== null)
      await (what === 'practice' ? writePracticeName(tx, after) : writeFacilityName(tx, id, after));
  }
  return {
    ...byKey(differing),
    plans: false,
  };
}
