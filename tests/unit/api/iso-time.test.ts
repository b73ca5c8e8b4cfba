import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime, isoTimeOrNull } from '../../../api/iso-time.ts';
import { Temporal } from '../../../domain/time.ts';

test.each([
  ['2026-11-24T15:00:00Z', 'America/New_York', '2026-11-24T10:00:00-05:00'],
  ['2026-07-01T00:00:00Z', 'Asia/Kolkata', '2026-07-01T05:30:00+05:30'],
  ['2026-07-01T00:00:00Z', 'Pacific/Guam', '2026-07-01T10:00:00+10:00'],
  ['2026-07-01T00:00:00.999Z', 'UTC', '2026-07-01T00:00:00+00:00'],
  ['2026-11-01T05:30:00Z', 'America/New_York', '2026-11-01T01:30:00-04:00'],
  ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01T01:30:00-05:00'],
])('%s in %s is %s', (instant, zone, written) => {
  expect(isoTime(Date.parse(instant), zone)).toBe(written);
});

test('no instant is null', () => {
  expect(isoTimeOrNull(null, 'UTC')).toBeNull();
});

test('it is what the language’s own library writes, and leads back to the same second', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2028-01-01T00:00:00Z') }),
      fc.constantFrom('America/New_York', 'Pacific/Guam', 'Asia/Bahrain', 'Australia/Lord_Howe', 'America/St_Johns'),
      (at, zone) => {
        const written = isoTime(at, zone);
        expect(Date.parse(written)).toBe(Math.floor(at / 1000) * 1000);
        const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        expect(written).toBe(zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' }));
      },
    ),
  );
});
