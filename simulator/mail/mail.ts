/** The carrier's words for what it does with a mail and what becomes of it. */
export type MailEventWord =
  'processed' | 'deferred' | 'delivered' | 'bounce' | 'dropped' | 'open' | 'spamreport' | 'unsubscribe';

/** Something that happened to a mail, as its sender is told. Fields are the carrier's own; `at` is epoch milliseconds. */
export interface MailEvent {
  readonly eventId: string;
  readonly word: MailEventWord;
  readonly at: number;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

interface Attachment {
  readonly filename: string;
  readonly type: string;
  /** Base64. */
  readonly content: string;
}

/** What a sender asks to be sent to one address. */
export interface MailRequest {
  readonly from: { readonly email: string; readonly name: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly Attachment[];
  readonly headers: Readonly<Record<string, string>>;
  readonly customArgs: Readonly<Record<string, string>>;
  readonly openTracking: boolean;
}

/** A mail that this carrier took. */
export interface Mail extends MailRequest {
  /** As `X-Message-Id` gave it. */
  readonly id: string;
  readonly createdAt: number;
  /** Its place among everything that was ever taken. */
  readonly place: number;
  /** In the order in which they happened. */
  readonly events: readonly MailEvent[];
}

/** The last of what happened that says where the mail is. */
export function mailStatus(mail: Mail): MailEventWord | 'accepted' {
  return mail.events.at(-1)?.word ?? 'accepted';
}

export function wasDelivered(mail: Mail): boolean {
  return mail.events.some(({ word }) => word === 'delivered');
}

/** The ids that the sender put into the mail: of its message and of its attempt. */
export function callerIdsOfMail(mail: Mail): { messageId: string | null; attemptId: string | null } {
  return { messageId: mail.customArgs['kept_message'] ?? null, attemptId: mail.customArgs['kept_attempt'] ?? null };
}
