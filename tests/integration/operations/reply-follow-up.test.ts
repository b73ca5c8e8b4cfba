import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainSubject } from '../../../operations/explaining/explain-subject.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aConversation, type AConversation } from './a-conversation.ts';
import { aPractice, messagesOf, pmsChanges, type APractice, type AVisit } from './a-practice.ts';

const day = 86_400_000;
let database: TestDatabase;
let practice: APractice;
let talk: AConversation;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
  talk = aConversation(database, practice);
});
afterAll(() => database.close());

const slots = async (visit: AVisit) => (await talk.writtenBack(visit)).map(({ slot }) => slot);
const reasonsOf = async (visit: AVisit) =>
  new Set((await messagesOf(database, visit)).filter(({ state }) => state === 'withheld').map(({ reason }) => reason));

describe('an answer is acknowledged', () => {
  test('at once, ahead of reminders, from the number that it came to', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    await talk.reply(visit, 'Y');
    const [written] = await talk.writtenBack(visit);
    expect(written).toMatchObject({ slot: 'confirmed', language: 'en', state: 'not_sent' });
    expect(written?.body).toMatch(/^Thank you\. Confirmed: Zebulina, .*Harbor Clinic \(757\) 555-0100$/);
    const [mark] = await database.sql`
      SELECT priority, senders.address AS from
      FROM messages JOIN outbox ON outbox.subject_id = messages.subject_id JOIN senders ON senders.id = sender_id
      WHERE messages.id = ${written!.id}`;
    expect(mark).toEqual({ priority: 0, from: practice.sender });
  });

  test('in the language of the message', async () => {
    const visit = await practice.visit({ language: 'es' });
    await talk.asked(visit);
    await database.sql`UPDATE messages SET language = 'es' WHERE subject_id = ${visit.id}`;
    await talk.reply(visit, 'no');
    expect((await talk.writtenBack(visit))[0]?.body).toMatch(/^Anotado, no puede venir: Zebulina/);
  });

  test('law 5: a text that is delivered twice is acknowledged once', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    const carrierId = `SM-twice-${visit.id}`;
    const ends = await Promise.all([1, 2].map(() => talk.reply(visit, 'N', { carrierId })));
    expect(ends.sort()).toEqual(['answered', 'repeated']);
    expect(await slots(visit)).toEqual(['declined']);
    expect(await talk.openItems(visit)).toEqual(['decline']);
  });

  test('law 7: a reply to another practice’s number touches nothing here', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    const stranger = await aPractice(database);
    expect(await talk.reply(visit, 'N', { to: stranger.sender })).toBe('no_visit');
    expect([await talk.answerOf(visit), await talk.openItems(visit)]).toEqual(['none', ['unclear_reply']]);
    const [item] = await database.sql`
      SELECT worklist_items.practice_id FROM worklist_items JOIN contact_points ON contact_points.id = contact_point_id
      WHERE address = ${visit.phone}`;
    expect(item?.['practice_id']).toBe(stranger.id);
  });

  test('one phone that two practices know answers each of them', async () => {
    const here = await practice.visit();
    const other = await aPractice(database);
    const there = await other.visit({ phone: here.phone });
    const talkThere = aConversation(database, other);
    await talk.asked(here);
    await talkThere.asked(there);
    await talkThere.reply(there, 'N');
    await talk.reply(here, 'Y');
    expect([await talk.answerOf(here), await talk.answerOf(there)]).toEqual(['confirmed', 'declined']);
  });
});

test('an answer that comes before the receipt proves the message received', async () => {
  const visit = await practice.visit();
  const messageId = await talk.asked(visit);
  await talk.reply(visit, 'Y');
  expect((await messagesOf(database, visit)).find(({ id }) => id === messageId)?.state).toBe('received');
});

test('an answer that turns the one before is a flip, for a person to see', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  for (const body of ['Y', 'Y', 'N']) await talk.reply(visit, body);
  expect(await talk.openItems(visit)).toEqual(['decline', 'flip']);
  expect(await slots(visit)).toEqual(['confirmed', 'confirmed', 'declined']);
});

