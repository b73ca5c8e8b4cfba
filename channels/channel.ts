import type { CallProgress, PickedUpBy } from '../domain/calls/call-report.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { ReceiptWord } from '../domain/receipts/move-by-receipt.ts';

/** Which message and which hand-over of it, as the carrier is to bear it in everything that it reports. */
export interface HandOverIds {
  readonly practiceId: string;
  readonly messageId: string;
  readonly attemptId: string;
}

/** What an email says, before it is laid out. */
export interface EmailWords {
  readonly channel: 'email';
  readonly subjectLine: string;
  /** Paragraphs parted by an empty line. */
  readonly body: string;
  readonly language: string;
  /** The practice's name, as the mail comes from it. */
  readonly fromName: string;
  /** The number to call, as people read it. */
  readonly practicePhone: string;
  /** What its buttons ask: whether one comes to a visit, or whether to call to find one. */
  readonly asksOf: 'visit' | 'recall';
  /** Where its buttons lead; a message that asks nothing has none but the last. */
  readonly links: { readonly confirm: string | null; readonly decline: string | null; readonly unsubscribe: string };
  /** What the patient can put into a calendar. */
  readonly event: CalendarEvent | null;
}

export interface CalendarEvent {
  /** The same for every mail about one visit. */
  readonly uid: string;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly summary: string;
  readonly location: string;
}

/** What a text says. */
export interface TextWords {
  readonly channel: 'text';
  readonly body: string;
}

/** What is said, by channel. A call's words are asked for when it is answered. */
export type Words = TextWords | { readonly channel: 'voice' } | EmailWords;

/** One message on its way to one address, ready to be written to a carrier. */
export interface HandOver {
  readonly ids: HandOverIds;
  readonly from: string;
  readonly to: string;
  readonly words: Words;
  /** After this the carrier is to drop the message rather than deliver it. */
  readonly usefulForMs: number;
  /** No request may be written once this much time has passed since the hand-over was given to the channel. */
  readonly writeWithinMs: number;
}

/**
 * How a hand-over ended.
 * - `taken`: the carrier has it, under its own id.
 * - `refused`: it said no and will say no again; `verdict` says whose fault that is.
 * - `not_taken`: proof that it has it not, and when to try again (a 429, or nothing was written in time).
 * - `ambiguous`: it may have it or not: a timeout, a reset, a 5xx.
 */
export type HandOverEnd =
  | { readonly end: 'taken'; readonly carrierId: string }
  | { readonly end: 'refused'; readonly code: string; readonly verdict: Verdict }
  | { readonly end: 'not_taken'; readonly code: string; readonly retryInMs: number }
  | { readonly end: 'ambiguous'; readonly code: string };

/** What a carrier's error says of the contact point, the sender, or the moment. */
export type Verdict = 'opted_out' | 'invalid_contact' | 'landline' | 'unreachable' | 'sender_at_fault' | 'rejected';

/** What the carrier's own list holds of a hand-over that ended without a word. */
export interface Found {
  readonly carrierId: string;
  readonly status: string;
  readonly code: string | null;
  readonly createdAt: EpochMs;
}

/** One thing for each account that a practice's messages may go through. */
export interface ByCarrier<Thing> {
  readonly configured: Thing;
  readonly simulator: Thing;
}

/** The ways to reach patients through one account; null where the account cannot. */
export type Channels = Readonly<Record<Channel, MessageChannel | null>>;

/** What was handed over, as a carrier's list can be asked for it. `body` is the text as it was stored. */
interface Sought {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly since: EpochMs;
}

/** What the carrier's own log says of one hand-over that it took. */
export interface Logged {
  readonly carrierId: string;
  readonly to: string;
  /** Null where the carrier does not keep what was said. */
  readonly body: string | null;
  readonly createdAt: EpochMs;
  /** In the carrier's word, and what it says of the message and of the contact point: as a receipt would. */
  readonly status: string;
  readonly code: string | null;
  readonly word: ReceiptWord | null;
  readonly verdict: Verdict | null;
  /** Of a call, how far it is and who picked up, in place of a word. */
  readonly call?: { readonly progress: CallProgress | null; readonly pickedUpBy: PickedUpBy | null };
}

/** All that this sender handed over and that left the carrier; what still waits there may be missing. */
export type SenderLists = (from: string) => Promise<readonly Logged[]>;

/** The carrier's own log of what it took. Whatever reads it throws `carrier_unavailable` where it cannot be read. */
export interface CarrierLog {
  /** One hand-over by the carrier's id; null where the carrier has none of that id. */
  look(carrierId: string): Promise<Logged | null>;
  /** The lists of senders since then, for one look at all of them: what several have in common is read once. */
  listsSince(since: EpochMs): SenderLists;
}

/** A way to reach patients. It knows the carrier's format and nothing of SQL or the engine. */
export interface MessageChannel {
  handOver(request: HandOver): Promise<HandOverEnd>;
  /**
   * Hand-overs in the carrier's list with these ends and exactly these words, created since the given time; since clocks differ,
   * some that are up to a minute older, and among them any that are known by their id already. Throws `carrier_unavailable`.
   * Null: the carrier keeps no such list, and only its later word can tell.
   */
  readonly find: ((sent: Sought) => Promise<readonly Found[]>) | null;
  /** Left out: the carrier keeps none that can be asked, or what it says is more than a receipt would. */
  readonly log?: CarrierLog;
}
