import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockSubjects } from '../../../db/subjects.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { recordConsent } from '../../../operations/answers/record-consent.ts';
import { recordPageAnswer } from '../../../operations/answers/record-page-answer.ts';
import { recordReceipt } from '../../../operations/sending/record-receipt.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aConversation } from './a-conversation.ts';
import { aPracticeThatCalls, claim, day, dueNow, messageOf, refused, settle, taken } from './a-calling-family.ts';
import { aModelCarrier } from './a-model-carrier.ts';
import { pmsChanges, type APractice, type AVisit } from './a-practice.ts';

/** As many as work at once: each holds a connection while it waits for a lock. */
const connections = 16;
const familyCount = 8;
/** Each does what it does so often, one after the other. */
const rounds = 5;
let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  database = await openTestDatabase({ poolSize: connections });
  practice = await aPracticeThatCalls(database);
});
afterAll(() => database.close());

/** Children of one guarantor with one phone, whose reminders are due; the last one was asked about before. */
interface Family {
  readonly visits: readonly AVisit[];
  readonly phone: string;
  readonly asked: { readonly visit: AVisit; readonly messageId: string };
}

async function aFamily(index: number): Promise<Family> {
  const patient = { guarantor_id: `L${String(index)}`, date_of_birth: '2019-05-05' };
  const noon = Math.floor(Date.now() / day) * day + 2.5 * day;
  const first = await practice.visit({ startsAt: noon, patient });
  const { phone } = first;
  const others = await Promise.all(
    [1, 2, 3, 4].map((tenth) => practice.visit({ startsAt: noon + tenth * 600_000, phone, patient })),
  );
  const visit = others.at(-1)!;
  await aConversation(database, practice).asked(visit);
  const { id: messageId } = await messageOf(database, visit);
  const due = [first, ...others.slice(0, -1)];
  await dueNow(database, ...due);
  return { visits: due, phone, asked: { visit, messageId } };
}

/** A reminder goes, and the carrier tells of it. */
async function goes(visit: AVisit, fails: boolean): Promise<void> {
  const { id: messageId } = await messageOf(database, visit);
  const end = await claim(database, practice, messageId);
  if (end.claim === null) return;
  await settle(database, practice, messageId, fails ? refused : taken(messageId));
  const { attemptId } = end.claim;
  const word = { status: 'delivered', code: null, word: 'received', verdict: null, raw: {} } as const;
  const ids = { practiceId: practice.id, messageId, attemptId, carrierId: `SM-${messageId}` };
  await recordReceipt(database.db, { ...ids, ...word });
}

function consents(phone: string, consent: 'opted_out' | 'opted_in'): Promise<void> {
  return database.db.inPractice(practice.id, async (tx) => {
    const [contact] = await tx.sql<[{ id: string }]>`SELECT id FROM contact_points WHERE address = ${phone}`;
    await recordConsent(tx, contact.id, consent);
  });
}

/** Two families' visits and patients in one transaction, as a batch of a feed writes them. */
function feedBatch(visits: readonly AVisit[], round: number): Promise<void> {
  return database.db.inPractice(practice.id, async (tx) => {
    const ids = visits.map(({ id }) => id);
    await lockSubjects(tx, ids);
    await tx.sql`UPDATE patients SET preferred_name = ${`Zeb ${String(round)}`} WHERE id = ANY(${visits.map(({ patientId }) => patientId)}::uuid[])`;
    await tx.sql`UPDATE appointments SET provider_name = 'Dr. Okafor' WHERE id = ANY(${ids}::uuid[])`;
    await planSubjects(tx, ids, { name: 'feed', detail: {} });
  });
}

function press({ messageId }: Family['asked'], button: 'confirm' | 'decline'): Promise<unknown> {
  const fetchedAt = Date.now() - 5_000;
  return recordPageAnswer(database.db, { messageId, button, fetchedAt, birthDate: '2019-05-05', chosen: [] });
}

async function deadlocks(): Promise<number> {
  await database.sql`SELECT pg_stat_force_next_flush()`;
  const [row] = await database.sql<[{ deadlocks: number }]>`
    SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`;
  return row.deadlocks;
}

test('claims, settlements, receipts, opt-outs, answers, presses, the feed and the sweep at once never lock each other out', async () => {
  const families = await Promise.all(Array.from({ length: familyCount }, (_, index) => aFamily(index)));
  const conversation = aConversation(database, practice);
  const { channels } = aModelCarrier(() => Date.now());
  const sweeping = (): Promise<unknown> => sweep({ db: database.db, channels, settleLagMs: 0 });
  const before = await deadlocks();
  const ends = await Promise.allSettled(
    [
      ...families.flatMap((family, index) => {
        const next = families[(index + 1) % familyCount]!;
        return [
          ...family.visits.toReversed().map((visit) => () => goes(visit, index % 2 === 1)),
          (round: number) => consents(family.phone, (index + round) % 3 === 0 ? 'opted_out' : 'opted_in'),
          (round: number) => conversation.reply(family, ['Y', 'N', 'STOP', 'who is this?'][(index + round) % 4]!),
          (round: number) => press(family.asked, (index + round) % 2 === 0 ? 'confirm' : 'decline'),
          (round: number) =>
            pmsChanges(database, practice, family.visits[1]!, { provider_name: `Dr. ${String(round)}` }),
          (round: number) => feedBatch([...next.visits.toReversed(), ...family.visits, family.asked.visit], round),
        ];
      }),
      sweeping,
    ].map(async (act) => {
      for (let round = 0; round < rounds; round += 1) await act(round);
    }),
  );
  // A victim is tried again, so only the figure tells.
  expect(await deadlocks()).toBe(before);
  expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
  const states = await Promise.all(
    families.map(({ visits }) => Promise.all(visits.map((visit) => messageOf(database, visit)))),
  );
  for (const family of states) {
    // Who opted out and in again may have some planned again; what was claimed has its end.
    expect(family.filter(({ state }) => state === 'sending')).toEqual([]);
    const gone = family.filter(({ state }) => state !== 'not_sent' && state !== 'withheld');
    expect(gone.length, 'one message for the whole family').toBeLessThanOrEqual(1);
  }
});
