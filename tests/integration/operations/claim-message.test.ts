import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteSilentMessages } from '../../../operations/sending/note-silence.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPracticeThatCalls, claim, day, dueNow, messageOf, refused, settle, taken } from './a-calling-family.ts';
import { pmsChanges, type APractice, type AVisit, type GivenVisit } from './a-practice.ts';

let database: TestDatabase;
let practice: APractice;
/** Noon of a day at the practice, so that an hour more or less is the same day. */
let noonIn: (days: number) => number;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPracticeThatCalls(database);
  const [zone] = await database.sql<{ hour: number }[]>`
    SELECT extract(hour FROM now() AT TIME ZONE time_zone)::int AS hour FROM practices WHERE id = ${practice.id}`;
  const thisHour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  noonIn = (days) => thisHour + (12 - zone!.hour) * 3_600_000 + days * day;
});
afterAll(() => database.close());

async function claimOf(visit: AVisit, channel = 'text') {
  const { id } = await messageOf(database, visit, channel);
  await claim(database, practice, id);
  return messageOf(database, visit, channel);
}

async function stateOf(visit: AVisit, channel = 'text'): Promise<(string | null)[]> {
  const { state, reason } = await messageOf(database, visit, channel);
  return [state, reason];
}

async function twoVisits(): Promise<[AVisit, AVisit]> {
  const sooner = await practice.visit({ startsAt: noonIn(2) });
  const later = await practice.visit({ startsAt: noonIn(4), patientId: sooner.patientId, phone: sooner.phone });
  await dueNow(database, sooner, later);
  return [sooner, later];
}

describe('law 3: caps', () => {
  test('two claims at once for one patient do not both find a place', async () => {
    await database.sql`UPDATE practice_settings SET contact_choice = 'every' WHERE practice_id = ${practice.id}`;
    for (let round = 0; round < 8; round += 1) {
      // Of one time and to two phones, so that neither comes first and they do not become one.
      const one = await practice.visit({ startsAt: noonIn(2) });
      const other = await practice.visit({ startsAt: noonIn(2), patientId: one.patientId, phone: one.phone });
      const elsewhere = await practice.visit();
      await database.sql`
        UPDATE patients SET home_phone = ${elsewhere.phone}, home_e164 = ${elsewhere.phone} WHERE id = ${one.patientId}`;
      await database.sql`
        UPDATE messages SET contact_point_id = (SELECT id FROM contact_points WHERE address = ${elsewhere.phone})
        WHERE subject_id = ${other.id}`;
      await dueNow(database, one, other);
      const ids = await Promise.all([messageOf(database, one), messageOf(database, other)]);
      await Promise.all(ids.map(({ id }) => claim(database, practice, id)));
      const states = await Promise.all([stateOf(one), stateOf(other)]);
      expect(states.map((state) => state.join(' ')).sort()).toEqual(['sending ', 'withheld capped']);
    }
    await database.sql`UPDATE practice_settings SET contact_choice = 'preference' WHERE practice_id = ${practice.id}`;
  });

  test('the soonest visit goes first, and what exceeds is withheld', async () => {
    const [sooner, later] = await twoVisits();
    expect(await claimOf(later)).toMatchObject({ state: 'not_sent', detail: 'sooner_visit' });
    expect(await claimOf(sooner)).toMatchObject({ state: 'sending' });
    await dueNow(database, later);
    expect(await claimOf(later)).toMatchObject({ state: 'withheld', reason: 'capped' });
  });

  test('what failed does not count; nor does a text against the call that is its backup', async () => {
    const [sooner, later] = await twoVisits();
    const { id } = await claimOf(sooner);
    await settle(database, practice, id, refused);
    expect(await claimOf(later)).toMatchObject({ state: 'sending' });

    const visit = await practice.visit({ startsAt: noonIn(2) });
    await dueNow(database, visit);
    const text = await claimOf(visit);
    await settle(database, practice, text.id, taken(text.id));
    await database.sql`UPDATE messages SET state_at = now() - interval '3 hours' WHERE id = ${text.id}`;
    await noteSilentMessages(database.db);
    await dueNow(database, visit);
    expect((await claimOf(visit, 'voice')).reason).not.toBe('capped');
  });
});

