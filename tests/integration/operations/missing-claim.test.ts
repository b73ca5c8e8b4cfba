import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendMessage, type SendDependencies } from '../../../operations/sending/send-message.ts';
import { findBurstMessages } from '../../chaos/burst-rows.ts';
import { plantBurst } from '../../chaos/burst.ts';
import { count, type ChaosFigures } from '../../chaos/count.ts';
import { meddle } from '../../chaos/meddle.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { sendDependencies } from './send-dependencies.ts';

/** What is taken out of the claim: nothing, its look at the message's state, or everything that it decides by. */
const planted = vi.hoisted((): { without: 'nothing' | 'state' | 'decision' } => ({ without: 'nothing' }));

vi.mock(import('../../../db/planned-messages.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    async lockMessages(...given) {
      const messages = await real.lockMessages(...given);
      return planted.without === 'state' ? messages.map((one) => ({ ...one, state: 'not_sent' as const })) : messages;
    },
  };
});
vi.mock(import('../../../domain/planning/decide-claim.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    decideClaim: (facts) => (planted.without === 'decision' ? { do: 'send' } : real.decideClaim(facts)),
  };
});

let database: TestDatabase;
let simulator: ASimulator;
let deps: SendDependencies;

beforeEach(async () => {
  database = await openTestDatabase();
  simulator = await aSimulator();
  deps = sendDependencies(database.db, simulator);
});

afterEach(async () => {
  planted.without = 'nothing';
  await simulator.close();
  await database.close();
});

/** A few messages, each sent twice as by an engine that does not know whether its worker died, one of them after its patient opted out. */
async function sendAllTwice(without: typeof planted.without, isPaused = false): Promise<ChaosFigures> {
  const visits = await plantBurst(database, ['text'], 3, Date.now() - 1_000);
  const [first] = visits;
  if (first === undefined) throw new Error('The burst has a visit.');
  const meddled = [await meddle(database.db, first, 'opt_out')];
  const { practiceId } = first;
  if (isPaused) await database.sql`UPDATE practice_settings SET text_paused_at = now()`;
  const from = await database.db.inPractice(practiceId, (tx) => tx.readClock());
  // What is planned is planned with the whole rule; only the sends lack a part of it.
  planted.without = without;
  const messages = await findBurstMessages(database.sql, visits);
  for (const { id } of [...messages, ...messages]) {
    await sendMessage(deps, { practiceId, messageId: id });
  }
  const taken = await simulator.accepted();
  return count({
    visits,
    meddled,
    messages: await findBurstMessages(database.sql, visits),
    taken: taken.map((one) => ({ ...one, at: Date.parse(one.createdAt) })),
    paused: isPaused ? [{ practiceId, channel: 'text', from, until: Infinity }] : [],
    waitingForNewTime: new Set(),
    onItsWayMs: 11_000,
  });
}

test('with the claim nothing is lost, doubled or forbidden', async () => {
  expect(await sendAllTwice('nothing')).toMatchObject({ accepted: 2, lost: 0, doubled: 0, forbidden: 0, unlisted: 0 });
});

test('the count finds out a claim that does not look at the message’s state', async () => {
  expect((await sendAllTwice('state')).doubled).toBe(2);
});

test('the count finds out a claim that decides nothing', async () => {
  expect((await sendAllTwice('decision', true)).forbidden).toBe(2);
});

test('with the claim nothing goes in a pause', async () => {
  expect(await sendAllTwice('nothing', true)).toMatchObject({ accepted: 0, forbidden: 0 });
});