describe('an answer that counts no more is noted, acknowledged, and a person calls:', () => {
  test.each([
    ['the visit moved', { starts_at: new Date(Date.now() + 9 * day).toISOString() }],
    ['the visit was cancelled', { pms_state: 'cancelled' }],
    ['the patient has been there', { pms_state: 'completed' }],
  ])('%s', async (_why, columns) => {
    const visit = await practice.visit();
    const messageId = await talk.asked(visit);
    await pmsChanges(database, practice, visit, columns);
    expect(await talk.reply(visit, 'Y')).toBe('visit_changed');
    expect(await talk.answerOf(visit)).toBe('none');
    expect(await talk.openItems(visit)).toEqual(['late_answer']);
    expect((await talk.writtenBack(visit))[0]?.body).toMatch(/^That visit changed, we will call you\./);
    const history = await database.sql`SELECT answer, message_id FROM answers WHERE appointment_id = ${visit.id}`;
    expect(history).toEqual([{ answer: 'confirmed', message_id: messageId }]);
  });

  test('the answer has expired', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    await database.sql`UPDATE messages SET answerable_until = now() WHERE subject_id = ${visit.id}`;
    expect(await talk.reply(visit, 'N')).toBe('visit_changed');
    expect(await talk.openItems(visit)).toEqual(['late_answer']);
  });
});

describe('which of several visits', () => {
  async function twoAsked() {
    const first = await practice.visit();
    const second = await practice.visit({ phone: first.phone });
    await talk.asked(first);
    await talk.asked(second);
    return { first, second };
  }

  test('is asked back with letters, a person sees it, and the answer settles both', async () => {
    const { first, second } = await twoAsked();
    expect(await talk.reply(first, 'N')).toBe('asked_back');
    const [question] = await talk.writtenBack(first);
    expect(question).toMatchObject({ slot: 'which-visit' });
    expect(question?.body).toMatch(
      /Which visit can you not keep\? A: Zebulina, .* B: Zebulina, .* Reply A, B or ALL\.$/,
    );
    expect(await talk.openItems(first)).toEqual(['which_visit']);

    // The newest message was about the second visit.
    expect(await talk.reply(first, 'b')).toBe('answered');
    expect([await talk.answerOf(first), await talk.answerOf(second)]).toEqual(['declined', 'none']);
    expect(await talk.openItems(first)).toEqual(['decline']);
    expect(await slots(first)).toEqual(['which-visit', 'declined']);
  });

  test('ALL answers all', async () => {
    const { first, second } = await twoAsked();
    await talk.reply(first, 'Y');
    expect(await talk.reply(first, 'ALL')).toBe('answered');
    expect([await talk.answerOf(first), await talk.answerOf(second)]).toEqual(['confirmed', 'confirmed']);
  });

  test('is asked once; who answers as unclearly again is left to a person', async () => {
    const { first } = await twoAsked();
    await talk.reply(first, 'Y');
    expect(await talk.reply(first, 'Y')).toBe('several_visits');
    expect(await slots(first)).toEqual(['which-visit', 'unclear']);
    expect(await talk.openItems(first)).toEqual(['which_visit']);
  });

  test('two texts at once ask one question', async () => {
    const { first } = await twoAsked();
    const ends = await Promise.all(['Y', 'Yes'].map((body) => talk.reply(first, body)));
    expect(ends.sort()).toEqual(['asked_back', 'several_visits']);
  });

  test('a letter without a question is for a person', async () => {
    const { first } = await twoAsked();
    expect(await talk.reply(first, 'A')).toBe('unclear');
    expect(await talk.answerOf(first)).toBe('none');
  });

  test('one that was cancelled meanwhile is late, and the other counts', async () => {
    const { first, second } = await twoAsked();
    await talk.reply(first, 'Y');
    await pmsChanges(database, practice, second, { pms_state: 'cancelled' });
    await talk.reply(first, 'ALL');
    expect([await talk.answerOf(first), await talk.answerOf(second)]).toEqual(['confirmed', 'none']);
    expect(await talk.openItems(second)).toEqual(['late_answer']);
  });

  test('law 7: the letters of one practice’s question mean nothing to another', async () => {
    const { first } = await twoAsked();
    await talk.reply(first, 'N');
    const stranger = await aPractice(database);
    expect(await talk.reply(first, 'A', { to: stranger.sender })).toBe('unclear');
    expect(await talk.answerOf(first)).toBe('none');
  });
});

