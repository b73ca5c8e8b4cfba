import type { Database, PracticeTransaction } from '../../db/database.ts';
import { insertReplan } from '../../db/replans.ts';
import {
  findLaterChanges,
  findSettingChange,
  findSettingsVersion,
  insertSettingChange,
  type AreaValues,
  type ChangedBy,
  type SettingChange,
} from '../../db/setting-changes.ts';
import { closeSettings } from '../../db/settings.ts';
import { Fault, type EditDifference } from '../../domain/fault.ts';
import { applyChange } from './apply-change.ts';
import { levelOf, type AppliedChange, type ChangeRequest } from './change-request.ts';
import { previewChange, type ChangePreview } from './preview-change.ts';
import { undone } from './undone.ts';

/** What a save came to. */
export interface SavedChange {
  /** The practice's version after it. */
  readonly version: number;
  /** Null where all was so already. */
  readonly changeId: string | null;
  readonly before: AreaValues;
  readonly after: AreaValues;
  /** Whether plans are to follow it. */
  readonly replans: boolean;
}

/** A change, the version that its maker read, and who that is. */
export interface ChangeToSave extends ChangeRequest {
  readonly version: number;
  readonly by: ChangedBy;
}

/**
 * Changes what a practice is set to, keeps the change, and lets the plans follow.
 * @throws {Fault} `conflict` with the differences, where one of the same keys was changed after the version that was read; `bad_input`.
 */
export function changeSettings(db: Database, practiceId: string, change: ChangeToSave): Promise<SavedChange> {
  return db.inPractice(practiceId, async (tx) => {
    await closeSettings(tx);
    const version = await findSettingsVersion(tx);
    if (change.version > version) {
      throw new Fault('bad_input', 'There is no such version yet: read the settings again and send theirs.');
    }
    const applied = await applyChange(tx, change);
    const keys = Object.keys(applied.after);
    const asked = { area: change.area, ...levelOf(change), keys, afterVersion: change.version };
    const later = await findLaterChanges(tx, asked);
    refuseIfAny(differencesFrom(later, applied));
    return keep(tx, applied, { ...change, takesBack: null, version });
  });
}

/**
 * Gives what a change changed its former values again, as another change.
 * @throws {Fault} `not_found`; `conflict` with the differences, where something of it was changed again since.
 */
export function takeBackChange(
  db: Database,
  practiceId: string,
  changeId: string,
  by: ChangedBy,
): Promise<SavedChange> {
  return db.inPractice(practiceId, async (tx) => {
    await closeSettings(tx);
    const { request, applied } = await applyBack(tx, changeId);
    const version = await findSettingsVersion(tx);
    return keep(tx, applied, { ...request, by, takesBack: changeId, version });
  });
}

/**
 * What taking a change back would do, like the dry run of any change.
 * @throws {Fault} as `takeBackChange` would.
 */
export async function previewTakeBack(db: Database, practiceId: string, changeId: string): Promise<ChangePreview> {
  const { request } = await undone(db, practiceId, (tx) => applyBack(tx, changeId));
  return previewChange(db, practiceId, request);
}

/** Gives what a change changed its former values, where nothing of it was changed again since. */
async function applyBack(
  tx: PracticeTransaction,
  changeId: string,
): Promise<{ readonly request: ChangeRequest; readonly applied: AppliedChange }> {
  const change = await findSettingChange(tx, changeId);
  if (change === null) throw new Fault('not_found', 'No change of settings of this practice has this id.');
  const { area, before: values, version: afterVersion } = change;
  const request = { area, ...levelOf(change), values };
  const applied = await applyChange(tx, request);
  const keys = Object.keys(applied.after);
  const later = await findLaterChanges(tx, { area, ...levelOf(change), keys, afterVersion });
  refuseIfAny(differencesFrom(later, applied));
  return { request, applied };
}

/** What others changed since, of what this change would change: the newest of theirs for each key. */
function differencesFrom(later: readonly SettingChange[], { before, after }: AppliedChange): EditDifference[] {
  return Object.keys(after).flatMap((key) => {
    const theirs = later.filter((change) => key in change.after);
    const [first, last] = [theirs[0], theirs.at(-1)];
    if (first === undefined || last === undefined) return [];
    const { id: changeId, keyName: changedBy, at: changedAt } = last;
    return [{ key, was: first.before[key], theirs: before[key], yours: after[key], changeId, changedBy, changedAt }];
  });
}

function refuseIfAny(differences: readonly EditDifference[]): void {
  if (differences.length === 0) return;
  throw new Fault(
    'conflict',
    'Somebody changed this since you read it, so nothing was saved: see `differences`, read it again, and save what is to hold.',
    { differences },
  );
}

async function keep(
  tx: PracticeTransaction,
  applied: AppliedChange,
  change: Omit<ChangeToSave, 'values'> & { readonly takesBack: string | null },
): Promise<SavedChange> {
  const { before, after, plans } = applied;
  if (Object.keys(after).length === 0) {
    return { version: change.version, changeId: null, before, after, replans: false };
  }
  const { area, by, takesBack } = change;
  const { id, version } = await insertSettingChange(tx, { area, ...levelOf(change), before, after, takesBack, ...by });
  if (plans) await insertReplan(tx, id);
  return { version, changeId: id, before, after, replans: plans };
}
