import type { PracticeTransaction } from '../../db/database.ts';
import type { SettingArea } from '../../db/setting-changes.ts';
import { applyAssociations } from './apply-associations.ts';
import { applyClosures } from './apply-closures.ts';
import { applyKinds } from './apply-kinds.ts';
import { applyNames } from './apply-names.ts';
import { applyRecallBookings } from './apply-recall-bookings.ts';
import { applySettings } from './apply-settings.ts';
import { applySteps } from './apply-steps.ts';
import { applyTemplates } from './apply-templates.ts';
import type { AppliedChange, ChangeRequest } from './change-request.ts';

/** Sets it in this transaction. Throws `bad_input` with what is wrong and what to do. */
export function applyChange(tx: PracticeTransaction, request: ChangeRequest): Promise<AppliedChange> {
  return areas[request.area](tx, request);
}

const areas: Readonly<
  Record<SettingArea, (tx: PracticeTransaction, request: ChangeRequest) => Promise<AppliedChange>>
> = {
  settings: applySettings,
  closures: applyClosures,
  steps: applySteps,
  kinds: applyKinds,
  templates: applyTemplates,
  associations: applyAssociations,
  names: applyNames,
  recall_bookings: applyRecallBookings,
};
