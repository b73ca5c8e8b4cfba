import { describe, expect, test } from 'vitest';
import { kindOf } from '../../../../domain/kinds.ts';
import { shippedKinds } from '../../../../domain/shipped-kinds.ts';
import { defaultTemplates } from '../../../../domain/templates/default-templates.ts';
import { createTemplateRenderer } from '../../../../domain/templates/render.ts';
import type { TemplatePractice } from '../../../../domain/templates/sample-words.ts';
import { tryTemplate, type TemplateTrial } from '../../../../domain/templates/try-template.ts';

const renderer = createTemplateRenderer();
const reminder = kindOf(shippedKinds, 'appointment_reminder');
const practice: TemplatePractice = {
  nameInMessages: 'Harbor Clinic',
  phone: '+17575550100',
  facilities: [
    { nameInMessages: 'Main', zone: 'America/New_York' },
    { nameInMessages: 'Ghent Office', zone: 'America/New_York' },
  ],
};
const reply = 'Reply Y to confirm, N to decline.';
const good = `{{ practiceName }}: you come on {{ visitDate }}. ${reply} Reply STOP to end.`;

function tried(
  body: string,
  given: Partial<TemplateTrial['template']> = {},
  kind: Partial<TemplateTrial['kind']> = {},
) {
  const template = {
    ...({
      kind: 'appointment_reminder',
      name: 'standard',
      channel: 'text',
      language: 'en',
      subjectLine: null,
    } as const),
    ...given,
    body,
  };
  return tryTemplate(renderer, { template, kind: { ...reminder, ...kind }, practice, mostSegments: 2 });
}
const problems = (...given: Parameters<typeof tried>) => tried(...given).problems.map(({ message }) => message);

test('what is good is taken, with what it costs', () => {
  expect(tried(good)).toEqual({
    problems: [],
    warnings: ['It has no {{ visits }}: visits of one family on one day get a message each.'],
    segments: { encoding: 'GSM-7', segments: 1, characters: 102, costliest: null },
    longest: `Harbor Clinic: you come on Wednesday, November 4. ${reply} Reply STOP to end.`,
  });
});

test.each(defaultTemplates)('what ships is taken: $kind by $channel in $language', ({ body, subjectLine, ...name }) => {
  const template = { ...name, name: 'standard', body, subjectLine: subjectLine ?? null };
  const most = { practice, kind: kindOf(shippedKinds, name.kind), mostSegments: 4 } as const;
  expect(tryTemplate(renderer, { template, ...most }).problems).toEqual([]);
});

describe('refused with what to do', () => {
  test.each([
    ['a text that does not say who writes', good.replace('{{ practiceName }}', 'Hi'), /^A text says who writes: put/],
    [
      'one that says it only to some',
      `{% if firstName != "" %}{{ practiceName }}{% endif %} ${reply} STOP`,
      /^A text says who writes/,
    ],
    [
      'one that says it at some places only',
      `{% if facilityName == "Main" %}{{ practiceName }}{% endif %} ${reply} STOP`,
      /^A text says who writes/,
    ],
    ['one without a way out', good.replace('STOP', 'stop'), /^A text says how to end them: put "Reply STOP to end."/],
    [
      'one that does not say how to confirm',
      good.replace('Y to confirm, ', ''),
      /say how to confirm, such as "Reply Y/,
    ],
    ['one that does not say how to decline', good.replace(', N to decline', ''), /say how to decline, such as "N to/],
    [
      // 9:00 is a time, not the key that declines.
      'digits of a time are no instruction',
      '{{ practiceName }} {{ visitTime }} {{ visitDate }} STOP',
      /say how to confirm/,
    ],
    [
      'a long one',
      good.padEnd(400, '.'),
      /^It takes 3 segments \(\d+ characters in GSM-7\).*text_segments_most allows 2: sho/,
    ],
    ['one made long by a letter', `${good}á`.padEnd(160, '.'), /in UCS-2\).*write it without "á", or shorten it\.$/],
    ['one that can come out empty', '{% if firstName == "x" %}{{ practiceName }}{% endif %}', /^It can come out empty/],
    ['one that no carrier takes', `${good}${'{{ firstName }}'.repeat(30)}`, /^It can get longer than 1600 characters/],
    ['an unknown field', '{{ lastName }}', /^The template names what is no field: lastName. Use firstName, /],
    ['a range as long as the memory', '{{ firstName | default: (1..9999999) }}', /by a value, or a range/],
  ])('%s', (_name, body, message) => {
    expect(problems(body)).toContainEqual(expect.stringMatching(message));
  });

  test('a subject that is missing, in two lines, or of a text', () => {
    expect(problems('Hi', { channel: 'email' })).toEqual(['An email needs a subject: write one.']);
    expect(problems('Hi', { channel: 'email', subjectLine: 'a\nb' })).toEqual([
      expect.stringMatching(/^A subject is one/),
    ]);
    expect(problems(good, { subjectLine: 'a' })).toEqual(['Only an email has a subject: take it out.']);
  });

  test('a call that does not say who calls', () => {
    expect(problems('Hello.', { channel: 'voice' })).toEqual([expect.stringMatching(/^A call says who calls/)]);
    expect(problems('Hello from {{ practiceName }}.', { channel: 'voice' })).toEqual([]);
  });
});

