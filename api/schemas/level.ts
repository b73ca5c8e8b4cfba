import Type, { type Static } from 'typebox';
import { levelName, type Level } from '../../domain/settings/level.ts';
import { FacilityName, Id, Nullable, OneOf } from './shapes.ts';

/** Where something is set, in a route's query. */
export const levelQuery = {
  facility: Type.Optional(FacilityName),
  provider: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'The provider’s id in the PMS: for that one’s visits' }),
  ),
  type: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'The appointment type’s id in the PMS: for such visits' }),
  ),
};

/** Where something is set: all null, at the practice. */
export const LevelFields = {
  facilityId: Nullable(Id),
  providerId: Nullable(Type.String({ description: 'The PMS’s' })),
  typeId: Nullable(Type.String({ description: 'The PMS’s' })),
};

/** Whose word something is. */
export const levelWords = OneOf(['practice', 'facility', 'provider', 'type'], 'The narrowest thing that it is set for');

/** Where a value comes from. */
export const Source = Type.Object({ level: levelWords, ...LevelFields });

export function sourceJson({ facilityId, providerId, typeId }: Level): Static<typeof Source> {
  return { level: levelName({ facilityId, providerId, typeId }), facilityId, providerId, typeId };
}
