/** The carrier's words for where a message is. An incoming one is `received` from the start. */
export type TextStatus =
  'accepted' | 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';

/** A text that went through this carrier, in either direction. Times are epoch milliseconds. */
export interface TextMessage {
  readonly sid: string;
  readonly direction: 'outbound-api' | 'outbound-reply' | 'inbound';
  readonly from: string;
  /** The messaging service that it was sent through, or that the number it came to belongs to. */
  readonly messagingServiceSid: string | null;
  readonly to: string;
  readonly body: string;
  readonly statusCallback: string | null;
  /** How long it may wait in the queue. */
  readonly validitySeconds: number;
  readonly createdAt: number;
  /** Its place among everything that was ever taken. */
  readonly place: number;
  status: TextStatus;
  errorCode: number | null;
  updatedAt: number;
  sentAt: number | null;
  /** Statuses that the sender has yet to be told of. */
  readonly unreported: TextStatus[];
  /** Of an incoming one: what its owner's webhook said. */
  webhook: 'waiting' | 'answered' | 'failed' | null;
  /** Of an incoming one: the message that a simulated patient answered with it. */
  readonly answers: string | null;
}

/** Where a message goes from each status; null: nothing more happens to it. What a service sends is `accepted` first. */
export const nextStatuses: Readonly<Record<TextStatus, TextStatus | null>> = {
  accepted: 'queued',
  queued: 'sending',
  sending: 'sent',
  sent: 'delivered',
  delivered: null,
  undelivered: null,
  failed: null,
  received: null,
};

/** The phone's side of a message, whichever way it went. */
export function phoneOf(message: TextMessage): string {
  return message.direction === 'inbound' ? message.from : message.to;
}

/** The sender's side of a message. */
export function senderOf(message: TextMessage): string {
  return message.direction === 'inbound' ? message.to : message.from;
}

/** Whether nothing more happens to it. */
export function isSettled(message: TextMessage): boolean {
  return nextStatuses[message.status] === null;
}

/** The ids that the sender put into the callback's address: of its message and of its attempt. */
export function callerIds(message: TextMessage): { messageId: string | null; attemptId: string | null } {
  const query = message.statusCallback === null ? null : new URL(message.statusCallback).searchParams;
  return { messageId: query?.get('message') ?? null, attemptId: query?.get('attempt') ?? null };
}
