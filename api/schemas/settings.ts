import Type, { type Static, type TSchema } from 'typebox';
import type { SettingValue } from '../../domain/settings/setting.ts';
import { settingKeys, settingOf, shapeOf, type SettingKey } from '../../domain/settings/settings-catalog.ts';
import { effectiveSetting } from '../../domain/settings/effective-settings.ts';
import { levelName } from '../../domain/settings/level.ts';
import { visitAt } from '../../domain/settings/effective-steps.ts';
import type { ReadSettings } from '../../operations/settings/read-settings.ts';
import type { SavedChange } from '../../operations/settings/change-settings.ts';
import { LevelFields, levelWords } from './level.ts';
import { Nullable } from './shapes.ts';

/** What a setting brings about, what it begins as and what it must be. */
function describe(key: SettingKey): string {
  const { effect, ofFacility, default: begin } = settingOf(key);
  const follow = ofFacility ? '; null at a narrower level: as the next wider one' : '';
  return `${effect} Begins as ${JSON.stringify(begin)}. Must be ${shapeOf(key)}${follow}.`;
}

function forEach<T extends TSchema>(schemaOf: (key: SettingKey) => T): Record<SettingKey, T> {
  return Object.fromEntries(settingKeys.map((key) => [key, schemaOf(key)])) as Record<SettingKey, T>;
}

/** What holds, and where it comes from. */
export const Settings = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    ...LevelFields,
    settings: Type.Object(
      forEach((key) =>
        Type.Object(
          {
            value: Type.Unsafe<SettingValue>(settingOf(key).schema),
            from: levelWords,
            default: Type.Unsafe<SettingValue>(settingOf(key).schema),
          },
          { description: describe(key) },
        ),
      ),
    ),
  },
  { $id: 'Settings' },
);
export type Settings = Static<typeof Settings>;

export function settingsJson({ version, level, practice, levels }: ReadSettings): Settings {
  return {
    version,
    ...level,
    settings: forEachValue((key) => {
      const { value, from } = effectiveSetting(key, practice, levels, visitAt(level));
      return { value, from: levelName(from), default: settingOf(key).default };
    }),
  };
}

function forEachValue<T>(valueOf: (key: SettingKey) => T): Record<SettingKey, T> {
  return Object.fromEntries(settingKeys.map((key) => [key, valueOf(key)])) as Record<SettingKey, T>;
}

/** Some settings with the values that they are to have. */
export const SettingsBody = Type.Object(
  forEach((key) =>
    Type.Optional(
      Type.Unsafe<SettingValue>(Type.Union([settingOf(key).schema, Type.Null()], { description: describe(key) })),
    ),
  ),
  { additionalProperties: false, minProperties: 1 },
);

/** The version that a change is made from. */
export const IfMatch = Type.Object({
  'if-match': Type.String({
    pattern: '^"[0-9]{1,9}"$',
    description: 'The `version` that was read, in quotation marks: who saved after it is not undone unawares',
  }),
});

/** The version that the header names. */
export function versionOf(headers: Static<typeof IfMatch>): number {
  return Number(headers['if-match'].slice(1, -1));
}

/** Values by what they are of. */
export const Values = Type.Record(Type.String(), Type.Unknown());

/** What a save came to. */
export const Saved = Type.Object(
  {
    version: Type.Integer({ description: 'The version after it' }),
    changeId: Nullable(
      Type.String({ format: 'uuid', description: 'See `setting-changes/{id}`; null where all was so already' }),
    ),
    before: Values,
    after: Values,
    replans: Type.Boolean({ description: 'Plans follow it; `setting-changes/{id}` shows how far they do' }),
  },
  { $id: 'Saved' },
);

export function savedJson({ version, changeId, before, after, replans }: SavedChange): Static<typeof Saved> {
  return { version, changeId, before: { ...before }, after: { ...after }, replans };
}
