import type { CallRecord } from '../calls/call-record.ts';
import { callerIdsOfCall, type PhoneCall } from '../calls/phone-call.ts';
import type { KeptApi, VisitLabel } from '../kept-api.ts';
import type { CarrierRecord } from '../record.ts';
import { callerIds, type TextMessage } from '../text-message.ts';

/** What the page shows: the texts and calls of phones, and what Kept says of them. */
export interface Shown {
  readonly record: CarrierRecord;
  readonly calls: CallRecord;
  readonly kept: KeptApi | null;
}

/** A phone as a line of the list. */
export interface PhoneLine {
  readonly e164: string;
  readonly name: string;
  readonly yours: boolean;
  readonly last: Bubble | null;
  /** Of the newest message about a visit. */
  readonly labels: VisitLabel | null;
}

/** The phones to show: all of yours, and one page of the others, the most recently used first. */
export interface PhoneLines {
  readonly yours: readonly PhoneLine[];
  readonly others: readonly PhoneLine[];
  readonly page: number;
  readonly pages: number;
  /** Of the others. */
  readonly count: number;
}

const pageSize = 25;
/** Labels in the list may lag: the API would be asked for each line otherwise, every two seconds. */
const listAgeMs = 5000;

export async function phoneLines(shown: Shown, page: number): Promise<PhoneLines> {
  const { record, calls } = shown;
  const yours = [...record.phones.values()].filter((phone) => phone.yours).map((phone) => phone.e164);
  const others = [...new Set([...record.phonesInUse(), ...calls.phonesInUse()])]
    .filter((e164) => !(record.phones.get(e164)?.yours ?? false))
    .map((e164) => ({ e164, at: lastOf(shown, e164)?.at ?? 0 }))
    .sort((a, b) => b.at - a.at)
    .map(({ e164 }) => e164);
  const pages = Math.max(Math.ceil(others.length / pageSize), 1);
  const present = Math.min(Math.max(page, 1), pages);
  const line = (e164: string): Promise<PhoneLine> => phoneLine(shown, e164);
  return {
    yours: await Promise.all(yours.map(line)),
    others: await Promise.all(others.slice((present - 1) * pageSize, present * pageSize).map(line)),
    page: present,
    pages,
    count: others.length,
  };
}

async function phoneLine(shown: Shown, e164: string): Promise<PhoneLine> {
  const phone = shown.record.phones.get(e164);
  const asked = talkOf(shown, e164).findLast(({ messageId }) => messageId !== null);
  return {
    e164,
    name: phone?.name ?? '',
    yours: phone?.yours ?? false,
    last: lastOf(shown, e164),
    labels: asked === undefined ? null : await labelsOf(shown, asked, listAgeMs),
  };
}

/** A text or a call as it stands in a phone; `messageId` is Kept's. */
export type Bubble = { readonly at: number; readonly place: number; readonly messageId: string | null } & (
  { readonly message: TextMessage; readonly call: null } | { readonly message: null; readonly call: PhoneCall }
);

/** A bubble, and what Kept says of it. */
export interface LabelledBubble {
  readonly bubble: Bubble;
  readonly labels: VisitLabel | null;
}

/** A phone's newest texts and calls, oldest first. */
export async function bubbles(shown: Shown, e164: string): Promise<readonly LabelledBubble[]> {
  const newest = talkOf(shown, e164).slice(-40);
  return Promise.all(newest.map(async (bubble) => ({ bubble, labels: await labelsOf(shown, bubble, 1000) })));
}

function talkOf({ record, calls }: Shown, e164: string): readonly Bubble[] {
  return [...record.ofPhone(e164).map(textBubble), ...calls.ofPhone(e164).map(callBubble)].sort(
    (a, b) => a.place - b.place,
  );
}

function lastOf({ record, calls }: Shown, e164: string): Bubble | null {
  const message = record.ofPhone(e164).at(-1);
  const call = calls.ofPhone(e164).at(-1);
  if (call !== undefined && call.place > (message?.place ?? -1)) return callBubble(call);
  return message === undefined ? null : textBubble(message);
}

function textBubble(message: TextMessage): Bubble {
  const { messageId } = callerIds(message);
  return { at: message.createdAt, place: message.place, messageId, message, call: null };
}

function callBubble(call: PhoneCall): Bubble {
  const { messageId } = callerIdsOfCall(call);
  return { at: call.createdAt, place: call.place, messageId, message: null, call };
}

async function labelsOf({ kept }: Shown, { messageId }: Bubble, maxAgeMs: number): Promise<VisitLabel | null> {
  return kept === null || messageId === null ? null : kept.labelsOf(messageId, maxAgeMs);
}
