import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { leaseFacts, storeText, storeTextStatus, takeFact, type StoredFact } from '../../../db/raw-facts.ts';
import { leaseMarks } from '../../../db/outbox.ts';
import { readFact, type BringPlans } from '../../../operations/intake/read-fact.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aConversation, type AConversation } from './a-conversation.ts';
import { aModelCarrier } from './a-model-carrier.ts';
import { claim } from './a-calling-family.ts';
import { aPractice, makeDue, type APractice, type AVisit } from './a-practice.ts';
import { readAllFacts } from './read-all-facts.ts';

let ahead = 0;
const clock = (): number => Date.now() + ahead;
let database: TestDatabase;
let practice: APractice;
let talk: AConversation;

beforeAll(async () => {
  database = await openTestDatabase({ clock });
});
afterAll(() => database.close());
beforeEach(async () => {
  ahead = 0;
  await database.sql`DELETE FROM raw_facts`;
  practice = await aPractice(database);
  talk = aConversation(database, practice);
});

/** A text as a webhook stores it. A number that says nothing of itself cannot be read. */
async function stored(visit: AVisit, words: string, carrierId = `SM${randomUUID()}`): Promise<StoredFact> {
  const [from, to] = [visit.phone, practice.sender];
  const body = new URLSearchParams({ AccountSid: 'AC', MessageSid: carrierId, From: from, To: to, Body: words });
  const text = { carriers: ['simulator'], from, to, messagingService: null, body: body.toString() } as const;
  const fact = await database.db.inOneStatement((one) => storeText(one, text));
  return fact!;
}

/** A text that lacks its id: whoever reads it fails. */
const unreadable = (visit: AVisit): Promise<StoredFact> => stored(visit, 'Y', '');

/** What kept a text from being read is over: these are its words. */
async function mend({ id }: StoredFact, words: string): Promise<void> {
  await database.sql`
    UPDATE raw_facts SET leased_until = NULL, body = replace(body, 'MessageSid=&', ${`MessageSid=SM${randomUUID()}&`})
    WHERE id = ${id}`;
  await database.sql`UPDATE raw_facts SET body = replace(body, 'Body=Y', ${`Body=${words}`}) WHERE id = ${id}`;
}

const lease = (limit = 50) => database.db.inOneStatement((one) => leaseFacts(one, limit, 15_000));

/** Reads until nothing can be leased any more, and tells how many failed. */
async function readAll(): Promise<string[]> {
  const failed: string[] = [];
  await readAllFacts(database.db, (code) => failed.push(code));
  return failed;
}

async function readings(visit: AVisit): Promise<string[]> {
  const rows = await database.sql<{ reading: string }[]>`
    SELECT reading FROM replies JOIN contact_points ON contact_points.id = contact_point_id
    WHERE address = ${visit.phone} ORDER BY replies.id`;
  return rows.map(({ reading }) => reading);
}

async function isOptedOut({ phone }: AVisit): Promise<boolean> {
  const [row] = await database.sql<{ out: boolean }[]>`
    SELECT opted_out_at IS NOT NULL AS out FROM contact_points WHERE address = ${phone}`;
  return row?.out ?? false;
}

test('of what one phone wrote only the first that is unread can be leased, so it is read in its order by however many', async () => {
  const visit = await practice.visit();
  const first = await stored(visit, 'STOP');
  for (const words of ['START', 'STOP', 'START']) await stored(visit, words);
  expect(await lease()).toMatchObject([first]);
  expect(await lease()).toEqual([]);

  ahead = 16_000;
  await Promise.all([readAll(), readAll(), readAll()]);
  await readAll();
  expect(await readings(visit)).toEqual(['opt_out', 'opt_in', 'opt_out', 'opt_in']);
  expect(await isOptedOut(visit)).toBe(false);
});

test('law 5: a fact is read once, also where a second reader has it in hand', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  const fact = await stored(visit, 'Y');
  const ends = await Promise.all([1, 2, 3].map(() => readFact(database.db, fact)));
  expect(ends.sort()).toEqual(['answered', 'gone', 'gone']);
  expect(await readings(visit)).toEqual(['confirm']);
});

test('law 5: a text that the carrier delivers twice is recorded once', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  await stored(visit, 'Y', 'SMtwice');
  await stored(visit, 'Y', 'SMtwice');
  expect(await readAll()).toEqual([]);
  expect(await readings(visit)).toEqual(['confirm']);
});

test('who read a text brings what it changed, under leases of its own; where that fails the relay has the marks later', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  const fact = await stored(visit, 'Y');
  await database.sql`DELETE FROM outbox`;
  const brought: [string, string, string][] = [];
  const bring: BringPlans = (plans) => {
    for (const { mark, plan, subject } of plans) brought.push([subject.type, mark.signal, plan.answer]);
  };
  expect(await readFact(database.db, fact, bring)).toBe('answered');
  expect(brought).toEqual([
    ['appointment', 'confirmed', 'confirmed'],
    ['message', 'replanned', 'none'],
  ]);
  expect(await readings(visit)).toEqual(['confirm']);

  const leaseAll = () => database.db.inOneStatement((one) => leaseMarks(one, 10));
  expect(await leaseAll()).toEqual([]);
  ahead = 16_000;
  expect(await leaseAll()).toHaveLength(2);
});

test('a reader that dies loses nothing: its lease runs out, and another reads', async () => {
  const visit = await practice.visit();
  const fact = await stored(visit, 'STOP');
  expect(await lease()).toMatchObject([fact]);
  await readAll();
  expect(await isOptedOut(visit)).toBe(false);
  ahead = 16_000;
  await readAll();
  expect(await isOptedOut(visit)).toBe(true);
});

