import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStatus } from '../../../channels/twilio/status.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { reconcile } from '../../../operations/sending/reconcile.ts';
import { recordReceipt } from '../../../operations/sending/record-receipt.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aModelCarrier, Died, type ModelCarrier, type Mood } from './a-model-carrier.ts';
import { aPractice, type APractice } from './a-practice.ts';
import * as rules from './hand-over-model.ts';
import { aMessageModel, lagMs, takenOf, type HandOverModel } from './hand-over-model.ts';
import { manyDueVisits, type DueVisit } from './many-due-visits.ts';
import { testLinks } from './test-links.ts';

const minute = 60_000;
/** Runs at most, and how long they may take: on a slow machine there are fewer. */
const runs = { most: 200, withinMs: 10_000 };
const messagesOfARun = 4;
const renderer = createTemplateRenderer();
/** Two in the afternoon at the practice at the latest, so that its window stays open for what a run lets pass. */
const longestMs = 5 * 60 * minute;

/** Each run begins at this time, with visits that no other run has touched. */
const started = Date.now();
let now = started;
let database: TestDatabase;
let practice: APractice;
let untouched: DueVisit[];

beforeAll(async () => {
  database = await openTestDatabase({ clock: () => now });
  practice = await aPractice(database);
  untouched = await manyDueVisits(database, practice, messagesOfARun * runs.most, now);
});
afterAll(() => database.close());

interface Real {
  readonly messageIds: readonly string[];
  readonly carrier: ModelCarrier;
}

type Command = fc.AsyncCommand<HandOverModel, Real>;

const depsOf = ({ carrier }: Real) => ({ db: database.db, channels: carrier.channels, settleLagMs: lagMs });

/** However slow the machine is, no hand-over comes too late. */
async function send(real: Real, index: number): Promise<void> {
  const deps = { ...depsOf(real), renderer, links: testLinks, monotonicNow: () => 0 };
  await sendMessage(deps, { practiceId: practice.id, messageId: real.messageIds[index]! }).catch((error: unknown) => {
    if (!(error instanceof Died)) throw error;
  });
}

/** The rows and the carrier are as the model has them. */
async function compare(model: HandOverModel, real: Real): Promise<void> {
  const rows = await database.sql<{ id: string; state: string; outcomes: string[] }[]>`
    SELECT message.id, message.state, array_remove(array_agg(attempt.outcome ORDER BY attempt.number), NULL) AS outcomes
    FROM messages message LEFT JOIN attempts attempt ON attempt.message_id = message.id
    WHERE message.id = ANY(${real.messageIds as string[]}) GROUP BY message.id`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const standing = real.messageIds.map((id) => ({
    state: byId.get(id)?.state,
    attempts: byId.get(id)?.outcomes,
    taken: real.carrier.taken.filter(({ messageId }) => messageId === id).length,
  }));
  expect(standing).toEqual(
    model.messages.map((message) => ({
      state: message.state,
      attempts: message.attempts.map(({ outcome }) => outcome),
      taken: message.attempts.filter(({ atCarrier }) => atCarrier).length,
    })),
  );
  // Law 1, which the model must keep as well.
  expect(standing.filter(({ taken }) => taken > 1)).toEqual([]);
}

function command(
  name: string,
  check: (model: Readonly<HandOverModel>) => boolean,
  run: (model: HandOverModel, real: Real) => Promise<void>,
): Command {
  return {
    check,
    toString: () => name,
    async run(model, real) {
      await run(model, real);
      await compare(model, real);
    },
  };
}

const always = (): boolean => true;
/** Those in doubt more often than the others: it is they that have a history. */
const moods: readonly Mood[] = [
  'dies',
  'says nothing, takes not',
  'says nothing, takes not',

  'takes',
  'refuses',
  'comes back',
  'says nothing, takes',
  'says nothing, takes not',
  'dies',
];
const whichMessage = fc.nat(messagesOfARun - 1);

/** All of them, each by one or two at once. */
const sends = fc
  .array(fc.tuple(fc.constantFrom(...moods), fc.constantFrom(1, 2)), {
    minLength: messagesOfARun,
    maxLength: messagesOfARun,
  })
  .map((ways) =>
    command(`send ${JSON.stringify(ways)}`, always, async (model, real) => {
      for (const [index, [mood, times]] of ways.entries()) {
        real.carrier.moods = [mood];
        rules.send(model, model.messages[index]!, mood);
        await Promise.all(Array.from({ length: times }, () => send(real, index)));
      }
    }),
  );

/** Of what the carrier took: news, or once more what it has said or could have said before. */
const reports = fc
  .tuple(whichMessage, fc.constantFrom('queued', 'sent', 'delivered', 'undelivered'))
  .map(([index, status]) =>
    command(
      `report ${String(index)} ${status}`,
      ({ messages }) => {
        const { carrierStatus } = messages[index]!;
        const isPossible =
          status === 'queued' || status === 'sent' || carrierStatus === 'sent' || carrierStatus === status;
        return takenOf(messages[index]!) !== undefined && isPossible;
      },
      async (model, real) => {
        const message = model.messages[index]!;
        const taken = real.carrier.taken.find(({ messageId }) => messageId === real.messageIds[index])!;
        if (status === 'delivered' || status === 'undelivered') {
          message.carrierStatus = status;
          taken.status = status;
        }
        const word = readStatus(status, null).moves;
        rules.hear(model, message, word ?? 'sent');
        const { messageId, attemptId, carrierId } = taken;
        await recordReceipt(database.db, {
          ...{ practiceId: practice.id, messageId, attemptId, carrierId },
          ...{ status, code: null, word, verdict: null, raw: {} },
        });
      },
    ),
  );

