import type { Channel } from '../../domain/planning/plan.ts';
import type { Level } from '../../domain/settings/level.ts';
import type { AreaValues, SettingArea } from '../../db/setting-changes.ts';
import { Fault, type InputProblem } from '../../domain/fault.ts';

/** What is to be set, and where. */
export interface ChangeRequest {
  readonly area: SettingArea;
  /** Null: at every facility. */
  readonly facilityId: string | null;
  /** The PMS's id of a provider, where it is for that one's visits alone. */
  readonly providerId?: string | null;
  /** The PMS's id of a type of appointment, where it is for visits of that type alone. */
  readonly typeId?: string | null;
  /** By key; null: to be none, or for a facility to follow its practice. */
  readonly values: AreaValues;
  /** What problems call a key by, where that is not the key. */
  readonly paths?: Readonly<Record<string, string>>;
}

/** Where a change is for. */
export function levelOf({
  facilityId,
  providerId = null,
  typeId = null,
}: Pick<ChangeRequest, 'facilityId' | 'providerId' | 'typeId'>): Level {
  return { facilityId, providerId, typeId };
}

/** What a request came to: what really differs, by key, and how it stood before. */
export interface AppliedChange {
  readonly before: AreaValues;
  readonly after: AreaValues;
  /** Whether a plan can depend on it. */
  readonly plans: boolean;
  /** The channels of which it holds messages back or lets them go, at their sends. */
  readonly holds?: readonly Channel[];
  /** Whether messages that wait may get other words by it, though plans stay as they are. */
  readonly words?: boolean;
}

/** A key whose value differs, and both. */
interface Difference {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs, as it is kept. */
export function byKey(differences: readonly Difference[]): Pick<AppliedChange, 'before' | 'after'> {
  return {
    before: Object.fromEntries(differences.map(({ key, before }) => [key, before])),
    after: Object.fromEntries(differences.map(({ key, after }) => [key, after])),
  };
}

/** Throws `bad_input` with these problems, if there are any. `what` is asked to change, in the plural. */
export function refuseIfAny(what: string, problems: readonly InputProblem[]): void {
  if (problems.length === 0) return;
  throw new Fault('bad_input', `These ${what} cannot be: \`errors\` says of each what to do.`, { errors: problems });
}
