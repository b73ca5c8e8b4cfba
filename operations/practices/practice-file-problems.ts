import { phoneToE164 } from '../../domain/contacts/phone.ts';
import { kindOf } from '../../domain/kinds.ts';
import { offsetProblems } from '../../domain/settings/step-problems.ts';
import { shippedKinds } from '../../domain/shipped-kinds.ts';
import { createTemplateRenderer } from '../../domain/templates/render.ts';
import { standardName } from '../../domain/templates/template-key.ts';
import { tryTemplate } from '../../domain/templates/try-template.ts';
import { closureProblems, overlapping } from '../../domain/settings/closure-problems.ts';
import { withOwn } from '../../domain/settings/effective-settings.ts';
import { defaultSettings } from '../../domain/settings/settings-catalog.ts';
import { settingsProblems } from '../../domain/settings/settings-problems.ts';
import { Temporal } from '../../domain/time.ts';
import type { PracticeFile } from './practice-file-schema.ts';

/** What a schema cannot say of a practice's file: zones and numbers that exist, ids that name something, hours that the law leaves. */
export function practiceFileProblems(file: PracticeFile): string[] {
  return [
    ...placeProblems(file),
    ...senderProblems(file),
    ...settingProblems(file),
    ...templateProblems(file),
    ...scheduleProblems(file),
    ...referenceProblems(file),
    ...repeatProblems(file),
  ];
}

function placeProblems(file: PracticeFile): string[] {
  const places = [
    { path: '', place: file },
    ...file.facilities.map((place, index) => ({ path: `/facilities/${index}`, place })),
  ];
  const phones = [
    ...places.map(({ path, place }) => ({ path: `${path}/phone`, phone: place.phone })),
    ...file.senders.flatMap(({ channel, address: phone }, index) =>
      channel === 'email' || (channel === 'text' && phone.startsWith('MG'))
        ? []
        : [{ path: `/senders/${index}/address`, phone }],
    ),
    ...file.senders.flatMap(({ numbers = [] }, sender) =>
      numbers.map((phone, index) => ({ path: `/senders/${sender}/numbers/${index}`, phone })),
    ),
    ...(file.rehearsal_contacts ?? []).flatMap((phone, index) =>
      phone.includes('@') ? [] : [{ path: `/rehearsal_contacts/${index}`, phone }],
    ),
  ];
  return [
    ...places
      .filter(({ place }) => !isTimeZone(place.time_zone))
      .map(({ path }) => `${path}/time_zone must be a time zone by its IANA name, such as "America/New_York".`),
    ...file.senders.flatMap(({ channel, address }, index) =>
      channel !== 'email' || address.includes('@') ? [] : [`/senders/${index}/address must be an email address.`],
    ),
    ...phones
      .filter(({ phone }) => phoneToE164(phone) !== phone)
      .map(({ path }) => `${path} is no number that a phone could have: check its digits.`),
  ];
}

/**
 * A messaging service needs its numbers, since patients call back the one that they saw. And who calls a sender is connected to the
 * desk: a desk that is reached by a sender's number would be called by itself, without end.
 */
function senderProblems(file: PracticeFile): string[] {
  const services = file.senders.map(({ channel, address }) => channel === 'text' && address.startsWith('MG'));
  const ours = new Set(
    file.senders.flatMap(({ channel, address, numbers = [] }) => (channel === 'email' ? [] : [address, ...numbers])),
  );
  const desks = [
    { path: '/phone', phone: file.phone },
    ...file.facilities.map(({ phone }, index) => ({ path: `/facilities/${index}/phone`, phone })),
  ];
  return [
    ...file.senders.flatMap(({ numbers = [] }, index) => {
      const path = `/senders/${index}/numbers`;
      if (services[index] === true) {
        return numbers.length > 0 ? [] : [`${path} must list the service's numbers: patients call them back.`];
      }
      return numbers.length > 0 ? [`${path} is for a messaging service: take it out.`] : [];
    }),
    ...desks
      .filter(({ phone }) => ours.has(phone))
      .map(
        ({ path }) =>
          `${path} is a number that messages go out from, so a caller would be connected to it without end: ` +
          'give the number that rings at the desk.',
      ),
  ];
}

