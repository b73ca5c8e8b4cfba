import type { PracticeTransaction } from '../../db/database.ts';
import { findPlanningSettings, type PlanningSettingsRows, type StepRow } from '../../db/planning-settings.ts';
import { withCourtesy } from '../../domain/planning/courtesy.ts';
import type { Channel } from '../../domain/planning/plan.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';
import type { PlanningSettings, Step } from '../../domain/planning/planning-facts.ts';

/** What planning obeys at each facility of the practice, by facility id: the practice's settings under the facility's own. */
export async function readPlanningSettings(tx: PracticeTransaction): Promise<Map<string, PlanningSettings>> {
  const yesterday = new Date(tx.now - 2 * DAY_MS).toISOString().slice(0, 10);
  const { facilities, steps, closures, words } = await findPlanningSettings(tx, yesterday);

  return new Map(
    facilities.map((facility) => [
      facility.facilityId,
      {
        steps: withCourtesy(effectiveSteps(steps, facility.facilityId), facility.courtesyReminder),
        calendar: {
          zone: facility.zone,
          beginDelivery: facility.beginDelivery,
          windows: facility.windows,
          openDays: facility.openDays,
          closures: closures.filter(({ facilityId }) => facilityId === null || facilityId === facility.facilityId),
        },
        minimumLeadMs: facility.minimumLeadMs,
        textExpirationMs: facility.textExpirationMs,
        stopOnAnswer: facility.stopOnAnswer,
        earlyConfirmDays: facility.earlyConfirmDays,
        channelModes: facility.channelModes,
        contacts: facility.contacts,
        languages: {
          text: languagesOf(words, 'text'),
          voice: languagesOf(words, 'voice'),
          email: languagesOf(words, 'email'),
        },
      },
    ]),
  );
}

function languagesOf(words: PlanningSettingsRows['words'], of: Channel): string[] {
  return words.filter(({ channel }) => channel === of).flatMap(({ languages }) => languages);
}

/** The practice's steps, each replaced or taken away by the facility's step of the same kind and slot. */
function effectiveSteps(rows: readonly StepRow[], facilityId: string): Step[] {
  const bySlot = new Map<string, StepRow>();
  for (const row of rows) if (row.facilityId === null) bySlot.set(`${row.kind} ${row.slot}`, row);
  for (const row of rows) if (row.facilityId === facilityId) bySlot.set(`${row.kind} ${row.slot}`, row);
  return [...bySlot.values()].flatMap(({ kind, slot, channel, offset, condition, backups }) =>
    offset === null ? [] : [{ kind, slot, channel, offset, condition, backups }],
  );
}
