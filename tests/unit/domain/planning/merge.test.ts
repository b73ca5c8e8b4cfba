import { expect, test } from 'vitest';
import { mergedWith, type Mergeable } from '../../../../domain/planning/merge.ts';

const HOUR = 60 * 60_000;
const nine = Date.parse('2026-12-01T14:00Z');
const now = nine - 24 * HOUR;

function one(given: Partial<Mergeable> = {}): Mergeable {
  return {
    id: 'ana',
    kind: 'appointment_reminder',
    slot: 'one-day',
    channel: 'text',
    contactPointId: 'phone',
    sendAt: now,
    usefulUntil: nine - 2 * HOUR,
    visitAt: nine,
    zone: 'America/New_York',
    patientId: 'ana',
    guarantorId: 'parent',
    isAdult: false,
    isConfirmed: false,
    ...given,
  };
}

const ben = one({ id: 'ben', patientId: 'ben', visitAt: nine + HOUR, sendAt: now + HOUR });
const merged = (...others: Mergeable[]): string[] =>
  mergedWith(one(), others, { now, sameDayVisits: 'family' }).map(({ id }) => id);

test("the day's visits of one guarantor's patients become one message, due or not yet", () => {
  expect(merged(ben)).toEqual(['ben']);
  expect(merged(ben, { ...ben, id: 'cy', patientId: 'cy' })).toEqual(['ben', 'cy']);
});

test("so do one patient's, whoever pays", () => {
  const [adult, again] = [
    one({ isAdult: true, guarantorId: '' }),
    one({ id: 'again', isAdult: true, guarantorId: '' }),
  ];
  expect(mergedWith(adult, [again], { now, sameDayVisits: 'family' })).toEqual([again]);
});

test.each<[string, Partial<Mergeable>]>([
  ['another guarantor', { guarantorId: 'other' }],
  ['no guarantor', { guarantorId: '' }],
  ['another day at the facility', { visitAt: Date.parse('2026-12-02T05:00Z') }],
  ['another contact', { contactPointId: 'work' }],
  ['another channel', { channel: 'voice' }],
  ['another kind', { kind: 'recall' }],
  ['a step that is not due', { slot: 'three-hours' }],
  ['no more use', { usefulUntil: now - 1 }],
  ['a visit that is confirmed', { isConfirmed: true }],
])('not with %s', (_, given) => {
  expect(merged({ ...ben, ...given })).toEqual([]);
});

test('another step of the kind joins when it is due', () => {
  expect(merged({ ...ben, slot: 'three-hours', sendAt: now })).toEqual(['ben']);
});

test('two adults who share a phone get their own, also among the others', () => {
  const [dad, mum] = ['dad', 'mum'].map((id) => ({ ...ben, id, patientId: id, isAdult: true }));
  expect(mergedWith(one({ isAdult: true }), [dad!], { now, sameDayVisits: 'family' })).toEqual([]);
  expect(merged(dad!, mum!)).toEqual(['dad']);
  expect(mergedWith(one({ isAdult: true }), [ben], { now, sameDayVisits: 'family' })).toEqual([ben]);
});

test('a guarantor that is nobody is no bond', () => {
  expect(mergedWith(one({ guarantorId: '' }), [{ ...ben, guarantorId: '' }], { now, sameDayVisits: 'family' })).toEqual(
    [],
  );
});