describe('a merged message', () => {
  async function merged() {
    const first = await practice.visit();
    const second = await practice.visit({ phone: first.phone });
    const sentId = await talk.askedTogether(first, second);
    return { first, second, sentId };
  }

  test('Y answers all in it', async () => {
    const { first, second } = await merged();
    expect(await talk.reply(first, 'Y')).toBe('answered');
    expect([await talk.answerOf(first), await talk.answerOf(second)]).toEqual(['confirmed', 'confirmed']);
    expect((await talk.writtenBack(first))[0]?.body).toMatch(/^Thank you\. Confirmed: Zebulina, .*; Zebulina, /);
  });

  test('N asks which, and the letter declines that one', async () => {
    const { first, second } = await merged();
    expect(await talk.reply(first, 'N')).toBe('asked_back');
    expect(await talk.openItems(first)).toEqual(['which_visit']);
    await talk.reply(first, 'B');
    const answers = [await talk.answerOf(first), await talk.answerOf(second)];
    expect(answers.sort()).toEqual(['declined', 'none']);
    expect(await talk.openItems(first)).not.toContain('which_visit');
  });
});

describe('consent', () => {
  test('law 3: a plain request ends all texts, is confirmed once, and nothing else is written back', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    const body = 'Please stop texting me';
    await Promise.all([1, 2, 3].map(() => talk.reply(visit, body)));
    expect(await slots(visit)).toEqual(['opted-out']);
    expect(await reasonsOf(visit)).toEqual(new Set(['opted_out']));
    const [confirmation] = await database.sql<[{ ms: number }]>`
      SELECT extract(epoch FROM useful_until - created_at)::float8 * 1000 AS ms
      FROM messages WHERE id = ${(await talk.writtenBack(visit))[0]!.id}`;
    expect(confirmation.ms).toBeLessThanOrEqual(300_000);
  });

  test('STOP STOP: the carrier has confirmed it, so we do not', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    for (const body of ['STOP', 'STOP']) expect(await talk.reply(visit, body)).toBe('opted_out');
    expect(await slots(visit)).toEqual([]);
  });

  test('a keyword that only the carrier knows opts out here too', async () => {
    const visit = await practice.visit();
    expect(await talk.reply(visit, 'ALTO YA', { optOutType: 'STOP' })).toBe('opted_out');
    expect(await reasonsOf(visit)).toEqual(new Set(['opted_out']));
  });

  test.each(['CANCEL', 'END', 'QUIT'])('%s opts out, and a person asks whether the visit was meant', async (body) => {
    const visit = await practice.visit();
    await talk.asked(visit);
    expect(await talk.reply(visit, body)).toBe('opted_out');
    expect(await talk.openItems(visit)).toEqual(['cancellation_request']);
    expect(await talk.answerOf(visit)).toBe('none');
  });

  test('YES after STOP opts in again and confirms', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    await talk.reply(visit, 'STOP');
    expect(await talk.reply(visit, 'YES')).toBe('answered');
    expect(await talk.answerOf(visit)).toBe('confirmed');
    const [contact] = await database.sql`SELECT opted_out_at FROM contact_points WHERE address = ${visit.phone}`;
    expect(contact?.['opted_out_at']).toBeNull();
    expect(await slots(visit)).toEqual(['confirmed']);
  });
});

test('HELP is answered with whom to call, and waits for nobody', async () => {
  const visit = await practice.visit();
  expect(await talk.reply(visit, 'HELP')).toBe('helped');
  expect((await talk.writtenBack(visit))[0]?.body).toContain('For help call (757) 555-0100');
  expect(await talk.openItems(visit)).toEqual([]);
});

