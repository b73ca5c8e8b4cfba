import type { MessageCircumstances } from '../../db/message-circumstances.ts';
import type { StaffMessage } from '../../db/staff-messages.ts';
import type { ReplyEvent } from '../../db/visit-events.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { contactStep, outcomeStep, practiceStep } from './message-reasons.ts';
import type { ReasonStep } from './reason-step.ts';
import { wallTimeInWords } from './wall-time-in-words.ts';

/** What a message that is about no visit was queued for: a reply, or by the person whose token it names, or both. */
export interface WhyQueued {
  readonly reply: ReplyEvent | null;
  readonly by: string | number | null;
}

/** Why it was, will be or will not be sent: what binds a reminder, such as caps, does not bind it. */
export function queuedMessageReasons(
  message: StaffMessage,
  queued: WhyQueued,
  circumstances: MessageCircumstances,
  now: EpochMs,
): ReasonStep[] {
  return [
    {
      question: 'What queued it?',
      answer: whatQueued(message, queued),
      stops: false,
    },
    timeStep(message, queued, now),
    contactStep(message, circumstances),
    practiceStep(circumstances),
    pauseStep(message, circumstances),
    outcomeStep(message),
  ];
}

function whatQueued(message: StaffMessage, { reply, by }: WhyQueued): string {
  if (reply === null) return `${String(by)} (staff) wrote it.`;
  const asked = `The patient wrote "${reply.body}" on ${wallTimeInWords(reply.at, message.timeZone)}, read as ${reply.reading} (${reply.outcome}), and`;
  return by === null ? `${asked} this answers it.` : `${asked} ${String(by)} (staff) answered.`;
}

function timeStep(message: StaffMessage, { reply }: WhyQueued, now: EpochMs): ReasonStep {
  const until = wallTimeInWords(message.usefulUntil, message.timeZone);
  const waits = message.state === 'not_sent' && message.detail !== null ? ` It was put off: ${message.detail}.` : '';
  return {
    question: 'When does it go?',
    answer: `${reply === null ? 'As soon as the hours of delivery allow it' : 'At once, at any hour'}; after ${until} it is of no use.${waits}`,
    stops: message.state === 'not_sent' && message.usefulUntil < now,
  };
}

function pauseStep(message: StaffMessage, { channelPausedAt }: MessageCircumstances): ReasonStep {
  const question = 'Is the channel paused?';
  return channelPausedAt === null
    ? { question, answer: 'No.', stops: false }
    : { question, answer: `Since ${wallTimeInWords(channelPausedAt, message.timeZone)}.`, stops: true };
}