/** What the values of the settings make of each other, at the practice and at each facility. */
function settingProblems(file: PracticeFile): string[] {
  const practice = withOwn(defaultSettings, file.settings ?? {});
  const places = [
    { path: '/settings', values: practice },
    ...file.facilities.map((facility, index) => ({
      path: `/facilities/${index}/settings`,
      values: withOwn(practice, facility.settings ?? {}),
    })),
  ];
  return places.flatMap(({ path, values }) =>
    settingsProblems(values).map(({ key, text }) => `${path}/${key} ${text}`),
  );
}

/** Words, tried as those that are saved later. */
function templateProblems({ templates = [], settings = {}, ...file }: PracticeFile): string[] {
  const renderer = createTemplateRenderer();
  const practice = {
    nameInMessages: file.name_in_messages,
    phone: file.phone,
    facilities: file.facilities.map((facility) => ({
      nameInMessages: facility.name_in_messages ?? file.name_in_messages,
      zone: facility.time_zone,
    })),
  };
  const mostSegments = settings.text_segments_most ?? defaultSettings.text_segments_most;
  return templates.flatMap(({ subject_line: subjectLine = null, ...words }, index) => {
    const template = { ...words, name: standardName, subjectLine };
    const { problems } = tryTemplate(renderer, {
      template,
      kind: kindOf(shippedKinds, words.kind),
      practice,
      mostSegments,
    });
    return problems.map(({ part, message }) => `/templates/${index}/${partNames[part]}: ${message}`);
  });
}

const partNames = { body: 'body', subjectLine: 'subject_line' } as const;

/** Steps and closures, each read by the rule that will read it later. */
function scheduleProblems(file: PracticeFile): string[] {
  return [
    ...(file.steps ?? []).flatMap(({ channel, backups = [] }, index) =>
      backups.includes(channel) ? [`/steps/${index}/backups must name other channels than the step's own.`] : [],
    ),
    ...(file.steps ?? []).flatMap(({ kind, offset, facility_id: facilityId }, index) => {
      const problems = offsetProblems(offset, kindOf(shippedKinds, kind));
      if (problems.length > 0 || offset !== null) return problems.map((text) => `/steps/${index}/offset: ${text}`);
      if (facilityId !== undefined) return [];
      return [`/steps/${index}/offset may be null only beside a facility_id: leave the step out instead.`];
    }),
    ...closuresProblems(file),
  ];
}

/** What the API would refuse of closures too: days that are none, spans that are typing errors, two of one type that overlap at a facility. */
function closuresProblems({ closures = [] }: PracticeFile): string[] {
  const placed = closures.map(({ facility_id: facilityId = null, ...closure }, index) => ({
    ...closure,
    facilityId,
    id: String(index),
  }));
  return placed.flatMap((closure, index) => {
    const path = `/closures/${String(index)}`;
    const wrong = closureProblems(closure);
    if (wrong.length > 0) return wrong.map((problem) => `${path}: ${problem}`);
    const other = overlapping(closure, placed.slice(0, index));
    if (other === undefined) return [];
    return [
      `${path} overlaps the ${other.type} "${other.name}" (/closures/${other.id}): change or take out one of them.`,
    ];
  });
}

function referenceProblems(file: PracticeFile): string[] {
  const facilityIds = new Set(file.facilities.map((facility) => facility.facility_id));
  return (['senders', 'steps', 'closures'] as const).flatMap((list) =>
    (file[list] ?? []).flatMap(({ facility_id: id }, index) =>
      id === undefined || facilityIds.has(id)
        ? []
        : [`/${list}/${index}/facility_id must be the facility_id of one of the facilities above.`],
    ),
  );
}

function repeatProblems(file: PracticeFile): string[] {
  const keys = {
    facilities: file.facilities.map((facility) => facility.facility_id),
    senders: file.senders.map((sender) => `${sender.channel} ${sender.address}`),
    steps: (file.steps ?? []).map((step) => `${step.facility_id ?? ''} ${step.kind} ${step.slot}`),
    templates: (file.templates ?? []).map(({ kind, channel, language }) => `${kind} ${channel} ${language}`),
  };
  return Object.entries(keys).flatMap(([list, all]) =>
    all.flatMap((key, index) =>
      all.indexOf(key) < index ? [`/${list}/${index} repeats an earlier one: take one of them out.`] : [],
    ),
  );
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