describe('a backup', () => {
  test('is planned when the text fails, and marked for the engine', async () => {
    const visit = await practice.visit({ startsAt: noonIn(1) });
    await dueNow(database, visit);
    const { id } = await claimOf(visit);
    await settle(database, practice, id, refused);
    expect(await stateOf(visit)).toEqual(['not_received', null]);
    const call = await messageOf(database, visit, 'voice');
    expect(call).toMatchObject({ state: 'not_sent', backupOf: id });
    expect(Math.abs(call.late)).toBeLessThan(70_000);
    expect(await database.sql`SELECT 1 FROM outbox WHERE subject_id = ${visit.id}`).toHaveLength(1);
  });

  test('is planned after two hours without a word, once, and withdrawn where word comes', async () => {
    const visit = await practice.visit({ startsAt: noonIn(2) });
    await dueNow(database, visit);
    const { id } = await claimOf(visit);
    await settle(database, practice, id, taken(id));
    await noteSilentMessages(database.db);
    expect((await messageOf(database, visit)).detail).toBeNull();
    await database.sql`UPDATE messages SET state_at = now() - interval '121 minutes' WHERE id = ${id}`;
    expect(await noteSilentMessages(database.db)).toBe(1);
    expect(await noteSilentMessages(database.db)).toBe(0);
    expect(await messageOf(database, visit)).toMatchObject({ state: 'sent', detail: 'no_receipt' });
    expect(await stateOf(visit, 'voice')).toEqual(['not_sent', null]);

    await database.sql`UPDATE messages SET state = 'received', word = 'received' WHERE id = ${id}`;
    await pmsChanges(database, practice, visit, { provider_name: 'Dr. Ferris' });
    expect(await messageOf(database, visit, 'voice')).toMatchObject({ reason: 'merged', mergedInto: id });
  });

  test('law 3: is not started by a refusal that is an opt-out', async () => {
    const visit = await practice.visit({ startsAt: noonIn(2) });
    await dueNow(database, visit);
    const { id } = await claimOf(visit);
    await settle(database, practice, id, { end: 'refused', code: '21610', verdict: 'opted_out', by: 'response' });
    await expect(messageOf(database, visit, 'voice')).rejects.toThrow('no message by voice');
  });
});

