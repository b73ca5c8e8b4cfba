import type { PracticeTransaction } from '../../db/database.ts';
import { findPlanningSettings, type PlanningSettingsRows, type StepRow } from '../../db/planning-settings.ts';
import { isPlannedForVisits, type Kind, type KindRecord, type Kinds } from '../../domain/kinds.ts';
import { withCourtesy } from '../../domain/planning/courtesy.ts';
import type { Channel } from '../../domain/planning/plan.ts';
import { kindsOf } from '../../domain/settings/own-kind.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';
import type { Languages, PlanningSettings, Step } from '../../domain/planning/planning-facts.ts';

/** What planning obeys at each facility of the practice, by facility id: the practice's settings under the facility's own. */
export async function readPlanningSettings(tx: PracticeTransaction): Promise<Map<string, PlanningSettings>> {
  const yesterday = new Date(tx.now - 2 * DAY_MS).toISOString().slice(0, 10);
  const { facilities, steps, closures, words, kinds: rows } = await findPlanningSettings(tx, yesterday);
  const kinds = kindsOf(rows);
  const languages = languagesOf(words);

  return new Map(
    facilities.map((facility) => [
      facility.facilityId,
      {
        steps: withCourtesy(effectiveSteps(steps, kinds, facility.facilityId), kinds, facility.courtesyReminder),
        kinds,
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
        languages,
      },
    ]),
  );
}

function languagesOf(words: PlanningSettingsRows['words']): Languages {
  const none: Record<Channel, readonly string[]> = { text: [], voice: [], email: [] };
  const languages = new Map<Kind, Record<Channel, readonly string[]>>();
  for (const { kind, channel, languages: written } of words) {
    languages.set(kind, { ...(languages.get(kind) ?? none), [channel]: written });
  }
  return languages;
}

/**
 * The practice's steps about visits, each replaced or taken away by the facility's step of the same kind and slot; those of a kind
 * that is off are left out.
 */
function effectiveSteps(rows: readonly StepRow[], kinds: Kinds, facilityId: string): Step[] {
  const bySlot = new Map<string, StepRow>();
  for (const row of rows) if (row.facilityId === null) bySlot.set(`${row.kind} ${row.slot}`, row);
  for (const row of rows) if (row.facilityId === facilityId) bySlot.set(`${row.kind} ${row.slot}`, row);
  return [...bySlot.values()].flatMap(({ kind, slot, channel, offset, condition, backups }) =>
    offset === null || !isPlanned(kinds.get(kind)) ? [] : [{ kind, slot, channel, offset, condition, backups }],
  );
}

function isPlanned(kind: KindRecord | undefined): boolean {
  return kind !== undefined && kind.on && isPlannedForVisits(kind);
}
