import { randomBytes } from 'node:crypto';
import type { CallProgress, PickedUpBy } from '../../../domain/calls/call-report.ts';
import type { CallStep } from '../../../domain/calls/call-step.ts';
import { answerCall } from '../../../operations/calls/answer-call.ts';
import type { CallIds, CallWord } from '../../../operations/calls/follow-call.ts';
import { recordCallKey } from '../../../operations/calls/record-call-key.ts';
import { recordCallStatus } from '../../../operations/calls/record-call-status.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import type { TestDatabase } from '../../environment/test-database.ts';
import type { APractice } from './a-practice.ts';
import { sendingBy } from './send-dependencies.ts';

/** A call that the carrier took, and everything that it may tell of it. */
export interface ACall {
  readonly ids: CallIds;
  readonly word: CallWord;
  /** The number that was called. */
  readonly to: string;
  status(status: string, progress: CallProgress | null, pickedUpBy?: PickedUpBy | null): Promise<void>;
  answered(pickedUpBy?: PickedUpBy | null): Promise<CallStep>;
  key(digits: string, said?: number): Promise<CallStep>;
}

/** Sends the message; null where that made no call. */
export async function aCall({ db }: TestDatabase, practice: APractice, messageId: string): Promise<ACall | null> {
  const carrierId = `CA${randomBytes(16).toString('hex')}`;
  const called: { ids: CallIds; to: string }[] = [];
  const voice = {
    handOver: (request: { ids: CallIds; to: string }) => {
      called.push(request);
      return Promise.resolve({ end: 'taken' as const, carrierId });
    },
    find: null,
  };
  const none = { text: null, voice: null, email: null };
  await sendMessage(sendingBy(db, { configured: none, simulator: { ...none, voice } }), {
    practiceId: practice.id,
    messageId,
  });
  const [made] = called;
  if (made === undefined) return null;
  const { ids, to } = made;
  const word: CallWord = {
    carriers: ['simulator'],
    carrierId,
    status: 'in-progress',
    code: null,
    verdict: null,
    raw: {},
  };
  return {
    ids,
    word,
    to,
    status: (status, progress, pickedUpBy = null) =>
      recordCallStatus(db, ids, { ...word, status, progress, pickedUpBy }),
    answered: (pickedUpBy = 'human') => answerCall(db, ids, { ...word, pickedUpBy }),
    key: (digits, said = 1) => recordCallKey(db, ids, { ...word, digits, said, open: true }),
  };
}

/** Makes the message's next call, as if its time had come; null where that made none. */
export async function aNextCall(database: TestDatabase, practice: APractice, messageId: string): Promise<ACall | null> {
  await database.sql`
    UPDATE messages SET retry_at = now() - interval '1 second' WHERE id = ${messageId} AND retry_at IS NOT NULL`;
  return aCall(database, practice, messageId);
}
