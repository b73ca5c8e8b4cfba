import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultTemplates } from '../../../domain/templates/default-templates.ts';
import { addShippedWords } from '../../../operations/practices/add-shipped-words.ts';
import { takeBackChange } from '../../../operations/settings/change-settings.ts';
import { replanBatch } from '../../../operations/settings/replan-practice.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, messagesOf, type APractice } from './a-practice.ts';

let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

function wordsOf(kind: string) {
  return database.sql<{ channel: string; language: string; version: number; body: string | null }[]>`
    SELECT channel, language, version, body FROM templates
    WHERE practice_id = ${practice.id} AND kind = ${kind} ORDER BY channel, language, version`;
}

async function replanAll(): Promise<void> {
  while ((await replanBatch(database.db, practice.id)).more);
}

test('a practice of before a kind had words gets them, and its plans follow; what it changed or withdrew stays', async () => {
  const { sql, db } = database;
  // As it was before the words of reminders shipped, with one that it wrote itself and one that it withdrew.
  await sql`DELETE FROM templates WHERE practice_id = ${practice.id} AND kind = 'appointment_reminder'`;
  await sql`
    INSERT INTO templates (practice_id, kind, channel, language, version, body, created_at) VALUES
      (${practice.id}, 'appointment_reminder', 'voice', 'en', 1, 'Our own words.', now()),
      (${practice.id}, 'appointment_reminder', 'voice', 'es', 1, 'Las nuestras.', now()),
      (${practice.id}, 'appointment_reminder', 'voice', 'es', 2, NULL, now())`;
  const visit = await practice.visit();
  const before = await messagesOf(database, visit);
  expect(before.map(({ reason }) => reason)).toEqual(before.map(() => 'no_template'));
  const recalls = await wordsOf('recall');

  expect(await addShippedWords(db)).toBe(1);
  await replanAll();
  const shipped = (channel: string, language: string) =>
    defaultTemplates.find(
      (words) => words.kind === 'appointment_reminder' && words.channel === channel && words.language === language,
    )?.body;
  expect(await wordsOf('appointment_reminder')).toEqual([
    { channel: 'email', language: 'en', version: 1, body: shipped('email', 'en') },
    { channel: 'email', language: 'es', version: 1, body: shipped('email', 'es') },
    { channel: 'text', language: 'en', version: 1, body: shipped('text', 'en') },
    { channel: 'text', language: 'es', version: 1, body: shipped('text', 'es') },
    { channel: 'voice', language: 'en', version: 1, body: 'Our own words.' },
    { channel: 'voice', language: 'es', version: 1, body: 'Las nuestras.' },
    { channel: 'voice', language: 'es', version: 2, body: null },
  ]);
  expect(await wordsOf('recall')).toEqual(recalls);
  expect(await messagesOf(database, visit)).toMatchObject([
    { state: 'not_sent' },
    { state: 'not_sent' },
    { state: 'not_sent' },
  ]);

  expect(await addShippedWords(db)).toBe(0);
  const changes = await sql<{ id: string; by: string; keys: string[] }[]>`
    SELECT id, key_name AS by, ARRAY(SELECT jsonb_object_keys(after) ORDER BY 1) AS keys FROM setting_changes
    WHERE practice_id = ${practice.id}`;
  const ways = ['email/en', 'email/es', 'text/en', 'text/es'];
  expect(changes).toMatchObject([
    { by: 'kept migrate', keys: ways.map((way) => `appointment_reminder/standard/${way}`) },
  ]);

  // Taken back, they are withdrawn, and do not come again.
  await takeBackChange(db, practice.id, changes[0]!.id, { keyId: null, keyName: 'front desk' });
  expect(await addShippedWords(db)).toBe(0);
  await replanAll();
  expect(await messagesOf(database, visit)).toMatchObject([
    { reason: 'no_template' },
    { reason: 'no_template' },
    { reason: 'no_template' },
  ]);
});
