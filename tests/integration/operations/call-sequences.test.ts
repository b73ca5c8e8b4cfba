import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../db/database.ts';
import type { CallProgress, PickedUpBy } from '../../../domain/calls/call-report.ts';
import { answerCall } from '../../../operations/calls/answer-call.ts';
import { recordCallKey } from '../../../operations/calls/record-call-key.ts';
import { recordCallStatus } from '../../../operations/calls/record-call-status.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aCallingPractice, type ACallingPractice } from './a-calling-practice.ts';
import { plantHandedOver, type HandedOver } from './planted-hand-overs.ts';

/** How one call truly went, and in what order the carrier told of it. */
interface Told {
  readonly went: 'unheard' | 'heard';
  readonly pickedUpBy: PickedUpBy | null;
  readonly key: '1' | '9' | '8' | '5' | '' | null;
  readonly words: readonly Word[];
}
type Word = { readonly status: string; readonly progress: CallProgress } | 'answered' | 'key';

const on = ['initiated', 'ringing'].map((status) => ({ status, progress: 'under_way' as const }));
const answered = { status: 'in-progress', progress: 'under_way' as const };
const completed = { status: 'completed', progress: 'completed' as const };
const ends = (['busy', 'no-answer', 'failed', 'canceled'] as const).map((status) => ({
  status,
  progress: status.replace('-', '_') as CallProgress,
}));

/** Callbacks come in any order, twice or never; what the call asked for comes in its own. */
function shuffled(words: readonly Word[], asked: readonly Word[]): fc.Arbitrary<readonly Word[]> {
  return fc
    .tuple(fc.subarray([...words, ...words]), fc.infiniteStream(fc.nat()))
    .map(([some, places]) => some.map((word) => ({ word, at: places.next().value as number })))
    .map((some) => some.sort((a, b) => a.at - b.at).map(({ word }) => word))
    .chain((some) => fc.nat(some.length).map((at) => [...some.slice(0, at), ...asked, ...some.slice(at)]));
}

const unheard: fc.Arbitrary<Told> = fc
  .constantFrom(...ends)
  .chain((end) => shuffled([...on, end], []))
  .map((words) => ({ went: 'unheard', pickedUpBy: null, key: null, words }));
const heard: fc.Arbitrary<Told> = fc
  .tuple(fc.constantFrom<Told['key']>('1', '9', '8', '5', '', null), fc.constantFrom<PickedUpBy>('human', 'unsure'))
  .chain(([key, pickedUpBy]) =>
    shuffled([...on, answered, completed], key === null ? ['answered'] : ['answered', 'key']).map((words) => ({
      went: 'heard' as const,
      pickedUpBy,
      key,
      words,
    })),
  );

let database: TestDatabase;
let practice: ACallingPractice;
beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aCallingPractice(database);
  await practice.set({ voice_tries: 1 });
});
afterAll(() => database.close());

async function tell(db: Database, { messageId, attemptId }: HandedOver, told: Told): Promise<void> {
  const ids = { practiceId: practice.id, messageId, attemptId };
  const word = { carriers: ['simulator' as const], carrierId: `CA-${messageId}`, code: null, verdict: null, raw: {} };
  for (const said of told.words) {
    if (said === 'answered') {
      await answerCall(db, ids, { ...word, status: 'in-progress', pickedUpBy: told.pickedUpBy });
    } else if (said === 'key') {
      await recordCallKey(db, ids, { ...word, status: 'in-progress', digits: told.key ?? '', said: 1, open: true });
    } else {
      await recordCallStatus(db, ids, { ...word, ...said, pickedUpBy: null });
    }
  }
}

/** Where the call must end by what was told of it, whatever the order. */
function expected({ went, key, words }: Told): { state: string; answer: string; heard: boolean } {
  const answer = key === '1' ? 'confirmed' : key === '9' ? 'declined' : 'none';
  if (went === 'heard') return { state: 'received', answer, heard: key !== null };
  const ended = words.some((word) => typeof word === 'object' && word.progress !== 'under_way');
  const state = ended ? 'not_received' : words.length > 0 ? 'sent' : 'sending';
  return { state, answer: 'none', heard: false };
}

test('law 5: two hundred calls, told in any order, doubled and with words missing, end where the oracle says', async () => {
  const generated = fc.sample(fc.oneof(unheard, heard), { numRuns: 200, seed: 11 });
  const planted = await plantHandedOver(database, practice, generated.length);
  await database.sql`UPDATE messages SET channel = 'voice' WHERE id = ANY(${planted.map(({ messageId }) => messageId)})`;
  await database.db.inPractice(practice.id, async (tx) => {
    const db: Database = { ...database.db, inPractice: (_practice, operation) => operation(tx) };
    for (const [index, told] of generated.entries()) await tell(db, planted[index]!, told);
  });
  const rows = await database.sql<{ id: string; state: string; answer: string; heard: boolean | null }[]>`
    SELECT id, state, answer, heard_to_end AS heard FROM messages
    WHERE id = ANY(${planted.map(({ messageId }) => messageId)})`;
  const byId = new Map(rows.map(({ id, ...row }) => [id, { ...row, heard: row.heard ?? false }]));
  const wrong = generated.flatMap((told, index) => {
    const row = byId.get(planted[index]!.messageId);
    return JSON.stringify(row) === JSON.stringify(expected(told)) ? [] : [{ told, row, expected: expected(told) }];
  });
  expect(wrong).toEqual([]);
}, 120_000);