describe('merging', () => {
  const child = (letter: string) => ({
    ...{ first_name: letter.repeat(60), guarantor_id: 'G-many', date_of_birth: '2019-05-05' },
  });
  let families = 0;

  /** Visits of two children of one guarantor on one day, to one phone. */
  async function children(second: Partial<GivenVisit> = {}): Promise<[AVisit, AVisit]> {
    families += 1;
    const patient = { guarantor_id: `G${String(families)}`, date_of_birth: '2019-05-05' };
    const ana = await practice.visit({ startsAt: noonIn(2), patient: { ...patient, first_name: 'Ana' } });
    const ben = await practice.visit({
      startsAt: noonIn(2) + 1_800_000,
      phone: ana.phone,
      patient: { ...patient, first_name: 'Ben' },
      ...second,
    });
    await dueNow(database, ana, ben);
    return [ana, ben];
  }

  test('the children of one guarantor get one message that names them and their times', async () => {
    const [ana, ben] = await children();
    const { id, body } = await claimOf(ana);
    expect(body).toMatch(/your visits are .*: Ana 12:00 PM, Ben 12:30 PM, Harbor Clinic\. Reply Y/);
    expect(await messageOf(database, ben)).toMatchObject({ state: 'withheld', reason: 'merged', mergedInto: id });
    expect(await database.sql`SELECT 1 FROM outbox WHERE subject_id = ${ben.id}`).toHaveLength(1);
    const [open] = await database.sql<[{ until: Date }]>`
      SELECT answerable_until AS until FROM messages WHERE id = ${id}`;
    expect(open.until.getTime()).toBe(noonIn(2) + 1_800_000);
  });

  test('two claims at once make one message of it', async () => {
    const pair = await children();
    const ids = await Promise.all(pair.map((visit) => messageOf(database, visit)));
    await Promise.all(ids.map(({ id }) => claim(database, practice, id)));
    const reasons = await Promise.all(pair.map(async (visit) => (await stateOf(visit)).join(' ')));
    expect(reasons.sort()).toEqual(['sending ', 'withheld merged']);
  });

  test('two adults get their own, and so does a visit that was answered', async () => {
    const adult = { patient: { guarantor_id: 'G-adults', date_of_birth: '1980-01-01' } };
    const one = await practice.visit({ startsAt: noonIn(2), ...adult });
    const other = await practice.visit({ startsAt: noonIn(2), phone: one.phone, ...adult });
    await dueNow(database, one, other);
    expect((await claimOf(one)).state).toBe('sending');
    expect(await stateOf(other)).toEqual(['not_sent', null]);

    const [ana, ben] = await children();
    await database.sql`UPDATE appointments SET answer = 'declined', answered_at = now() WHERE id = ${ben.id}`;
    expect((await claimOf(ana)).body).toContain('Ana, your visit is');
    expect(await stateOf(ben)).toEqual(['not_sent', null]);
  });

  test('what is put back puts back what was merged into it', async () => {
    const [ana, ben] = await children();
    const { id } = await claimOf(ana);
    await settle(database, practice, id, {
      end: 'not_taken',
      code: '20429',
      retryAt: Date.now() + 60_000,
      by: 'response',
    });
    expect(await stateOf(ana)).toEqual(['not_sent', null]);
    expect(await messageOf(database, ben)).toMatchObject({ state: 'not_sent', reason: null, mergedInto: null });
  });

  test('law 1: what the carrier has after all carried what was merged into it, and nothing of it goes again', async () => {
    const [ana, ben] = await children();
    const { id } = await claimOf(ana);
    const absent = { end: 'not_taken', code: 'absent_at_carrier', retryAt: Date.now(), by: 'list' } as const;
    await settle(database, practice, id, absent);
    await database.sql`DELETE FROM outbox WHERE subject_id = ${ben.id}`;
    await settle(database, practice, id, { end: 'taken', carrierId: `SM-${id}`, by: 'callback' });
    expect(await stateOf(ana)).toEqual(['sent', null]);
    expect(await messageOf(database, ben)).toMatchObject({ state: 'withheld', reason: 'merged', mergedInto: id });
    expect(await database.sql`SELECT 1 FROM outbox WHERE subject_id = ${ben.id}`).toHaveLength(1);
    expect((await claimOf(ben)).state).toBe('withheld');
  });

  test('where it fails, each of them has its backup', async () => {
    const [ana, ben] = await children();
    const { id } = await claimOf(ana);
    await settle(database, practice, id, refused);
    expect(await stateOf(ana, 'voice')).toEqual(['not_sent', null]);
    expect(await stateOf(ben, 'voice')).toEqual(['not_sent', null]);
  });

  test('words that have no place for a list speak of one visit, and the other goes by itself', async () => {
    const [ana, ben] = await children();
    await database.sql`
      INSERT INTO templates (practice_id, kind, channel, language, version, body, created_at)
      VALUES (${practice.id}, 'appointment_reminder', 'text', 'en', 2, '{{ firstName }} {{ visitTime }}', now())`;
    expect((await claimOf(ana)).body).toBe('Ana 12:00 PM');
    expect(await stateOf(ben)).toEqual(['not_sent', null]);
    await database.sql`UPDATE templates SET version = 0 WHERE practice_id = ${practice.id} AND version = 2`;
  });

  test('visits that a message has no room for are not in it, and go by themselves', async () => {
    const first = await practice.visit({ startsAt: noonIn(2), patient: child('A') });
    const visits = [first];
    for (const letter of 'BCDEFGHIJK') {
      visits.push(await practice.visit({ startsAt: noonIn(2), phone: first.phone, patient: child(letter) }));
    }
    await dueNow(database, ...visits);
    const { body } = await claimOf(first);
    const states = await Promise.all(visits.map(async (visit) => (await stateOf(visit)).join(' ')));
    const counted = (state: string): number => states.filter((one) => one === state).length;
    expect([counted('sending '), counted('withheld merged'), counted('not_sent ')]).toEqual([1, 7, 3]);
    expect(body?.match(/12:00/g)).toHaveLength(8);
  });
});

test('a minor is written to at the guarantor', async () => {
  const guarantor = '+12025550177';
  await database.sql`INSERT INTO contact_points (practice_id, address) VALUES (${practice.id}, ${guarantor})`;
  const patient = { guarantor_phone: guarantor, guarantor_e164: guarantor };
  const recipient = async (dateOfBirth: string): Promise<string | undefined> => {
    const visit = await practice.visit({ patient: { ...patient, date_of_birth: dateOfBirth } });
    const [row] = await database.sql<{ address: string }[]>`
      SELECT address FROM messages JOIN contact_points ON contact_points.id = contact_point_id WHERE subject_id = ${visit.id}`;
    return row?.address === visit.phone ? 'own' : row?.address;
  };
  expect(await recipient('2015-01-01')).toBe(guarantor);
  expect(await recipient('1990-01-01')).toBe('own');
});
