import type { PracticeTransaction } from '../../db/database.ts';
import { findPlanningSettings, type StepRow } from '../../db/planning-settings.ts';
import { invariant } from '../../domain/fault.ts';
import { isPlannedForVisits, type KindRecord, type Kinds } from '../../domain/kinds.ts';
import { withCourtesy } from '../../domain/planning/courtesy.ts';
import type { VisitPlace } from '../../domain/settings/level.ts';
import { kindsOf } from '../../domain/settings/own-kind.ts';
import { languagesAt, type Words } from '../../domain/templates/choose-template.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';
import type { Languages, PlanningSettings, Step } from '../../domain/planning/planning-facts.ts';

/** What planning obeys in a practice. */
export interface PracticePlanning {
  /** At a visit's place: the practice's settings under the facility's own, and the words that apply there. */
  at(place: VisitPlace): PlanningSettings;
  readonly words: Words;
}

/** Reads what planning obeys in the practice. */
export async function readPlanningSettings(tx: PracticeTransaction): Promise<PracticePlanning> {
  const yesterday = new Date(tx.now - 2 * DAY_MS).toISOString().slice(0, 10);
  const { facilities, steps, closures, kinds: rows, ...words } = await findPlanningSettings(tx, yesterday);
  const kinds = kindsOf(rows);
  const languages = wordsByPlace(words);

  const ofFacilities = new Map(
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
        defaultLanguage: facility.defaultLanguage,
      },
    ]),
  );
  return {
    at(place) {
      const ofFacility = ofFacilities.get(place.facilityId);
      invariant(ofFacility !== undefined, 'a facility has its settings');
      return { ...ofFacility, languages: languages(place) };
    },
    words,
  };
}

/** The languages at a place, found once for all visits of one place. */
function wordsByPlace(words: Words): (place: VisitPlace) => Languages {
  const found = new Map<string, Languages>();
  return (place) => {
    // Without associations the words are the same everywhere.
    const key = words.associations.length === 0 ? '' : [place.facilityId, place.providerId, place.typeId].join('\n');
    const languages = found.get(key) ?? languagesAt(words, place);
    found.set(key, languages);
    return languages;
  };
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
