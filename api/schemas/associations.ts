import Type, { type Static } from 'typebox';
import type { Association } from '../../domain/templates/choose-template.ts';
import type { WordsAtVisit } from '../../operations/settings/words-at-visit.ts';
import { channels } from './message.ts';
import { FacilityName, Id, Nullable, OneOf } from './shapes.ts';

const ofPms = (what: string) =>
  Type.String({ minLength: 1, maxLength: 100, description: `The ${what}’s id in the PMS` });

/** Where which words apply, and the words that a visit gets. */
export const Associations = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    items: Type.Array(
      Type.Object({
        kind: Type.String(),
        facilityId: Nullable(Id),
        provider: Nullable(ofPms('provider')),
        type: Nullable(ofPms('type')),
        name: Type.String({ description: 'Of the words, as in their keys' }),
      }),
      {
        description:
          'The narrowest that reaches a visit holds: type before provider before facility; else the standard words',
      },
    ),
    atVisit: Nullable(
      Type.Array(
        Type.Object({
          kind: Type.String(),
          channel: OneOf(channels),
          key: Nullable(Type.String({ description: 'Of the words; null: there are none' })),
          from: Nullable(OneOf(['practice', 'facility', 'provider', 'type'], 'For which of these the words are')),
          language: Nullable(OneOf(['patient', 'practice'], 'Whose language they are in')),
        }),
        { description: 'Where a visit is named: the words that it gets, by kind and channel' },
      ),
    ),
  },
  { $id: 'Associations' },
);

export function associationsJson(
  version: number,
  associations: readonly Association[],
  atVisit: readonly WordsAtVisit[] | null,
): Static<typeof Associations> {
  return {
    version,
    items: associations.map(({ kind, facilityId, providerId: provider, typeId: type, name }) => ({
      ...{ kind, facilityId, provider, type, name },
    })),
    atVisit: atVisit === null ? null : atVisit.map((words) => ({ ...words })),
  };
}

/** Where words are to apply; null: the place follows the wider ones. */
export const AssociationsBody = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          kind: Type.String({ maxLength: 40 }),
          facility: Type.Optional(FacilityName),
          provider: Type.Optional(ofPms('provider')),
          type: Type.Optional(ofPms('type')),
          name: Nullable(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { additionalProperties: false },
);