/** The carrier gets on with it, and its report is lost. */
const silences = fc
  .tuple(whichMessage, fc.constantFrom('delivered' as const, 'undelivered' as const))
  .map(([index, status]) =>
    command(
      `${String(index)} is ${status}, unreported`,
      ({ messages }) => takenOf(messages[index]!) !== undefined && messages[index]!.carrierStatus === 'sent',
      async (model, real) => {
        model.messages[index]!.carrierStatus = status;
        real.carrier.taken.find(({ messageId }) => messageId === real.messageIds[index])!.status = status;
        await Promise.resolve();
      },
    ),
  );

/** Around every deadline: a second's retry, the hand-over's, the proof's, the time to ask, and when all is lost. */
const waits = fc.constantFrom(1_100, 6_000, 16_000, 26_000, 3 * minute, 49 * minute);

function pass(model: HandOverModel, ms: number): void {
  model.now += ms;
  now = model.now;
}

const carriersDays = fc.record({ unreadable: fc.boolean(), listLagsMs: fc.constantFrom(0, 8_000) }).map((day) =>
  command(`the carrier is ${JSON.stringify(day)}`, always, async (model, real) => {
    Object.assign(model, day);
    Object.assign(real.carrier, day);
    await Promise.resolve();
  }),
);

const hasTime = (ms: number) => (model: Readonly<HandOverModel>) => model.now + ms < started + longestMs;

const sweeps = waits.map((ms) =>
  command(`sweep after ${String(ms)}`, hasTime(ms), async (model, real) => {
    pass(model, ms);
    rules.sweep(model);
    await sweep(depsOf(real));
  }),
);

const reconciliations = waits.map((ms) =>
  command(`reconcile after ${String(ms)}`, hasTime(ms), async (model, real) => {
    pass(model, ms);
    rules.reconcile(model);
    await reconcile(depsOf(real));
  }),
);

/** A carrier and messages of a run's own. */
function setUp(hasList: boolean): { model: HandOverModel; real: Real } {
  now = started;
  const messageIds = untouched.splice(0, messagesOfARun).map(({ messageId }) => messageId);
  return {
    model: { now, hasList, unreadable: false, listLagsMs: 0, messages: messageIds.map(() => aMessageModel(now)) },
    real: { messageIds, carrier: aModelCarrier(() => now, hasList ? {} : { without: 'list' }) },
  };
}

/** The next run has another carrier: what this one's was asked is over, however it ended, and long ago. */
async function cleanUp({ messageIds }: Real): Promise<void> {
  const ids = messageIds as string[];
  await database.sql`
    UPDATE attempts SET outcome = 'lost', carrier_id = NULL, opened_at = opened_at - interval '10 days' WHERE message_id = ANY(${ids})`;
  await database.sql`UPDATE messages SET state = 'withheld', reason = 'staff', retry_at = NULL WHERE id = ANY(${ids})`;
}

/** The carrier is itself again, and time passes: whatever happened, each message ends. */
async function expectAnEnd(real: Real): Promise<void> {
  Object.assign(real.carrier, { unreadable: false, listLagsMs: 0, moods: ['takes'] });
  for (let round = 0; round < 2; round += 1) {
    now += 3 * minute;
    await sweep(depsOf(real));
    for (const index of real.messageIds.keys()) await send(real, index);
  }
  const ends = await database.sql<{ state: string }[]>`
    SELECT state FROM messages WHERE id = ANY(${real.messageIds as string[]})`;
  expect(ends.filter(({ state }) => ['not_sent', 'sending'].includes(state))).toEqual([]);
  for (const id of real.messageIds) {
    expect(real.carrier.taken.filter(({ messageId }) => messageId === id).length).toBeLessThanOrEqual(1);
  }
}

test('law 4: whatever becomes of claim, hand-over, report, sweep and reconciliation, each message stands as the model has it, and ends', async () => {
  const commands = fc.commands(
    [sends, sends, sweeps, sweeps, sweeps, reports, reports, silences, reconciliations, carriersDays],
    {
      maxCommands: 16,
      size: '+1',
    },
  );
  await fc.assert(
    fc.asyncProperty(commands, fc.constantFrom(true, true, false), async (steps, hasList) => {
      const { model, real } = setUp(hasList);
      try {
        await fc.asyncModelRun(() => ({ model, real }), steps);
        await expectAnEnd(real);
      } finally {
        await cleanUp(real);
      }
    }),
    { seed: 4, numRuns: runs.most, interruptAfterTimeLimit: runs.withinMs, markInterruptAsFailure: false },
  );
}, 120_000);
