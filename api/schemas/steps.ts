import Type, { type Static } from 'typebox';
import type { StepOfPlace } from '../../db/steps.ts';
import { StepShape } from '../../domain/settings/step-problems.ts';
import { channels } from './message.ts';
import { Id, Nullable, OneOf } from './shapes.ts';

/** A schedule as it holds somewhere, and whose each of its steps is. */
export const Steps = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    facilityId: Nullable(Id),
    items: Type.Array(
      Type.Object({
        key: Type.String({ description: 'Its kind and slot: `appointment_reminder/one-day`' }),
        kind: Type.String(),
        slot: Type.String(),
        channel: OneOf(channels),
        offset: Nullable(Type.String({ description: 'From what it is about; null: taken away at this facility' })),
        condition: OneOf(['unanswered', 'confirmed', 'always']),
        backups: Nullable(Type.Array(OneOf(channels), { description: 'Null: every channel that is on as backup' })),
        from: OneOf(['practice', 'facility'], 'Whose step it is'),
      }),
    ),
  },
  { $id: 'Steps' },
);

/** The practice's steps, those of the facility in the place of theirs. */
export function stepsJson(
  version: number,
  facilityId: string | null,
  steps: readonly StepOfPlace[],
): Static<typeof Steps> {
  const byKey = new Map<string, StepOfPlace>();
  for (const own of [false, true]) {
    for (const step of steps) {
      const isOwn = step.facilityId !== null;
      if (isOwn === own && (!isOwn || step.facilityId === facilityId)) byKey.set(`${step.kind}/${step.slot}`, step);
    }
  }
  return {
    version,
    facilityId,
    items: [...byKey].map(([key, { kind, slot, channel, offset, condition, backups, facilityId: owner }]) => ({
      ...{ key, kind, slot, channel, offset, condition },
      backups: backups === null ? null : [...backups],
      from: owner === null ? 'practice' : 'facility',
    })),
  };
}

/** Steps by kind and slot; null removes one, and lets a facility follow its practice. */
export const StepsBody = Type.Record(
  Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}/[a-z0-9-]{1,40}$' }),
  Type.Union([StepShape, Type.Null()]),
  { additionalProperties: false, minProperties: 1 },
);
