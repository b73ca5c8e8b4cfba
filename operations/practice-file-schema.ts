import Type, { type Static, type TInteger, type TObject, type TOptional, type TProperties } from 'typebox';

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
const WallTime = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'a time of day, such as "09:00"',
});
const Day = Type.String({ format: 'date', description: 'a day, such as "2026-12-25"' });
const Lead = Type.String({ pattern: '^PT[0-9]+[HM]$', description: 'a span of hours or minutes, such as "PT2H"' });
const Address = Type.String({
  pattern: '^(\\+[1-9][0-9]{6,14}|[^@\\s]+@[^@\\s]+\\.[^@\\s.]+)$',
  description: 'a number with its country code and no spaces, such as "+17575550100", or an email address',
});
const Channel = Type.Enum(['text', 'voice', 'email'], { description: '"text", "voice" or "email"' });
const Kind = Type.Enum(['appointment_reminder'], { description: '"appointment_reminder"' });

const Mode = Type.Optional(Type.Enum(['on', 'off', 'backup'], { description: '"on", "off" or "backup"' }));
const Count = (minimum: number): TOptional<TInteger> =>
  Type.Optional(Type.Integer({ minimum, maximum: 100, description: `a whole number from ${String(minimum)} to 100` }));
const YesNo = Type.Optional(Type.Boolean({ description: 'true or false' }));

const settingsBoth = {
  begin_delivery: Type.Optional(Type.Enum(['exact', 'earliest'], { description: '"exact" or "earliest"' })),
  text_mode: Mode,
  text_from: Type.Optional(WallTime),
  text_to: Type.Optional(WallTime),
  voice_mode: Mode,
  voice_from: Type.Optional(WallTime),
  voice_to: Type.Optional(WallTime),
  email_mode: Mode,
  email_from: Type.Optional(WallTime),
  email_to: Type.Optional(WallTime),
  contact_choice: Type.Optional(Type.Enum(['preference', 'every'], { description: '"preference" or "every"' })),
  voice_phones: Type.Optional(
    Type.Array(Type.Enum(['cell', 'home', 'work'], { description: '"cell", "home" or "work"' }), {
      minItems: 1,
      uniqueItems: true,
      description: 'phones in the order of the calls, at least one, none twice',
    }),
  ),
  backup_after: Type.Optional(Lead),
  open_days: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: 7, description: 'a weekday by its number, Monday = 1' }), {
      minItems: 1,
      uniqueItems: true,
      description: 'weekdays by number, Monday = 1, at least one, none twice',
    }),
  ),
  minimum_lead: Type.Optional(Lead),
  stop_on_answer: YesNo,
  courtesy_reminder: YesNo,
  early_confirm_days: Count(0),
};

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
      settings: Type.Optional(strict(settingsBoth)),
    }),
    { minItems: 1, description: 'a list of at least one facility' },
  ),
  senders: Type.Array(strict({ channel: Channel, address: Sender, facility_id: Type.Optional(FacilityId) }), {
    minItems: 1,
    description: 'a list of at least one number or address that messages go out from',
  }),
  rehearsal_contacts: Type.Optional(Type.Array(Address, { description: 'a list of numbers and addresses' })),
  settings: Type.Optional(
    strict({
      ...settingsBoth,
      cap_per_day: Count(1),
      cap_per_week: Count(1),
      cap_per_phone_day: Count(1),
      sync_at: Type.Optional(WallTime),
      feed_warn_after: Type.Optional(Lead),
      feed_pause_after: Type.Optional(Lead),
    }),
  ),
  steps: Type.Optional(
    Type.Array(
      strict({
        kind: Kind,
        slot: Type.String({
          pattern: '^[a-z0-9-]{1,40}$',
          description: 'a name of small letters, digits and dashes that the step keeps, such as "one-day"',
        }),
        channel: Channel,
        offset: Type.Union([Type.String({ pattern: '^-P([0-9]+D|T[0-9]+H|T[0-9]+M|T[0-9]+H[0-9]+M)$' }), Type.Null()], {
          description: 'a span before the visit, such as "-P3D" or "-PT2H"; null at a facility takes the step away',
        }),
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
