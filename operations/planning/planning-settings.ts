import type { PracticeTransaction } from '../../db/database.ts';
import { findPlanningSettings, type PlanningSettingsRows, type VisitSettingsRow } from '../../db/planning-settings.ts';
import { invariant } from '../../domain/fault.ts';
import { hasSteps, type KindRecord, type Kinds } from '../../domain/kinds.ts';
import { withCourtesy } from '../../domain/planning/courtesy.ts';
import type { Channel } from '../../domain/planning/plan.ts';
import { effectiveSteps, wholeStep, type StepOfLevel } from '../../domain/settings/effective-steps.ts';
import { levelsOf, type Level, type VisitPlace } from '../../domain/settings/level.ts';
import { kindsOf } from '../../domain/settings/own-kind.ts';
import { languagesAt, type Words } from '../../domain/templates/choose-template.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';
import type { ChannelMode, Languages, PlanningSettings, Step } from '../../domain/planning/planning-facts.ts';

/** What planning obeys in a practice. */
export interface PracticePlanning {
  /** At a visit's place: the practice's settings under the facility's, the provider's and the type's own, and the words that apply there. */
  at(place: VisitPlace): PlanningSettings;
  readonly words: Words;
}

/**
 * What planning obeys: the practice's settings under its facilities', and under those the ones of providers and types. It is read in one
 * statement however many visits there are, and worked out once for visits that the practice tells no difference of.
 */
export async function readPlanningSettings(tx: PracticeTransaction): Promise<PracticePlanning> {
  const yesterday = new Date(tx.now - 2 * DAY_MS).toISOString().slice(0, 10);
  const rows = await findPlanningSettings(tx, yesterday);
  const kinds = kindsOf(rows.kinds);
  const facilities = new Map(rows.facilities.map((facility) => [facility.facilityId, facility]));
  const levels: readonly Level[] = [...rows.steps, ...rows.visitSettings, ...rows.associations];
  const [providers, types] = [
    new Set(levels.map(({ providerId }) => providerId)),
    new Set(levels.map(({ typeId }) => typeId)),
  ];
  const known = new Map<string, PlanningSettings>();

  return {
    at({ facilityId, providerId, typeId }) {
      // A provider or type of whom nothing is set is like any other.
      const place = {
        facilityId,
        providerId: providers.has(providerId) ? providerId : '',
        typeId: types.has(typeId) ? typeId : '',
      };
      const key = JSON.stringify([place.facilityId, place.providerId, place.typeId]);
      const found = known.get(key);
      if (found !== undefined) return found;
      const facility = facilities.get(facilityId);
      invariant(facility !== undefined, 'a facility has its settings');
      const settings = settingsAt(place, facility, rows, kinds, languagesAt(rows, place));
      known.set(key, settings);
      return settings;
    },
    words: rows,
  };
}

function settingsAt(
  place: VisitPlace,
  facility: PlanningSettingsRows['facilities'][number],
  { steps, visitSettings, closures, liveAt }: PlanningSettingsRows,
  kinds: Kinds,
  languages: Languages,
): PlanningSettings {
  const narrower = levelsOf(visitSettings, place);
  const pick = <T>(wide: T, own: (row: VisitSettingsRow) => T | null): T =>
    narrower.reduce((wider, row) => own(row) ?? wider, wide);
  const mode = (channel: Channel): ChannelMode =>
    facility.sendsBy.includes(channel) ? pick(facility.channelModes[channel], ({ modes }) => modes[channel]) : 'off';
  const wantsCourtesy = pick(facility.courtesyReminder, ({ courtesyReminder }) => courtesyReminder);
  return {
    steps: withCourtesy(plannedSteps(steps, kinds, place), kinds, wantsCourtesy),
    kinds,
    liveAt,
    calendar: {
      zone: facility.zone,
      beginDelivery: facility.beginDelivery,
      windows: facility.windows,
      openDays: facility.openDays,
      closures: closures.filter(({ facilityId }) => facilityId === null || facilityId === facility.facilityId),
    },
    minimumLeadMs: pick(facility.minimumLeadMs, ({ minimumLeadMs }) => minimumLeadMs),
    bookingGraceMs: facility.bookingGraceMs,
    tells: facility.tells,
    textExpirationMs: pick(facility.textExpirationMs, ({ textExpirationMs }) => textExpirationMs),
    stopOnAnswer: pick(facility.stopOnAnswer, ({ stopOnAnswer }) => stopOnAnswer),
    earlyConfirmDays: pick(facility.earlyConfirmDays, ({ earlyConfirmDays }) => earlyConfirmDays),
    channelModes: { text: mode('text'), voice: mode('voice'), email: mode('email') },
    contacts: facility.contacts,
    defaultLanguage: facility.defaultLanguage,
    languages,
  };
}

/** The steps that hold there, but for those that are taken away and those of a kind that is off. */
function plannedSteps(steps: readonly StepOfLevel[], kinds: Kinds, place: VisitPlace): Step[] {
  return effectiveSteps(steps, place).flatMap((step) => {
    const whole = wholeStep(step);
    const { kind, slot } = step;
    if (whole === null || whole.offset === null || !isPlanned(kinds.get(kind))) return [];
    return [{ ...whole, kind, slot, offset: whole.offset }];
  });
}

function isPlanned(kind: KindRecord | undefined): boolean {
  return kind !== undefined && kind.on && hasSteps(kind);
}
