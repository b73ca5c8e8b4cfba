import type { StaffMessage } from '../../db/staff-messages.ts';
import type { PressEvent } from '../../db/press-events.ts';
import type { QuestionEvent } from '../../db/questions.ts';
import type { AnswerEvent, AttemptEvent, PlanChange, ReceiptEvent, ReplyEvent } from '../../db/visit-events.ts';
import type { WorklistEvent } from '../../db/worklist-events.ts';
import { withheldReasons, type WithheldReason } from '../../domain/message-state.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';

/** One thing that happened to a visit, in words. */
export interface HistoryEntry {
  readonly at: EpochMs;
  readonly what: 'plan' | 'withheld' | 'attempt' | 'receipt' | 'reply' | 'answer' | 'press' | 'question' | 'worklist';
  /** The message that it is about, where it is about one. */
  readonly messageId: string | null;
  readonly text: string;
}

/** All that was recorded of a visit. */
export interface VisitEvents {
  readonly messages: readonly StaffMessage[];
  readonly changes: readonly PlanChange[];
  readonly attempts: readonly AttemptEvent[];
  readonly receipts: readonly ReceiptEvent[];
  readonly replies: readonly ReplyEvent[];
  readonly answers: readonly AnswerEvent[];
  readonly presses: readonly PressEvent[];
  readonly questions: readonly QuestionEvent[];
  readonly worklist: readonly WorklistEvent[];
}

/** Everything that happened, on one time line, oldest first; what happened at one instant stands in the order of its causes. */
export function visitHistory(events: VisitEvents): HistoryEntry[] {
  const messages = new Map(events.messages.map((message) => [message.id, message]));
  const entries = [
    ...events.presses.map(pressEntry),
    ...events.replies.map(replyEntry),
    ...events.answers.map(answerEntry),
    ...events.questions.map(questionEntry),
    ...events.worklist.map(worklistEntry),
    ...events.changes.map(planEntry),
    ...events.messages.filter(({ state }) => state === 'withheld').map(withheldEntry),
    ...events.attempts.flatMap((attempt) => attemptEntries(attempt, nameOf(messages.get(attempt.messageId)))),
    ...events.receipts.map((receipt) => receiptEntry(receipt, nameOf(messages.get(receipt.messageId)))),
  ];
  return entries.sort((a, b) => a.at - b.at);
}

/** What staff call a message: its kind, channel and step. */
export function nameOf(message: StaffMessage | undefined): string {
  return message === undefined ? 'A message' : `${message.kindName} by ${message.channel} (${message.slot})`;
}

const causes: Readonly<Record<string, string>> = {
  feed: 'the feed brought it',
  reply: 'the patient replied',
  opt_out: 'the patient opted out',
  opt_in: 'the patient opted in again',
  receipt: 'the carrier reported',
  send: 'a message was due',
  settings: 'settings changed',
  sweep: 'the sweep put it right',
};

function planEntry(change: PlanChange): HistoryEntry {
  const { messageId } = change.detail;
  const more = Object.entries(change.detail).flatMap(([name, value]) =>
    value === null || toldElsewhere.has(name) ? [] : [detailInWords(name, value)],
  );
  return {
    at: change.at,
    what: 'plan',
    messageId: typeof messageId === 'string' ? messageId : null,
    text: `Plan version ${change.version}: ${causeInWords(change)}${more.length === 0 ? '' : ` (${more.join(', ')})`}.`,
  };
}

/** Of a change's detail: what stands in the line's own words or beside it, and the key's id, whose name is told. */
const toldElsewhere: ReadonlySet<string> = new Set(['messageId', 'did', 'by', 'keyId']);

function causeInWords({ cause, detail: { by, did } }: PlanChange): string {
  if (cause === 'staff') return `${String(by)} (staff): ${wordsOf(String(did))}`;
  return causes[cause] ?? cause;
}

function wordsOf(slug: string): string {
  return slug.replaceAll('_', ' ');
}