test('a kind that asks for nothing needs no instruction', () => {
  expect(problems('{{ practiceName }}: see you. Reply STOP to end.', {}, { answers: 'none' })).toEqual([]);
});

test('a kind that is about no visit names nothing of one, and its words need no list of several', () => {
  const words = '{{ practiceName }}: {{ firstName }}, it is ready. STOP to end.';
  const ofOrders = { answers: 'none', startsFrom: 'order_ready' } as const;
  expect(tried(words, {}, ofOrders)).toMatchObject({ problems: [], warnings: [] });
  expect(problems(`${words} {{ visitTime }}{% if visits != "" %}!{% endif %}`, {}, ofOrders)).toEqual([
    'Its kind is about no visit, of which it names visitTime, visits. Use firstName, facilityName, practiceName, practicePhone.',
  ]);
  expect(problems(words, { channel: 'email', subjectLine: '{{ visitDate }}' }, ofOrders)).toEqual([
    expect.stringMatching(/^Its kind is about no visit/),
  ]);
});

describe('warned of, and taken', () => {
  const warnings = (...given: Parameters<typeof tried>) => tried(...given).warnings.join('\n');

  test('telling words in a text, a call and a subject, not in the mail itself', () => {
    expect(warnings(`${good} Cardiology`)).toMatch(/^"Cardiology" tells why the patient comes/);
    expect(warnings('{{ practiceName }} Dialysis', { channel: 'voice' })).toMatch(/^"Dialysis" tells/);
    expect(warnings('Hi', { channel: 'email', subjectLine: 'Your biopsy' })).toMatch(/^"biopsy" tells/);
    expect(warnings('Your biopsy', { channel: 'email', subjectLine: 'Hi' })).toBe('');
  });

  test('telling words of a name in messages', () => {
    const clinic = { ...practice, nameInMessages: 'Bay Oncology' };
    const template = {
      kind: 'a',
      name: 'standard',
      channel: 'text',
      language: 'en',
      subjectLine: null,
      body: good,
    } as const;
    const trial = { template, kind: reminder, practice: clinic, mostSegments: 4 } as const;
    expect(tryTemplate(renderer, trial).warnings[0]).toMatch(/^"Oncology" tells .* also of names\.$/);
  });

  test('a letter that trebles the price, and a language without words for days', () => {
    expect(warnings(`${good}á`)).toMatch(/^"á" makes it UCS-2, of which a segment holds 70 characters, not 160\.$/m);
    expect(warnings(good, { language: 'ht' })).toMatch(/^Days and times will be in English/m);
  });
});

describe('a text of a kind whose texts hold only a link', () => {
  const { answers, startsFrom, text } = kindOf(shippedKinds, 'pre_appointment');
  const linking = (body: string) => tried(body, {}, { answers, startsFrom, text });
  const held = '{{ practiceName }} {{ practicePhone }}: please read this: {{ link }} Reply STOP to end.';

  test('is taken with the link, which counts as long as it goes out', () => {
    expect(linking(held)).toMatchObject({
      problems: [],
      segments: { encoding: 'GSM-7', segments: 1 },
      longest: expect.stringMatching(/read this: https:\/\/\S{57} Reply STOP to end\.$/) as string,
    });
  });

  test.each([
    ['without it', held.replace('{{ link }}', ''), /put {{ link }} where it always stands/],
    ['with it at times', held.replace('{{ link }}', '{% if confirmed == "" %}{{ link }}{% endif %}'), /put {{ link }}/],
    ['with it changed', held.replace('{{ link }}', '{{ link | upcase }}'), /put {{ link }}/],
    ['with what only looks like it', held.replace('{{ link }}', '[link]'), /put {{ link }}/],
    [
      'that tells what the visit is for',
      held.replace('please', 'before your biopsy'),
      /^Its kind .* "biopsy" tells why/,
    ],
    ['that tells whom it is with', held.replace('please', 'for {{ providerName }}'), /take {{ providerName }} out/],
  ])('is refused %s', (_case, body, message) => {
    expect(linking(body).problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    ['a text that holds words', problems(`${good} {{ link }}`)],
    [
      'a mail',
      tried('{{ link }}', { channel: 'email', subjectLine: 'Read' }, { answers, startsFrom, text }).problems.map(
        ({ message }) => message,
      ),
    ],
  ])('there is no link in %s', (_case, found) => {
    expect(found).toEqual([expect.stringMatching(/can have {{ link }}: take it out/)]);
  });
});
