import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { Fault } from '../domain/fault.ts';
import { parseOffset } from '../domain/planning/offset.ts';
import { schemaProblems } from '../domain/schema-problems.ts';
import { createTemplateRenderer } from '../domain/templates/render.ts';
import { Temporal } from '../domain/time.ts';

const strict = <Properties extends TProperties>(properties: Properties): TObject<Properties> =>
  Type.Object(properties, { additionalProperties: false });

const Name = Type.String({ minLength: 1, maxLength: 200, description: 'a name, not empty' });
const Phone = Type.String({
  pattern: '^\\+[1-9][0-9]{6,14}$',
  description: 'a number with its country code and no spaces, such as "+17575550100"',
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
const Channel = Type.Enum(['text'], { description: '"text", the channel that Kept sends by' });
const Kind = Type.Enum(['appointment_reminder'], { description: '"appointment_reminder"' });

const settingsBoth = {
  begin_delivery: Type.Optional(Type.Enum(['exact', 'earliest'], { description: '"exact" or "earliest"' })),
  text_mode: Type.Optional(Type.Enum(['on', 'off'], { description: '"on" or "off"' })),
  text_from: Type.Optional(WallTime),
  text_to: Type.Optional(WallTime),
  open_days: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: 7, description: 'a weekday by its number, Monday = 1' }), {
      minItems: 1,
      uniqueItems: true,
      description: 'weekdays by number, Monday = 1, at least one, none twice',
    }),
  ),
  minimum_lead: Type.Optional(Lead),
  stop_on_answer: Type.Optional(Type.Boolean({ description: 'true or false' })),
};

const PracticeFileSchema = strict({
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
  senders: Type.Array(strict({ channel: Channel, address: Phone, facility_id: Type.Optional(FacilityId) }), {
    minItems: 1,
    description: 'a list of at least one number that texts go out from',
  }),
  rehearsal_contacts: Type.Optional(Type.Array(Phone, { description: 'a list of numbers' })),
  settings: Type.Optional(
    strict({
      ...settingsBoth,
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

/**
 * Reads a practice's file.
 * @throws {Fault} `bad_input`, with every problem on a line of its own: where it stands, and what to write there.
 */
export function readPracticeFile(json: unknown): PracticeFile {
  const shape = schemaProblems(PracticeFileSchema, json);
  const problems = shape.length > 0 ? shape : contentProblems(json as PracticeFile);
  if (problems.length > 0) {
    throw new Fault(
      'bad_input',
      `The practice's file cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  return json as PracticeFile;
}

/** What the schema cannot say: zones that exist, ids that name something, windows inside the hours that the law leaves. */
function contentProblems(file: PracticeFile): string[] {
  const problems: string[] = [];
  const facilityIds = new Set(file.facilities.map((facility) => facility.facility_id));

  function checkZone(path: string, zone: string): void {
    if (!isTimeZone(zone)) problems.push(`${path} must be a time zone by its IANA name, such as "America/New_York".`);
  }
  function checkUnique(path: string, keys: readonly string[]): void {
    keys.forEach((key, index) => {
      if (keys.indexOf(key) < index) problems.push(`${path}/${index} repeats an earlier one: take one of them out.`);
    });
  }
  function checkWindow(path: string, from = '09:00', to = '18:00'): void {
    if (from < '08:00')
      problems.push(`${path}/text_from must be 08:00 or later: the law allows no automated text before.`);
    if (to > '21:00')
      problems.push(`${path}/text_to must be 21:00 or earlier: the law allows no automated text after.`);
    if (from >= to) problems.push(`${path}/text_to must be later than text_from.`);
  }

  /** What the rule that will read a text later says of it now. */
  function checkReads(path: string, read: () => unknown): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'bad_input') throw error;
      problems.push(`${path}: ${error.message}`);
    }
  }

  checkZone('/time_zone', file.time_zone);
  checkWindow('/settings', file.settings?.text_from, file.settings?.text_to);
  file.facilities.forEach((facility, index) => {
    const own = facility.settings;
    checkZone(`/facilities/${index}/time_zone`, facility.time_zone);
    checkWindow(
      `/facilities/${index}/settings`,
      own?.text_from ?? file.settings?.text_from,
      own?.text_to ?? file.settings?.text_to,
    );
  });
  for (const list of ['senders', 'steps', 'closures'] as const) {
    file[list]?.forEach(({ facility_id: id }, index) => {
      if (id !== undefined && !facilityIds.has(id)) {
        problems.push(`/${list}/${index}/facility_id must be the facility_id of one of the facilities above.`);
      }
    });
  }
  checkUnique(
    '/facilities',
    file.facilities.map((facility) => facility.facility_id),
  );
  checkUnique(
    '/senders',
    file.senders.map((sender) => `${sender.channel} ${sender.address}`),
  );
  checkUnique(
    '/steps',
    (file.steps ?? []).map((step) => `${step.facility_id ?? ''} ${step.kind} ${step.slot}`),
  );
  checkUnique(
    '/templates',
    (file.templates ?? []).map((t) => `${t.kind} ${t.channel} ${t.language}`),
  );
  const renderer = createTemplateRenderer();
  file.templates?.forEach(({ body }, index) => {
    checkReads(`/templates/${index}/body`, () => renderer.check(body));
  });
  file.steps?.forEach((step, index) => {
    const { offset } = step;
    if (offset !== null) checkReads(`/steps/${index}/offset`, () => parseOffset(offset));
    if (step.offset === null && step.facility_id === undefined) {
      problems.push(`/steps/${index}/offset may be null only beside a facility_id: leave the step out instead.`);
    }
  });
  file.closures?.forEach((closure, index) => {
    if (closure.to < closure.from) problems.push(`/closures/${index}/to must not be before from.`);
  });
  return problems;
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