/** `contactPointId` is the contact point's id; a reason is told in the words that staff know it by. */
function detailInWords(name: string, value: string | number): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words} ${name === 'withheld' && isReason(value) ? `“${withheldReasons[value]}”` : String(value)}`;
}

function isReason(value: string | number): value is WithheldReason {
  return Object.hasOwn(withheldReasons, value);
}

function withheldEntry(message: StaffMessage): HistoryEntry {
  const reason = message.reason === null ? 'no reason' : withheldReasons[message.reason];
  return {
    at: message.stateAt,
    what: 'withheld',
    messageId: message.id,
    text: `${nameOf(message)} will not be sent: ${reason}.`,
  };
}

const ends = {
  open: 'no word of it yet',
  taken: 'the carrier took it',
  refused: 'the carrier refused it',
  not_taken: 'the carrier did not take it',
  lost: 'the carrier never said whether it took it',
} as const;

const sources = {
  response: 'its response',
  callback: 'its callback',
  list: 'its list',
  deadline: 'the deadline',
} as const;

function attemptEntries(attempt: AttemptEvent, name: string): HistoryEntry[] {
  const { messageId } = attempt;
  const opened = { at: attempt.openedAt, text: `${name}: attempt ${attempt.number} opened.` };
  const settled =
    attempt.settledAt === null
      ? []
      : [
          {
            at: attempt.settledAt,
            text: `${name}: attempt ${attempt.number}: ${ends[attempt.outcome]}${codeIn(attempt.code)}, known from ${sources[attempt.settledBy ?? 'response']}.`,
          },
        ];
  return [opened, ...settled].map((entry) => ({ ...entry, what: 'attempt', messageId }));
}

function receiptEntry(receipt: ReceiptEvent, name: string): HistoryEntry {
  return {
    at: receipt.at,
    what: 'receipt',
    messageId: receipt.messageId,
    text: `${name}: the carrier reported "${receipt.status}"${codeIn(receipt.code)}.`,
  };
}

function codeIn(code: string | null): string {
  return code === null ? '' : ` (code ${code})`;
}

function replyEntry(reply: ReplyEvent): HistoryEntry {
  return {
    at: reply.at,
    what: 'reply',
    messageId: reply.messageId,
    text: `The patient wrote "${reply.body}": read as ${reply.reading}, ${reply.outcome}.`,
  };
}

const buttons = {
  confirm: 'Confirm',
  decline: 'Decline',
  birth_date: 'Decline with a date of birth',
  unsubscribe: 'Unsubscribe',
} as const;

const pressOutcomes = {
  early: 'too soon after the page was fetched, or long after, so it did not count',
  late: 'the visit can no longer be answered, so a person sees to it',
  unclear: 'the other button was pressed within seconds, so neither counts and a person sees to it',
  confirmed: 'confirmed',
  asked: 'the page asked for the date of birth',
  wrong_birth_date: 'it is another',
  declined: 'declined',
  no_birth_date: 'none is on file to compare with, so a person sees to it',
  locked: 'too many were wrong, so a person sees to it',
  opted_out: 'the address gets no more mails',
} as const;

function pressEntry({ messageId, button, outcome, at }: PressEvent): HistoryEntry {
  return {
    at,
    what: 'press',
    messageId,
    text: `${buttons[button]} was pressed on the page: ${pressOutcomes[outcome]}.`,
  };
}

function answerEntry(answer: AnswerEvent): HistoryEntry {
  const text =
    answer.source === 'move'
      ? 'The visit moved, so its answer is none again.'
      : answer.answer === 'none'
        ? 'An answer was taken back: the visit has none again.'
        : `The visit's answer is ${answer.answer}, by ${answer.source}.`;
  return { at: answer.at, what: 'answer', messageId: null, text };
}

function questionEntry({ at, answer, choices, settledAt }: QuestionEvent): HistoryEntry {
  const end = settledAt === null ? 'no answer yet' : 'settled';
  const text = `We asked back which of ${choices} visits was meant (${answer}): ${end}.`;
  return { at, what: 'question', messageId: null, text };
}

function worklistEntry({ at, type, state, messageId }: WorklistEvent): HistoryEntry {
  return { at, what: 'worklist', messageId, text: `Worklist: ${type.replaceAll('_', ' ')} (${state}).` };
}
