import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitTime } from '../../../domain/planning/visit-time.ts';
import { Temporal } from '../../../domain/time.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const from = Date.parse('2026-01-01T00:00:00Z');
const until = Date.parse('2028-01-01T00:00:00Z');

interface Case {
  readonly zone: string;
  readonly wall: string;
  readonly at: number;
  readonly skipped: boolean;
}

function changesOf(zone: string): Temporal.ZonedDateTime[] {
  const changes: Temporal.ZonedDateTime[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= until) return changes;
    changes.push(next);
    moment = next;
  }
}

/** Wall times around every change of a zone's clocks in 2026 and 2027, by a quarter of an hour. */
function casesAround(zone: string): Case[] {
  const walls = new Set<string>();
  for (const change of changesOf(zone)) {
    for (const side of [change, change.subtract({ nanoseconds: 1 })]) {
      for (let minutes = -150; minutes <= 150; minutes += 15) {
        walls.add(side.toPlainDateTime().round('minute').add({ minutes }).toString({ smallestUnit: 'minute' }));
      }
    }
  }
  return [...walls].map((wall) => ({ zone, wall, ...visitTime(wall, zone) }));
}

/** What Postgres's clocks read at instants, each in its zone, and whether they read the same up to three hours before. */
async function readByPostgres(
  asked: readonly { zone: string; at: number }[],
): Promise<{ wall: string; earlier: boolean }[]> {
  return database.sql<{ wall: string; earlier: boolean }[]>`
    SELECT reading.wall, EXISTS (
      SELECT FROM generate_series(15, 180, 15) AS minutes
      WHERE to_char(to_timestamp(at / 1000 - minutes * 60) AT TIME ZONE zone, 'YYYY-MM-DD"T"HH24:MI') = reading.wall
    ) AS earlier
    FROM jsonb_to_recordset(${database.sql.json(asked.map(({ zone, at }, n) => ({ n, zone, at })))})
      AS one(n integer, zone text, at float8)
    CROSS JOIN LATERAL (SELECT to_char(to_timestamp(at / 1000) AT TIME ZONE zone, 'YYYY-MM-DD"T"HH24:MI') AS wall) AS reading
    ORDER BY n`;
}

/** The zones of which Node and Postgres know the same: the data bases that they come with are seldom of one age. */
async function zonesKnownToBoth(): Promise<string[]> {
  const known = new Set((await database.sql`SELECT name FROM pg_timezone_names`).map((row) => row['name'] as string));
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => known.has(zone));
  const months = Array.from({ length: 24 }, (_, month) => Date.UTC(2026, month, 15));
  const asked = zones.flatMap((zone) => {
    const changes = changesOf(zone).flatMap(({ epochMilliseconds: at }) => [at - 60_000, at]);
    return [...months, ...changes].map((at) => ({ zone, at }));
  });
  const read = await readByPostgres(asked);
  const differing = asked.filter(({ zone, at }, index) => {
    const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
    return here.toString({ smallestUnit: 'minute' }) !== read[index]?.wall;
  });
  const disputed = new Set(differing.map(({ zone }) => zone));
  return zones.filter((zone) => !disputed.has(zone));
}

test('the instants of visits agree with Postgres over every change of every zone’s clocks in 2026 and 2027', async () => {
  const zones = await zonesKnownToBoth();
  expect(zones.length).toBeGreaterThan(Intl.supportedValuesOf('timeZone').length * 0.9);
  const cases = zones.flatMap(casesAround);
  const read = await readByPostgres(cases);
  const disagreeing = cases.filter((one, index) => {
    const postgres = read[index]!;
    return one.skipped ? postgres.wall === one.wall : postgres.wall !== one.wall || postgres.earlier;
  });
  expect(cases.length).toBeGreaterThan(10_000);
  expect(cases.filter((one) => one.skipped).length).toBeGreaterThan(100);
  expect(disagreeing.slice(0, 5)).toEqual([]);
});
