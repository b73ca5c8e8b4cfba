import type { MessageState } from '../../../domain/message-state.ts';
import type { ReceiptWord } from '../../../domain/receipts/move-by-receipt.ts';
import { expectedState } from '../../unit/domain/receipts/receipts-oracle.ts';
import type { Mood } from './a-model-carrier.ts';

/** Times of the operations, in milliseconds, as their rules state them; the settle lag is the tests' own. */
export const lagMs = 10_000;
const handOverMs = 5_000;
const requestMs = 10_000;
const retryMs = 1_000;
const lost = { withoutList: 12 * lagMs, withList: 288 * lagMs };

interface AttemptModel {
  readonly openedAt: number;
  outcome: 'open' | 'taken' | 'refused' | 'not_taken' | 'lost';
  /** Whether the carrier has it, whatever we know. */
  readonly atCarrier: boolean;
}

/** A message as the rules of design.md say that it stands, by what happened to it and nothing else. */
export interface MessageModel {
  state: MessageState;
  sendAt: number;
  stateAt: number;
  askedAt: number | null;
  readonly attempts: AttemptModel[];
  readonly said: Set<ReceiptWord>;
  /** How the carrier's own log has it. */
  carrierStatus: 'sent' | 'delivered' | 'undelivered';
}

/** A world of a few messages and one carrier. */
export interface HandOverModel {
  now: number;
  readonly hasList: boolean;
  unreadable: boolean;
  listLagsMs: number;
  readonly messages: MessageModel[];
}

export function aMessageModel(now: number): MessageModel {
  return {
    state: 'not_sent',
    sendAt: now,
    stateAt: now,
    askedAt: null,
    attempts: [],
    said: new Set(),
    carrierStatus: 'sent',
  };
}

/** The attempt that the carrier took, if any. */
export const takenOf = (message: MessageModel): AttemptModel | undefined =>
  message.attempts.find(({ atCarrier }) => atCarrier);

/** A send; asked again, or by two at once, it does no more than once. */
export function send(model: HandOverModel, message: MessageModel, mood: Mood): void {
  if (message.state !== 'not_sent' || model.now < message.sendAt) return;
  const attempt: AttemptModel = {
    openedAt: model.now,
    outcome: 'open',
    atCarrier: mood === 'takes' || mood === 'dies' || mood === 'says nothing, takes',
  };
  message.attempts.push(attempt);
  enter(model, message, 'sending');
  if (mood === 'takes') hear(model, message, 'sent');
  if (mood === 'refuses') {
    attempt.outcome = 'refused';
    enter(model, message, 'not_received');
  }
  if (mood === 'comes back') {
    attempt.outcome = 'not_taken';
    enter(model, message, 'not_sent');
    message.sendAt = model.now + retryMs;
  }
}

/** Something that shows that the carrier has the hand-over, and what it says of it. */
export function hear(model: HandOverModel, message: MessageModel, word: ReceiptWord): void {
  const attempt = takenOf(message);
  if (attempt !== undefined) attempt.outcome = 'taken';
  message.said.add('sent').add(word);
  enter(model, message, expectedState(message.said));
}

export function sweep(model: HandOverModel): void {
  for (const message of model.messages) {
    settle(model, message);
    askAfter(model, message);
  }
}

export function reconcile(model: HandOverModel): void {
  if (!model.hasList || model.unreadable) return;
  for (const message of model.messages.filter((each) => isListed(model, each))) {
    if (takenOf(message)?.outcome === 'taken') hear(model, message, wordOf(message));
    else hear(model, message, 'sent');
  }
}

function settle(model: HandOverModel, message: MessageModel): void {
  const attempt = message.attempts.find(({ outcome }) => outcome === 'open');
  if (attempt === undefined || model.now <= attempt.openedAt + handOverMs) return;
  const over = attempt.openedAt + handOverMs + requestMs;
  const canAsk = model.hasList && !model.unreadable;
  if (!canAsk) {
    if (model.now < over + (model.hasList ? lost.withList : lost.withoutList)) return;
    attempt.outcome = 'lost';
    enter(model, message, 'unknown');
  } else if (isListed(model, message)) hear(model, message, 'sent');
  else if (model.now >= over + lagMs) {
    attempt.outcome = 'not_taken';
    enter(model, message, 'not_sent');
    message.sendAt = model.now;
  }
}

function askAfter(model: HandOverModel, message: MessageModel): void {
  const isSilent = message.state === 'sent' && model.hasList && message.stateAt < model.now - 2 * lagMs;
  const isTime = message.askedAt === null || message.askedAt - message.stateAt < model.now - message.askedAt;
  if (!isSilent || !isTime || model.unreadable) return;
  message.askedAt = model.now;
  hear(model, message, wordOf(message));
}

function isListed(model: HandOverModel, message: MessageModel): boolean {
  const taken = takenOf(message);
  return taken !== undefined && taken.openedAt <= model.now - model.listLagsMs;
}

/** What the carrier's log says. */
function wordOf({ carrierStatus }: MessageModel): ReceiptWord {
  return ({ sent: 'sent', delivered: 'received', undelivered: 'not_received' } as const)[carrierStatus];
}

function enter(model: HandOverModel, message: MessageModel, state: MessageState): void {
  if (message.state !== state) message.stateAt = model.now;
  message.state = state;
}
