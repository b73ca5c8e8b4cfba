import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../../domain/fault.ts';
import { fieldWords, type FieldFacts, type VisitFieldFacts } from '../../../../domain/templates/fields.ts';
import { createTemplateRenderer } from '../../../../domain/templates/render.ts';

const renderer = createTemplateRenderer();

const visit: VisitFieldFacts = {
  patient: { firstName: 'Anabel', preferredName: 'Ana' },
  facility: { nameInMessages: 'Ghent Office', zone: 'America/New_York' },
  providerName: '',
  visitAt: Date.parse('2026-12-01T14:00Z'),
};
const facts: FieldFacts = {
  visits: [visit],
  practice: { nameInMessages: 'Tidewater Care', phone: '+17575550100' },
  isConfirmed: false,
  language: 'en',
};
const words = fieldWords(facts);

test('every field has its words', () => {
  expect(words).toEqual({
    link: '[link]',
    formerDate: '',
    formerTime: '',
    firstName: 'Ana',
    facilityName: 'Ghent Office',
    practiceName: 'Tidewater Care',
    practicePhone: '(757) 555-0100',
    visitDate: 'Tuesday, December 1',
    visitTime: '9:00 AM',
    providerName: '',
    visits: '',
    confirmed: '',
  });
  const formal = { ...visit, patient: { firstName: 'Anabel', preferredName: '' } };
  expect(fieldWords({ ...facts, visits: [formal], isConfirmed: true })).toMatchObject({
    firstName: 'Anabel',
    confirmed: 'yes',
  });
});

test('a name that is none is cut, never between the two halves of a character', () => {
  const named = (firstName: string): string =>
    fieldWords({ ...facts, visits: [{ ...visit, patient: { firstName, preferredName: '' } }] }).firstName;
  expect(named('x'.repeat(5000))).toBe('x'.repeat(60));
  expect(named(`x${'👍'.repeat(50)}`)).toBe(`x${'👍'.repeat(29)}`);
});

test('several visits are listed with their names and times, and their places where these differ', () => {
  const ben = { ...visit, patient: { firstName: 'Ben', preferredName: '' }, visitAt: visit.visitAt + 1_800_000 };
  const nameless = { ...visit, patient: { firstName: '', preferredName: '' } };
  const elsewhere = { ...ben, facility: { nameInMessages: 'Bay Office', zone: 'America/New_York' } };
  const list = (...visits: VisitFieldFacts[]): string => fieldWords({ ...facts, visits }).visits;
  expect(list(visit, ben)).toBe('Ana 9:00 AM, Ben 9:30 AM, Ghent Office');
  expect(list(nameless, ben)).toBe('9:00 AM, Ben 9:30 AM, Ghent Office');
  expect(list(visit, elsewhere)).toBe('Ana 9:00 AM Ghent Office, Ben 9:30 AM Bay Office');
});

test('the fields of a template are known', () => {
  expect(renderer.fieldsIn('{{ firstName }}{% if visits != "" %}{{ visits }}{% endif %}')).toEqual([
    'firstName',
    'visits',
  ]);
});

test.each([
  ['en', 'Pacific/Guam', 'Wednesday, December 2', '12:00 AM'],
  ['es', 'America/New_York', 'martes, 1 de diciembre', '9:00 a.m.'],
  ['vi', 'America/New_York', 'Thứ Ba, 1 tháng 12', '9:00'],
  ['ht', 'America/New_York', 'Tuesday, December 1', '9:00 AM'],
])('dates in %s at %s', (language, zone, visitDate, visitTime) => {
  const facility = { nameInMessages: 'Ghent Office', zone };
  expect(fieldWords({ ...facts, language, visits: [{ ...visit, facility }] })).toMatchObject({ visitDate, visitTime });
});

