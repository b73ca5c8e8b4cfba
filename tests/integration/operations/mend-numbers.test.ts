import { beforeAll, expect, test } from 'vitest';
import { openWorklistItem } from '../../../db/worklist.ts';
import { suspendNumber, suspendPatient } from '../../../operations/answers/suspend-contact.ts';
import { aRow, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();
const number = '+17575550142';
let exports = 0;
beforeAll(() => {
  exports = 0;
});

/** The PMS's next export: two patients with these numbers, and a status of the first. */
function take(first: string, second: string, status = 'active'): Promise<unknown> {
  exports += 1;
  return practice.take(`2026112301${String(exports).padStart(2, '0')}`, [
    aRow({ appointment_id: 'A1', cell_phone: first, patient_status: status }),
    aRow({ appointment_id: 'A2', cell_phone: second, provider_name: `export ${String(exports)}` }),
  ]);
}

async function told(fact: 'wrong_number' | 'deceased'): Promise<void> {
  await practice.database.db.inPractice(practice.practiceId, async (tx) => {
    const [contact] = await tx.sql<[{ id: string }]>`SELECT id FROM contact_points WHERE address = ${number}`;
    const [patient] = await tx.sql<[{ id: string }]>`SELECT id FROM patients WHERE external_id = 'P-A1'`;
    if (fact === 'deceased') await suspendPatient(tx, patient.id, [], 'reply');
    else await suspendNumber(tx, contact.id, 'reply');
    await openWorklistItem(tx, { type: fact, contactPointId: contact.id });
  });
}

async function reasons(appointment: string): Promise<(string | null)[]> {
  const rows = await practice.database.sql<{ reason: string | null }[]>`
    SELECT DISTINCT reason FROM messages JOIN appointments ON appointments.id = subject_id WHERE external_id = ${appointment}`;
  return rows.map(({ reason }) => reason);
}

const openItems = () => practice.database.sql`SELECT type FROM worklist_items WHERE state = 'open' ORDER BY type`;

test('a wrong number that the PMS gives to another patient reaches that one', async () => {
  await take(number, '');
  await told('wrong_number');
  await take('+17575550143', number);
  expect([await reasons('A1'), await reasons('A2')]).toEqual([[null], [null]]);
  expect(await openItems()).toEqual([]);
});

test('it stays wrong for everyone while one of those has it whom it was told of', async () => {
  await take(number, '');
  await told('wrong_number');
  await take(number, number);
  expect([await reasons('A1'), await reasons('A2')]).toEqual([['wrong_number'], ['wrong_number']]);
  await take('', number);
  expect([await reasons('A1'), await reasons('A2')]).toEqual([['no_contact'], [null]]);
});

test('who was told to be dead is written to again when the PMS makes the patient active, and not before', async () => {
  await take(number, number);
  await told('deceased');
  await take('+17575550143', number);
  expect(await reasons('A1')).toEqual(['inactive']);
  await take('+17575550143', number, 'inactive');
  expect(await reasons('A1')).toEqual(['inactive']);
  await take('+17575550143', number, 'active');
  expect(await reasons('A1')).toEqual([null]);
});
