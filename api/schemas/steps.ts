import Type, { type Static } from 'typebox';
import {
  effectiveSteps,
  visitAt,
  wholeStep,
  type StepOfLevel,
  type StepPart,
} from '../../domain/settings/effective-steps.ts';
import { levelName, levelsOf, practiceLevel, type Level } from '../../domain/settings/level.ts';
import { StepShape } from '../../domain/settings/step-problems.ts';
import { LevelFields, levelWords, Source, sourceJson } from './level.ts';
import { channels } from './message.ts';
import { Nullable, OneOf } from './shapes.ts';

/** A schedule as it holds somewhere, and whose word each part of its steps is. */
export const Steps = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    ...LevelFields,
    items: Type.Array(
      Type.Object({
        key: Type.String({ description: 'Its kind and slot: `appointment_reminder/one-day`' }),
        kind: Type.String(),
        slot: Type.String(),
        channel: OneOf(channels),
        offset: Nullable(Type.String({ description: 'From what it is about; null: taken away here' })),
        condition: OneOf(['unanswered', 'confirmed', 'always']),
        backups: Nullable(Type.Array(OneOf(channels), { description: 'Null: every channel that is on as backup' })),
        from: levelWords,
        sources: Type.Object(
          { channel: Source, offset: Source, condition: Source, backups: Source },
          { description: 'Where each part of it comes from' },
        ),
      }),
    ),
  },
  { $id: 'Steps' },
);

/** The steps that hold at a level. */
export function stepsJson(version: number, level: Level, steps: readonly StepOfLevel[]): Static<typeof Steps> {
  return {
    version,
    ...level,
    items: effectiveSteps(steps, visitAt(level)).flatMap((step) => {
      const whole = wholeStep(step);
      if (whole === null) return [];
      const { kind, slot, from } = step;
      const source = (part: StepPart): Static<typeof Source> => sourceJson(from[part] ?? practiceLevel);
      const narrowest = levelsOf(Object.values(from), visitAt(level)).at(-1) ?? practiceLevel;
      return [
        {
          ...{ key: `${kind}/${slot}`, kind, slot },
          ...{ channel: whole.channel, offset: whole.offset, condition: whole.condition },
          backups: whole.backups === null ? null : [...whole.backups],
          from: levelName(narrowest),
          sources: {
            channel: source('channel'),
            offset: source('offset'),
            condition: source('condition'),
            backups: source('backups'),
          },
        },
      ];
    }),
  };
}

/** Steps by kind and slot; null removes one, and lets a narrower level follow the wider one. */
export const StepsBody = Type.Record(
  Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}/[a-z0-9-]{1,40}$' }),
  Type.Union([StepShape, Type.Null()]),
  { additionalProperties: false, minProperties: 1 },
);
