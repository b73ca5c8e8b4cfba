import Type, { type Static, type TObject, type TOptional, type TProperties } from 'typebox';
import { Address } from '../../domain/settings/setting-shapes.ts';
import {
  facilitySettingKeys,
  fileSettingKeys,
  settingsCatalog,
  type SettingKey,
} from '../../domain/settings/settings-catalog.ts';
import { shippedKinds } from '../../domain/shipped-kinds.ts';

const strict = <Properties extends TProperties>(properties: Properties): TObject<Properties> =>
  Type.Object(properties, { additionalProperties: false });

const Name = Type.String({ minLength: 1, maxLength: 200, description: 'a name, not empty' });
const Phone = Type.String({
  pattern: '^\\+[1-9][0-9]{6,14}$',
  description: 'a number with its country code and no spaces, such as "+17575550100"',
});
/** What messages go out from: for texts also the carrier's name of a messaging service, which stands for all of its numbers. */
const Sender = Type.String({
  pattern: '^(\\+[1-9][0-9]{6,14}|[^@\\s]+@[^@\\s]+\\.[^@\\s.]+)$|^MG[0-9a-f]{32}$',
  description: 'a number with its country code, an email address, or a messaging service ("MG" and 32 more)',
});
const FacilityId = Type.String({ minLength: 1, description: "a facility's id as the feed writes it" });
const Zone = Type.String({
  // A bare offset such as "-05:00" would be taken for a zone, and knows no summer.
  pattern: '^[A-Za-z]',
  description: 'a time zone by its IANA name, such as "America/New_York"',
});
const Day = Type.String({ format: 'date', description: 'a day, such as "2026-12-25"' });
const Channel = Type.Enum(['text', 'voice', 'email'], { description: '"text", "voice" or "email"' });
const Kind = Type.Enum([...shippedKinds.keys()], {
  description: 'a kind that ships, such as "appointment_reminder"',
});

type SettingShapes<Key extends SettingKey> = { [K in Key]: TOptional<(typeof settingsCatalog)[K]['schema']> };

function shapesOf<Key extends SettingKey>(keys: readonly Key[]): SettingShapes<Key> {
  return Object.fromEntries(
    keys.map((key) => [key, Type.Optional(settingsCatalog[key].schema)]),
  ) as unknown as SettingShapes<Key>;
}

/** The shape of a practice's file; what it cannot say, `practiceFileProblems` does. */
export const PracticeFileSchema = strict({
  slug: Type.String({
    pattern: '^[a-z][a-z0-9-]{0,62}$',
    description: 'a short name of small letters, digits and dashes, such as "riverside"',
  }),
  name: Name,
  name_in_messages: Name,
  phone: Phone,
  time_zone: Zone,
  facilities: Type.Array(
    strict({
      facility_id: FacilityId,
      name: Name,
      name_in_messages: Type.Optional(Name),
      time_zone: Zone,
      phone: Phone,
      address: Type.Optional(Type.String({ description: 'text' })),
      settings: Type.Optional(strict(shapesOf(facilitySettingKeys))),
    }),
    { minItems: 1, description: 'a list of at least one facility' },
  ),
  senders: Type.Array(
    strict({
      channel: Channel,
      address: Sender,
      numbers: Type.Optional(
        Type.Array(Phone, { uniqueItems: true, description: 'the numbers of the messaging service, each once' }),
      ),
      facility_id: Type.Optional(FacilityId),
    }),
    { minItems: 1, description: 'a list of at least one number or address that messages go out from' },
  ),
  rehearsal_contacts: Type.Optional(Type.Array(Address, { description: 'a list of numbers and addresses' })),
  settings: Type.Optional(strict(shapesOf(fileSettingKeys))),
  steps: Type.Optional(
    Type.Array(
      strict({
        kind: Kind,
        slot: Type.String({
          pattern: '^[a-z0-9-]{1,40}$',
          description: 'a name of small letters, digits and dashes that the step keeps, such as "one-day"',
        }),
        channel: Channel,
        offset: Type.Union(
          [Type.String({ pattern: '^[-+]?P([0-9]+D|T[0-9]+H|T[0-9]+M|T[0-9]+H[0-9]+M)$' }), Type.Null()],
          {
            description:
              'a span from what it is about, such as "-P3D", "-PT2H" or "P1D"; null at a facility takes the step away',
          },
        ),
        condition: Type.Optional(
          Type.Enum(['unanswered', 'confirmed', 'always'], { description: '"unanswered", "confirmed" or "always"' }),
        ),
        backups: Type.Optional(
          Type.Array(Channel, {
            uniqueItems: true,
            description: 'the channels that stand in, in order; none where empty',
          }),
        ),
        facility_id: Type.Optional(FacilityId),
      }),
      { description: 'a list of steps' },
    ),
  ),
  templates: Type.Optional(
    Type.Array(
      strict({
        kind: Kind,
        channel: Channel,
        language: Type.String({ pattern: '^[a-z]{2}$', description: 'a language by two letters, such as "en"' }),
        body: Type.String({ minLength: 1, description: 'the words of the message' }),
        subject_line: Type.Optional(Type.String({ minLength: 1, description: 'the subject of an email' })),
      }),
      { description: 'a list of templates' },
    ),
  ),
  closures: Type.Optional(
    Type.Array(
      strict({
        type: Type.Enum(['holiday', 'vacation'], { description: '"holiday" or "vacation"' }),
        name: Name,
        from: Day,
        to: Day,
        facility_id: Type.Optional(FacilityId),
      }),
      { description: 'a list of closures' },
    ),
  ),
  feed_folder: Type.Optional(Type.String({ minLength: 1, description: 'the folder that the feed is put into' })),
});

/** A practice as an operator writes it down; `examples/practice.json` shows every part. */
export type PracticeFile = Static<typeof PracticeFileSchema>;