describe('what must be seen by a person', () => {
  test('unclear texts are acknowledged once about a visit, not once each', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    await Promise.all(['What?', 'Who is it?'].map((body) => talk.reply(visit, body)));
    await talk.reply(visit, 'Hello?');
    expect((await talk.writtenBack(visit)).map(({ body }) => body)).toEqual([expect.stringContaining('call 911')]);
    expect(await talk.openItems(visit)).toEqual(['unclear_reply']);
  });

  test('at once from a phone that nobody knows: one acknowledgement, one confirmation of an opt-out', async () => {
    for (const [index, body, slot] of [
      [0, 'Who is this?', 'unclear'],
      [1, 'Please stop texting me', 'opted-out'],
    ] as const) {
      const stranger = { phone: `+1212555019${String(index)}` };
      // Its contact point is there, so that nothing but its lock keeps the four apart.
      await talk.reply(stranger, 'Gracias');
      await Promise.all([1, 2, 3, 4].map(() => talk.reply(stranger, body)));
      expect((await talk.writtenBack(stranger)).map((written) => written.slot)).toEqual([slot]);
    }
  });

  test('a wrong number is written to no more, by no visit, and gets no answer', async () => {
    const visit = await practice.visit();
    const other = await practice.visit({ phone: visit.phone });
    await talk.asked(visit);
    expect(await talk.reply(visit, 'You have the wrong number')).toBe('wrong_number');
    expect([await reasonsOf(visit), await reasonsOf(other)]).toEqual([
      new Set(['wrong_number']),
      new Set(['wrong_number']),
    ]);
    expect(await talk.openItems(visit)).toEqual(['wrong_number']);
    expect(await slots(visit)).toEqual([]);
  });

  test('a death withholds everything for that patient, and for nobody else on that phone', async () => {
    const other = await practice.visit();
    const visit = await practice.visit({ phone: other.phone });
    await talk.asked(visit);
    expect(await talk.reply(visit, 'He passed away last week')).toBe('deceased');
    expect(await reasonsOf(visit)).toEqual(new Set(['inactive']));
    expect(await reasonsOf(other)).toEqual(new Set());
    expect(await talk.openItems(visit)).toEqual(['deceased']);
    expect(await slots(visit)).toEqual([]);
  });

  test('an emergency stands before everything, and is told to call 911', async () => {
    const visit = await practice.visit();
    await talk.asked(visit);
    expect(await talk.reply(visit, 'I think I am having a heart attack')).toBe('emergency');
    const [item] = await database.sql`SELECT type, priority FROM worklist_items WHERE appointment_id = ${visit.id}`;
    expect(item).toEqual({ type: 'emergency', priority: 0 });
    expect((await talk.writtenBack(visit))[0]?.body).toMatch(/^If this is an emergency, call 911 now\./);
  });

  test.each(['I am driving and cannot answer right now. Sent automatically', 'Thanks!'])(
    '%j is kept, and that is all',
    async (body) => {
      const visit = await practice.visit();
      await talk.asked(visit);
      await talk.reply(visit, body);
      expect([await slots(visit), await talk.openItems(visit), await talk.answerOf(visit)]).toEqual([[], [], 'none']);
      expect(await database.sql`SELECT FROM replies WHERE body = ${body}`).toHaveLength(1);
    },
  );
});

test('law 12: a visit’s story tells the question, what was written back, and what waits for a person', async () => {
  const first = await practice.visit();
  const second = await practice.visit({ phone: first.phone });
  await talk.asked(first);
  await talk.asked(second);
  await talk.reply(first, 'N');
  await talk.reply(first, 'b');
  const { history, messages } = await explainSubject(database.db, practice.id, 'appointment', first.id);
  expect(messages.map(({ slot }) => slot)).toContain('declined');
  const told = history.map(({ text }) => text).join('\n');
  for (const part of [
    'We asked back which of 2 visits was meant (declined)',
    'The patient wrote "b"',
    "The visit's answer is declined",
    'Worklist: decline',
  ]) {
    expect(told).toContain(part);
  }
});
