import Type, { type Static } from 'typebox';
import type { StaffSettingChange } from '../../db/setting-changes.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { LevelFields } from './level.ts';
import { Values } from './settings.ts';
import { Id, Nullable, OneOf, Time } from './shapes.ts';

export const settingAreas = [
  'settings',
  'closures',
  'steps',
  'kinds',
  'templates',
  'associations',
  'names',
  'recall_bookings',
] as const;

/** A change of what the practice is set to, and how far its plans follow. */
export const SettingChange = Type.Object(
  {
    id: Id,
    version: Type.Integer(),
    area: OneOf(settingAreas),
    ...LevelFields,
    before: Values,
    after: Values,
    changedBy: Type.Object({
      keyId: Nullable(Id),
      name: Type.String({ description: 'What the token was called then; without one the operator’s command' }),
    }),
    takesBack: Nullable(Type.String({ format: 'uuid', description: 'The change that it takes back' })),
    at: Time,
    replan: Nullable(
      Type.Object({
        state: OneOf(['waiting', 'running', 'joined', 'done']),
        joinedTo: Nullable(Type.String({ format: 'uuid', description: 'The later change whose run is for both' })),
        visits: Type.Integer({ description: 'That can have anything to send' }),
        planned: Type.Integer({ description: 'Of these, looked at so far' }),
        changed: Type.Integer({ description: 'Of these, plans that changed' }),
        endedAt: Nullable(Time),
      }),
    ),
  },
  { $id: 'SettingChange' },
);
export type SettingChange = Static<typeof SettingChange>;

/** A change as the API writes it, in the practice's time. */
export function settingChangeJson(row: StaffSettingChange, zone: string): SettingChange {
  const { id, version, area, facilityId, providerId, typeId, takesBack, replan } = row;
  return {
    ...{ id, version, area, facilityId, providerId, typeId, takesBack },
    before: { ...row.before },
    after: { ...row.after },
    changedBy: { keyId: row.keyId, name: row.keyName },
    at: isoTime(row.at, zone),
    replan: replan === null ? null : { ...replan, endedAt: isoTimeOrNull(replan.endedAt, zone) },
  };
}
