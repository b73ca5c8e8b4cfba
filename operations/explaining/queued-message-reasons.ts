import type { MessageCircumstances } from '../../db/message-circumstances.ts';
import type { StaffMessage } from '../../db/staff-messages.ts';
import type { ReplyEvent } from '../../db/visit-events.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { contactStep, outcomeStep, practiceStep, type ReasonStep } from './message-reasons.ts';
import { wallTimeInWords } from './wall-time-in-words.ts';

/** Why the answer to a reply was, will be or will not be sent: what binds a reminder, such as hours and caps, does not bind it. */
export function queuedMessageReasons(
  message: StaffMessage,
  reply: ReplyEvent,
  circumstances: MessageCircumstances,
  now: EpochMs,
): ReasonStep[] {
  return [
    {
      question: 'What queued it?',
      answer: `The patient wrote "${reply.body}" on ${wallTimeInWords(reply.at, message.timeZone)}, read as ${reply.reading} (${reply.outcome}), and this answers it.`,
      stops: false,
    },
    timeStep(message, now),
    contactStep(message, circumstances),
    practiceStep(circumstances),
    pauseStep(message, circumstances),
    outcomeStep(message),
  ];
}

function timeStep(message: StaffMessage, now: EpochMs): ReasonStep {
  const until = wallTimeInWords(message.usefulUntil, message.timeZone);
  const waits = message.state === 'not_sent' && message.detail !== null ? ` It was put off: ${message.detail}.` : '';
  return {
    question: 'When does it go?',
    answer: `At once, at any hour; after ${until} it would answer nobody.${waits}`,
    stops: message.state === 'not_sent' && message.usefulUntil < now,
  };
}

function pauseStep(message: StaffMessage, { channelPausedAt }: MessageCircumstances): ReasonStep {
  const question = 'Is the channel paused?';
  return channelPausedAt === null
    ? { question, answer: 'No.', stops: false }
    : { question, answer: `Since ${wallTimeInWords(channelPausedAt, message.timeZone)}.`, stops: true };
}
