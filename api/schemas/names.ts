import Type, { type Static } from 'typebox';
import type { NamesInMessages } from '../../db/names.ts';
import { tellingWords } from '../../domain/templates/telling-words.ts';
import { Saved } from './settings.ts';
import { Id, Nullable } from './shapes.ts';

const warnings = Type.Array(Type.String(), { description: 'Words of names that tell why a patient comes' });

/** What messages call the practice, its facilities and its providers. */
export const Names = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    practice: Type.String(),
    facilities: Type.Array(
      Type.Object({ id: Id, externalId: Type.String(), name: Type.String(), nameInMessages: Type.String() }),
    ),
    providers: Type.Array(
      Type.Object({
        id: Type.String({ description: 'In the PMS' }),
        name: Nullable(Type.String({ description: 'As the PMS writes it' })),
        nameInMessages: Nullable(Type.String({ description: 'Null: messages do not name them' })),
      }),
    ),
    warnings,
  },
  { $id: 'Names' },
);

export function namesJson(version: number, { practice, facilities, providers }: NamesInMessages): Static<typeof Names> {
  const said = [practice, ...[...facilities, ...providers].flatMap(({ nameInMessages }) => nameInMessages ?? [])];
  return {
    ...{ version, practice },
    facilities: facilities.map((facility) => ({ ...facility })),
    providers: providers.map((provider) => ({ ...provider })),
    warnings: warningsOf(said),
  };
}

/** Names by what they are of; null leaves a provider unnamed. */
export const NamesBody = Type.Record(
  Type.String({ pattern: '^(practice|(facility|provider)/.{1,100})$' }),
  Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
  { additionalProperties: false, minProperties: 1 },
);

/** What saving names came to. */
export const SavedNames = Type.Object({ ...Saved.properties, warnings }, { $id: 'SavedNames' });

export function warningsOf(names: readonly string[]): string[] {
  return tellingWords(names.join('\n')).map(
    (word) => `"${word}" tells why the patient comes, and others may read or hear it: leave it out of the name.`,
  );
}