test.each([
  ['{{ firstName }}, see you.', 'Ana, see you.'],
  ['{% if providerName != "" %}{{ providerName }}{% else %}We{% endif %} see you.', 'We see you.'],
  ['{% unless firstName == "" %}Hi {{ firstName | upcase }}{% endunless %}', 'Hi ANA'],
  ['{% case facilityName %}{% when "Ghent Office" %}Park behind.{% endcase %}', 'Park behind.'],
  ['{% if facilityName == "[Ghent..Office]" %}no{% else %}yes{% endif %}', 'yes'],
  ['{% comment %}not sent{% endcomment %}Hi  {{ firstName }} ', 'Hi Ana'],
])('%s', (body, text) => {
  expect(renderer.render(body, words)).toBe(text);
});

describe('refused, when it is saved and when it is sent', () => {
  test.each([
    ['{{ lastName }}', 'names what is no field: lastName. Use firstName, facilityName'],
    ['{% if lastName %}x{% endif %}', 'names what is no field: lastName'],
    ['{% if firstName == "" %}{{ reason }}{% endif %}', 'names what is no field: reason'],
    ['{{ firstName.length }}', 'names what is no field: firstName.length'],
    ['{{ firstName.constructor }}', 'names what is no field: firstName.constructor'],
    ['{{ constructor }}', 'names what is no field: constructor'],
    ['{{ __proto__ }}', 'names what is no field: __proto__'],
    ['{{ firstName | sha256 }}', 'undefined filter: sha256'],
    ['{{ firstName | append: "x" }}', 'undefined filter: append'],
    ['{{ firstName', 'not closed'],
    ['{% if firstName %}', 'not closed'],
    ['{% include "fields.ts" %}', 'tag "include" not found'],
    ['{% render "/etc/passwd" %}', 'tag "render" not found'],
    ['{% layout "x" %}', 'tag "layout" not found'],
    ['{% for i in (1..1000000) %}x{% endfor %}', 'tag "for" not found'],
    ['{% assign firstName = "x" %}', 'tag "assign" not found'],
    ['{% capture x %}{% endcapture %}', 'tag "capture" not found'],
    ['{% liquid echo firstName %}', 'tag "liquid" not found'],
    ['{% raw %}{{ x }}{% endraw %}', 'tag "raw" not found'],
    ['{%# comment %}', 'tag "#" not found'],
    ['{{ [firstName] }}', 'names a field by a value'],
    ['{% if (1..3) contains firstName %}x{% endif %}', 'names a field by a value, or a range'],
    ['{{ firstName | escape }}', 'undefined filter: escape'],
    ['x'.repeat(10_001), 'parse length limit exceeded'],
  ])('%.60s', (body, message) => {
    for (const use of [() => renderer.check(body), () => void renderer.render(body, words)]) {
      expect(use).toThrow(message);
      expect(use).toThrow(expect.objectContaining<Partial<Fault>>({ name: 'Fault', code: 'bad_input' }));
    }
  });
});

test("a field's words are never read as a template", () => {
  const firstName = '{{ practicePhone }}{% if %}';
  expect(renderer.render('Hi {{ firstName }}', { ...words, firstName })).toBe('Hi {{ practicePhone }}{% if %}');
});

test("no error quotes a patient's words", () => {
  expect(() => renderer.render('{{ firstName | plus: 1 }}', { ...words, firstName: 'Xochitl' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('Xochitl') as string }),
  );
});

test('of a body only what it was parsed to is kept: its words are each message’s own, however many bodies come between', () => {
  const kept = createTemplateRenderer();
  const body = 'Hi {{ firstName }}{% if confirmed == "yes" %}, thanks{% endif %}';
  expect(kept.render(body, { ...words, firstName: 'Ana' })).toBe('Hi Ana');
  expect(kept.render(body, { ...words, firstName: 'Bo', confirmed: 'yes' })).toBe('Hi Bo, thanks');
  for (let index = 0; index < 300; index += 1) {
    expect(kept.render(`${String(index)} {{ firstName }}`, words)).toBe(`${String(index)} Ana`);
  }
  expect(kept.fieldsIn(body)).toEqual(['firstName', 'confirmed']);
  expect(() => kept.fieldsIn('{{ nobody }}')).toThrow('no field');
  expect(() => kept.fieldsIn('{{ nobody }}')).toThrow('no field');
});