test('a reader that dies after it took the fact away, and before it commits, leaves it', async () => {
  const visit = await practice.visit();
  const fact = await stored(visit, 'STOP');
  const dies = database.db.inPractice(practice.id, async (tx) => {
    expect(await takeFact(tx, fact.id)).toMatchObject({ source: 'text' });
    throw new Error('dies');
  });
  await expect(dies).rejects.toThrow('dies');
  await readAll();
  expect(await isOptedOut(visit)).toBe(true);
});

test('law 10: a text that cannot be read stops nobody else, and its own phone only for three tries', async () => {
  const [bad, good] = [await practice.visit(), await practice.visit()];
  await unreadable(bad);
  await stored(bad, 'STOP');
  await stored(good, 'STOP');
  expect(await readAll()).toEqual(['bad_input']);
  expect(await isOptedOut(good)).toBe(true);
  expect(await isOptedOut(bad)).toBe(false);
  ahead = 10_000;
  await readAll();
  expect(await isOptedOut(bad)).toBe(false);
  ahead = 20_000;
  await readAll();
  expect(await isOptedOut(bad)).toBe(true);
  const [left] = await database.sql`SELECT tries, last_code AS code FROM raw_facts`;
  expect(left).toEqual({ tries: 3, code: 'bad_input' });
});

test('texts are read before reports that came earlier', async () => {
  const ids = { practiceId: practice.id, messageId: randomUUID(), attemptId: randomUUID() };
  await database.db.inOneStatement((one) => storeTextStatus(one, { carriers: ['simulator'], ...ids, body: '' }));
  const text = await stored(await practice.visit(), 'Y');
  expect((await lease(1)).map(({ id }) => id)).toEqual([text.id]);
});

test('law 3: while a text from a phone is not read nothing is claimed for it, since it may be a STOP', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  await stored(visit, 'STOP');
  expect((await claim(database, practice, messageId)).claim).toBeNull();
  const [waits] = await database.sql`SELECT state, detail FROM messages WHERE id = ${messageId}`;
  expect(waits).toEqual({ state: 'not_sent', detail: 'busy' });
  await readAll();
  const [withheld] = await database.sql`SELECT state, reason FROM messages WHERE id = ${messageId}`;
  expect(withheld).toEqual({ state: 'withheld', reason: 'opted_out' });
});

test('a text that no reader comes to for a minute holds up no message any more, and the sweep counts it', async () => {
  const visit = await practice.visit();
  await unreadable(visit);
  const counts = async () => {
    const { channels } = aModelCarrier(clock);
    return (await sweep({ db: database.db, channels, settleLagMs: 0 })).unread;
  };
  expect(await counts()).toBe(0);
  ahead = 121_000;
  const messageId = await makeDue(database, visit);
  expect((await claim(database, practice, messageId)).claim).not.toBeNull();
  expect(await counts()).toBe(1);
});

test('law 3: a text that was tried and cannot be read holds up what goes to its phone for as long as it is not', async () => {
  const [visit, other] = [await practice.visit(), await practice.visit()];
  const fact = await unreadable(visit);
  await readAll();
  ahead = 121_000;
  const messageId = await makeDue(database, visit);
  expect((await claim(database, practice, messageId)).claim).toBeNull();
  expect((await claim(database, practice, await makeDue(database, other))).claim).not.toBeNull();
  await mend(fact, 'STOP');
  await readAll();
  const [withheld] = await database.sql`SELECT state, reason FROM messages WHERE id = ${messageId}`;
  expect(withheld).toEqual({ state: 'withheld', reason: 'opted_out' });
});

test.each([
  ['START', 'STOP', true],
  ['YES', 'STOP', true],
  ['START', 'Y', false],
])('law 3: where %s cannot be read until %s is, that opts nobody in who opted out later', async (first, then, out) => {
  const visit = await practice.visit();
  await talk.asked(visit);
  await stored(visit, 'STOP');
  await readAll();
  const fact = await unreadable(visit);
  for (const seconds of [0, 10, 20]) {
    ahead = seconds * 1000;
    await readAll();
    await stored(visit, 'Y');
  }
  expect(await isOptedOut(visit)).toBe(true);
  await stored(visit, then);
  await readAll();
  await mend(fact, first);
  ahead = 60_000;
  await readAll();
  expect(await isOptedOut(visit)).toBe(out);
  expect((await readings(visit)).length).toBe(6);
});

test('an answer that can be read only after a later one turns it no more: it stands in the history, and a person calls', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  const fact = await unreadable(visit);
  for (const seconds of [0, 10, 20]) {
    ahead = seconds * 1000;
    await readAll();
  }
  await stored(visit, 'N');
  await readAll();
  await mend(fact, 'Y');
  ahead = 60_000;
  await readAll();

  const [stands] = await database.sql`SELECT answer FROM appointments WHERE id = ${visit.id}`;
  expect(stands).toEqual({ answer: 'declined' });
  const history = await database.sql<{ answer: string }[]>`
    SELECT answer FROM answers WHERE appointment_id = ${visit.id} ORDER BY at`;
  expect(history.map(({ answer }) => answer)).toEqual(['confirmed', 'declined']);
  const [asked] = await database.sql`SELECT answer FROM messages WHERE subject_id = ${visit.id} AND answer <> 'none'`;
  expect(asked).toEqual({ answer: 'declined' });
  const items = await database.sql<{ type: string }[]>`
    SELECT type FROM worklist_items WHERE appointment_id = ${visit.id} ORDER BY type`;
  expect(items.map(({ type }) => type)).toEqual(['decline', 'late_answer']);
});
