import type { HandOverIds, Verdict } from '../channel.ts';
import { idsOf } from './custom-args.ts';

/** What an event says of the mail that it is about, in our words. */
interface EventMeaning {
  /** How far the mail is; null where the event tells nothing of that. */
  readonly word: 'sent' | 'not_received' | 'delivered' | 'bounced' | 'received' | null;
  /** What is shown beside the message's label. */
  readonly code: string | null;
  readonly verdict: Verdict | null;
}

/** One event of the carrier about one mail of ours. */
interface EmailEvent extends EventMeaning {
  readonly ids: HandOverIds;
  /** The same when the carrier tells it again. */
  readonly eventId: string;
  /** The mail's, as the answer to its hand-over gave it. */
  readonly carrierId: string;
  /** In the carrier's word. */
  readonly status: string;
  /** Every field, as it came. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Events of one request: those about our mails, and how many told of other senders' mails or could not be read. */
export interface EventBatch {
  readonly events: readonly EmailEvent[];
  readonly foreign: number;
  readonly unreadable: number;
}

/** Reads what the carrier posts. One event that cannot be read leaves the others as they are; null for what is no list at all. */
export function readEvents(body: string): EventBatch | null {
  const list = parsed(body);
  if (!Array.isArray(list)) return null;
  const events: EmailEvent[] = [];
  let [foreign, unreadable] = [0, 0];
  for (const item of list as readonly unknown[]) {
    const event = readEvent(item);
    if (event === 'foreign') foreign += 1;
    else if (event === 'unreadable') unreadable += 1;
    else events.push(event);
  }
  return { events, foreign, unreadable };
}

function readEvent(item: unknown): EmailEvent | 'foreign' | 'unreadable' {
  if (typeof item !== 'object' || item === null) return 'unreadable';
  const raw = item as Record<string, unknown>;
  const ids = idsOf(raw);
  if (ids === null) return 'foreign';
  const { event: status, sg_event_id: eventId, sg_message_id: messageId } = raw;
  if (!isText(status) || !isText(eventId) || !isText(messageId)) return 'unreadable';
  return { ids, eventId, carrierId: carrierIdOf(messageId), status, raw, ...meaningOf(status, raw) };
}

/**
 * What an event means.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
function meaningOf(status: string, raw: Readonly<Record<string, unknown>>): EventMeaning {
  switch (status) {
    case 'processed':
      return { word: 'sent', code: null, verdict: null };
    case 'deferred':
      // The receiving server asks the carrier to come back: it does, for up to three days.
      return { word: 'sent', code: 'deferred', verdict: null };
    case 'delivered':
      return { word: 'delivered', code: 'delivered', verdict: null };
    case 'open':
      // A mail program that fetches pictures by itself has read nothing.
      return isTrue(raw['sg_machine_open'])
        ? { word: null, code: null, verdict: null }
        : { word: 'received', code: 'opened', verdict: null };
    case 'bounce':
      return meaningOfBounce(raw);
    case 'dropped':
      return meaningOfDrop(raw);
    case 'spamreport':
      return { word: 'delivered', code: 'reported_as_spam', verdict: 'opted_out' };
    case 'unsubscribe':
    case 'group_unsubscribe':
      return { word: 'delivered', code: 'unsubscribed', verdict: 'opted_out' };
    default:
      return { word: null, code: null, verdict: null };
  }
}

/**
 * A bounce is for good, a block is the receiving server's no to this mail at this time.
 * @see https://www.twilio.com/docs/sendgrid/ui/analytics-and-reporting/bounce-and-block-classifications
 */
function meaningOfBounce(raw: Readonly<Record<string, unknown>>): EventMeaning {
  // Of these the address can do nothing: what we sent, how much of it, or how it was signed was not liked.
  const isOurs = /^(reputation|content|frequency|technical)/i.test(textOf(raw['bounce_classification']));
  if (raw['type'] === 'blocked') {
    return { word: 'not_received', code: 'blocked', verdict: isOurs ? 'sender_at_fault' : 'unreachable' };
  }
  return { word: 'bounced', code: 'bounced', verdict: isOurs ? 'sender_at_fault' : 'invalid_contact' };
}

/** The carrier took the mail and did not pass it on: it remembers addresses that bounced, unsubscribed, or reported spam. */
function meaningOfDrop(raw: Readonly<Record<string, unknown>>): EventMeaning {
  const reason = textOf(raw['reason']).toLowerCase();
  const drops: readonly (readonly [string, string, Verdict])[] = [
    ['bounced address', 'dropped_bounced', 'invalid_contact'],
    ['unsubscribed address', 'dropped_unsubscribed', 'opted_out'],
    ['spam reporting address', 'dropped_spam_report', 'opted_out'],
    ['invalid', 'dropped_invalid', 'invalid_contact'],
  ];
  const [, code, verdict] = drops.find(([said]) => reason === said) ?? ['', 'dropped', 'sender_at_fault' as const];
  return { word: 'not_received', code, verdict };
}

/** Events append where the mail went inside the carrier: `ID.recvd-…` or `ID.filter…`. */
function carrierIdOf(messageId: string): string {
  return messageId.replace(/\.(filter|recvd).*$/, '');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body, (_key, value: unknown) => storable(value)) as unknown;
  } catch {
    return null;
  }
}

/** Postgres holds neither half a character nor the character 0, and one event's words must not keep the others from it. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Surrogate}|\0/gu, '\ufffd');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return entries.every(([name]) => storable(name) === name)
    ? value
    : Object.fromEntries(entries.filter(([name]) => storable(name) === name));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
