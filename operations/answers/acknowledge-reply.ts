import {
  findPracticeWords,
  findUnclearReplyWords,
  findVisitsToName,
  isOnVacation,
  wasAcknowledged,
} from '../../db/acknowledgements.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { acknowledge, confirmsOptOut } from '../../domain/answers/acknowledgement.ts';
import type { ReplyEffects } from '../../domain/answers/reply-effects.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { replyWords } from '../../domain/templates/fields.ts';
import { createTemplateRenderer } from '../../domain/templates/render.ts';
import { queueMessage } from '../sending/queue-message.ts';

/** Whoever wrote waits for it this long at most; the law gives the confirmation of an opt-out five minutes (47 CFR 64.1200(a)(12)). */
const usefulForMs = { optOut: 5 * 60_000, other: 15 * 60_000 };
/** Where no visit is known, "someone will read it" is said once in this time. */
const unclearAgainAfterMs = 24 * 60 * 60_000;

/** A reply that is kept, and between whom it went. */
export interface KeptReply {
  readonly id: string;
  readonly senderId: string;
  readonly contactPointId: string;
  readonly receivedAt: EpochMs;
  /** What it was written in, where no message tells. */
  readonly language: 'en' | 'es';
}

/**
 * Queues what is written back, in the language of the message that was answered. That someone will read it is said once about a
 * visit, however many unclear texts come. The contact point is locked, so two texts at once are not both acknowledged for it.
 */
export async function acknowledgeReply(
  tx: PracticeTransaction,
  reply: KeptReply,
  effects: ReplyEffects,
): Promise<void> {
  const { acknowledge: what, about } = effects;
  if (what === null) return;
  const { contactPointId, senderId } = reply;
  if (what === 'unclear') {
    const subjectId = about?.subjectId ?? null;
    const since = tx.now - unclearAgainAfterMs;
    if (await wasAcknowledged(tx, { slot: what, contactPointId, subjectId, since })) return;
  }

  const language = about?.language ?? reply.language;
  const named = visitsNamed(effects);
  const [practice, visits, onVacation] = await Promise.all([
    findPracticeWords(tx),
    findVisitsToName(tx, named),
    what === 'declined' && isOnVacation(tx, named),
  ]);
  const own =
    what === 'unclear'
      ? await findUnclearReplyWords(tx, { messageId: about?.messageId ?? null, contactPointId, senderId, language })
      : null;
  const answer = effects.ask?.answer ?? effects.answers[0]?.answer ?? 'confirmed';
  await queueMessage(
    tx,
    {
      kind: 'acknowledgement',
      slot: what,
      channel: 'text',
      senderId,
      contactPointId,
      patientId: about?.patientId ?? null,
      language,
      body:
        own === null
          ? acknowledge(what, { practice, visits, answer, onVacation, language })
          : createTemplateRenderer().render(own, replyWords(practice)),
      inReplyTo: reply.id,
      sendAt: tx.now,
      usefulUntil: tx.now + usefulForMs[confirmsOptOut(what) ? 'optOut' : 'other'],
    },
    { name: 'reply', detail: { replyId: reply.id } },
  );
}

function visitsNamed({ ask, answers }: ReplyEffects): string[] {
  const named = ask === null ? answers.map(({ asked }) => asked) : ask.among;
  return named.map(({ subjectId }) => subjectId);
}
