import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readPracticeFile } from '../../../operations/practices/practice-file.ts';
import type { PracticeFile } from '../../../operations/practices/practice-file-schema.ts';

const example = (): PracticeFile =>
  JSON.parse(readFileSync(new URL('../../../examples/practice.json', import.meta.url), 'utf8')) as PracticeFile;

function problemsOf(json: unknown): string[] {
  try {
    readPracticeFile(json);
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

test('the example is a good file', () => {
  expect(problemsOf(example())).toEqual([]);
});

test('every problem is listed at once, each with its place and what to write there', () => {
  const file: Partial<Record<keyof PracticeFile, unknown>> & { colour: string } = {
    ...example(),
    slug: 'Not A Slug',
    colour: 'green',
    phone: '757-555-0100',
    steps: [{ kind: 'small_talk' }],
  };
  delete file.name;
  expect(problemsOf(file)).toEqual(
    expect.arrayContaining([
      '/name is missing: add it.',
      '/colour is not known here: check its spelling, or take it out.',
      '/slug must be a short name of small letters, digits and dashes, such as "riverside".',
      '/phone must be a number with its country code and no spaces, such as "+17575550100".',
      '/steps/0/slot is missing: add it.',
      '/steps/0/kind must be a kind that ships, such as "appointment_reminder".',
    ]),
  );
});

test('an unknown field deep inside is refused', () => {
  const file = example();
  Object.assign(file.facilities[0]!, { zone: 'America/New_York' });
  expect(problemsOf(file)).toEqual(['/facilities/0/zone is not known here: check its spelling, or take it out.']);
});

test('what is no object at all is refused', () => {
  expect(problemsOf([])).toEqual(['/ must be object.']);
});

describe('what a schema cannot say', () => {
  const email = { kind: 'appointment_reminder', channel: 'email', language: 'en', body: 'Words' } as const;
  const cases: [string, (file: PracticeFile) => unknown, string][] = [
    [
      'a desk that is reached by the number that messages go out from',
      (file) => (file.facilities[1]!.phone = '+16155550101'),
      '/facilities/1/phone is a number that messages go out from, so a caller would be connected to it without end: ' +
        'give the number that rings at the desk.',
    ],
    [
      'a desk that is reached by a number of a messaging service',
      (file) => {
        file.senders[0] = { channel: 'text', address: `MG${'5'.repeat(32)}`, numbers: ['+17575550190'] };
        file.phone = '+17575550190';
      },
      '/phone is a number that messages go out from, so a caller would be connected to it without end: ' +
        'give the number that rings at the desk.',
    ],
    [
      'a messaging service without its numbers',
      (file) => (file.senders[0]!.address = `MG${'5'.repeat(32)}`),
      "/senders/0/numbers must list the service's numbers: patients call them back.",
    ],
    [
      'numbers of what is no messaging service',
      (file) => (file.senders[2]!.numbers = ['+17575550190']),
      '/senders/2/numbers is for a messaging service: take it out.',
    ],
    [
      'a number of a messaging service that no phone could have',
      (file) => {
        file.senders[0] = { channel: 'text', address: `MG${'5'.repeat(32)}`, numbers: ['+17571550101'] };
      },
      '/senders/0/numbers/0 is no number that a phone could have: check its digits.',
    ],
    [
      'an email that is sent from a number',
      (file) => file.senders.push({ channel: 'email', address: '+17575550100' }),
      '/senders/4/address must be an email address.',
    ],
    [
      'an email without a subject',
      (file) => (file.templates = [email]),
      '/templates/0/subject_line: An email needs a subject: write one.',
    ],
    [
      'a subject that names what is no field',
      (file) => (file.templates = [{ ...email, subject_line: '{{ diagnosis }}' }]),
      '/templates/0/subject_line: The template names what is no field: diagnosis.',
    ],
    [
      'an offset that planning would not read',
      (file) => (file.steps = [{ kind: 'appointment_reminder', slot: 'far', channel: 'text', offset: '-P12345D' }]),
      '/steps/0/offset: The offset is not understood: write -P3D for three days before the visit, -PT2H for two hours before it.',
    ],
    [
      'a template that could not be sent',
      (file) =>
        (file.templates = [
          { kind: 'appointment_reminder', channel: 'text', language: 'en', body: '{% include "x" %}' },
        ]),
      '/templates/0/body: The template is not understood: tag "include" not found, line:1, col:1.',
    ],
    [
      'a zone that does not exist',
      (file) => (file.facilities[0]!.time_zone = 'America/Norfolk'),
      '/facilities/0/time_zone must be a time zone by its IANA name, such as "America/New_York".',
    ],
    [
      'a bare offset for a zone, which knows no summer',
      (file) => (file.time_zone = '-05:00'),
      '/time_zone must be a time zone by its IANA name, such as "America/New_York".',
    ],
    [
      'a window before the hours that the law allows',
      (file) => (file.settings = { text_from: '07:00' }),
      '/settings/text_from must be 08:00 or later: the law allows no automated text before.',
    ],
    [
      "a facility's window that ends before the practice's begins",
      (file) => (file.facilities[0]!.settings = { text_to: '08:30' }),
      '/facilities/0/settings/text_to must be later than text_from.',
    ],
    [
      'calls after the hours that the law allows',
      (file) => (file.settings = { voice_to: '21:30' }),
      '/settings/voice_to must be 21:00 or earlier: the law allows no automated call after.',
    ],
    [
      'a step that backs itself up',
      (file) => (file.steps![1]!.backups = ['text']),
      "/steps/1/backups must name other channels than the step's own.",
    ],
    [
      'a number that no phone could have',
      (file) => (file.senders[1]!.address = '+17571550101'),
      '/senders/1/address is no number that a phone could have: check its digits.',
    ],
    [
      'a facility that is not there',
      (file) => (file.senders[1]!.facility_id = 'EAST'),
      '/senders/1/facility_id must be the facility_id of one of the facilities above.',
    ],
    [
      'a facility twice',
      (file) => (file.facilities[1]!.facility_id = 'MAIN'),
      '/facilities/1 repeats an earlier one: take one of them out.',
    ],
    [
      'a step that is taken away everywhere',
      (file) => (file.steps = [{ kind: 'appointment_reminder', slot: 'one-day', channel: 'text', offset: null }]),
      '/steps/0/offset may be null only beside a facility_id: leave the step out instead.',
    ],
    [
      'a closure that ends before it begins',
      (file) => (file.closures![0]!.to = '2026-12-24'),
      '/closures/0: Its last day (to) must not be before its first (from).',
    ],
    [
      'a closure on a day that the calendar does not have',
      (file) => (file.closures![0]!.to = '2027-02-30'),
      '/closures/0/to must be a day, such as "2026-12-25".',
    ],
    [
      'two closures of one type that overlap at a facility',
      (file) => {
        const of = { type: 'vacation', name: 'Snow', from: '2026-12-30', to: '2027-01-02' } as const;
        file.closures!.push(of, { ...of, type: 'holiday' });
      },
      '/closures/2 overlaps the vacation "Winter break" (/closures/1): change or take out one of them.',
    ],
  ];
  test.each(cases)('%s', (_name, spoil, problem) => {
    const file = example();
    spoil(file);
    expect(problemsOf(file).join('\n')).toContain(problem);
  });
});
