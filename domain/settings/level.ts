/**
 * Where something is set: at the practice, or narrower, at a facility, a provider or a type of appointment, or where several of
 * these meet. Null: whichever it is. A table that has such levels names its columns `facility_id`, `provider_id` and `type_id`; the
 * latter two are the PMS's, which is all that a feed says of providers and types.
 */
export interface Level {
  readonly facilityId: string | null;
  readonly providerId: string | null;
  readonly typeId: string | null;
}

/** Where a visit takes place, with whom, and of which type; provider and type are empty where the PMS names none. */
export interface VisitPlace {
  readonly facilityId: string;
  readonly providerId: string;
  readonly typeId: string;
}

/** Everywhere in the practice. */
export const practiceLevel: Level = { facilityId: null, providerId: null, typeId: null };

/** The levels that reach a visit, widest first: practice, facility, provider, type. What the last of them says is what holds. */
export function levelsOf<T extends Level>(levels: readonly T[], visit: VisitPlace): T[] {
  return levels.filter((level) => reaches(level, visit)).sort((one, other) => narrowness(one) - narrowness(other));
}

/** Of what is set at several levels, what holds for a visit; undefined where none of them reaches it. */
export function narrowestOf<T extends Level>(levels: readonly T[], visit: VisitPlace): T | undefined {
  return levelsOf(levels, visit).at(-1);
}

/** Whether it is one level that both are. */
export function isSameLevel(one: Level, other: Level): boolean {
  return one.facilityId === other.facilityId && one.providerId === other.providerId && one.typeId === other.typeId;
}

/** Which of the four a level is, by the narrowest thing that it names. */
export function levelName({ facilityId, providerId, typeId }: Level): 'practice' | 'facility' | 'provider' | 'type' {
  if (typeId !== null) return 'type';
  if (providerId !== null) return 'provider';
  return facilityId === null ? 'practice' : 'facility';
}

function reaches(level: Level, visit: VisitPlace): boolean {
  return (
    (level.facilityId === null || level.facilityId === visit.facilityId) &&
    (level.providerId === null || level.providerId === visit.providerId) &&
    (level.typeId === null || level.typeId === visit.typeId)
  );
}

/** A type outweighs provider and facility together, a provider the facility: no two levels that reach one visit weigh the same. */
function narrowness({ facilityId, providerId, typeId }: Level): number {
  return (typeId === null ? 0 : 4) + (providerId === null ? 0 : 2) + (facilityId === null ? 0 : 1);
}
