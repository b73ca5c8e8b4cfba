import { randomBytes } from 'node:crypto';
import type { Mail, MailEvent, MailEventWord } from './mail.ts';

const receivingServer = '192.0.2.25';
const reader = {
  ip: '192.0.2.80',
  useragent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
};
/** Ahead of the mailbox: it fetches the pictures of every mail, and what it does is not a person's doing. */
const machine = { ip: '192.0.2.90', useragent: 'Mozilla/5.0' };

/** What happens to a mail, each with the fields that the carrier gives it beyond those of every event. */
export const mailEvents = {
  processed: (): Happening => ({ word: 'processed', fields: {} }),
  deferred: (): Happening => ({
    word: 'deferred',
    fields: { response: '451 4.7.1 Please try again later', attempt: '1', tls: 1 },
  }),
  delivered: (): Happening => ({
    word: 'delivered',
    fields: { response: '250 2.0.0 OK: queued', ip: receivingServer, tls: 1 },
  }),
  bounced: (): Happening => ({
    word: 'bounce',
    fields: {
      reason: '550 5.1.1 The email account that you tried to reach does not exist.',
      status: '5.1.1',
      type: 'bounce',
      bounce_classification: 'Invalid Address',
      ip: receivingServer,
      tls: 1,
    },
  }),
  blocked: (): Happening => ({
    word: 'bounce',
    fields: {
      reason: '421 4.3.2 The server is not taking mail now.',
      status: '4.3.2',
      type: 'blocked',
      bounce_classification: 'Unclassified',
      ip: receivingServer,
      tls: 1,
    },
  }),
  dropped: (reason: string): Happening => ({ word: 'dropped', fields: { reason, status: '5.0.0' } }),
  openedBy: (who: 'person' | 'machine'): Happening => ({
    word: 'open',
    fields: { ...(who === 'person' ? reader : machine), sg_content_type: 'html', sg_machine_open: who === 'machine' },
  }),
  reportedAsSpam: (): Happening => ({ word: 'spamreport', fields: {} }),
};

/** What is about to be written down as an event. */
export interface Happening {
  readonly word: MailEventWord;
  readonly fields: MailEvent['fields'];
}

/**
 * An event as the carrier posts it, the sender's own arguments among its fields.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
export function eventJson(mail: Mail, event: MailEvent): Record<string, unknown> {
  return {
    email: mail.to,
    timestamp: Math.floor(event.at / 1000),
    'smtp-id': `<${mail.id}@geopod-ismtpd-1>`,
    event: event.word,
    sg_event_id: event.eventId,
    sg_message_id: `${mail.id}.recvd-5bd4d4b9-5d8wn-1-67A1.0`,
    ...mail.customArgs,
    ...event.fields,
  };
}

/** As the carrier's ids look: 22 characters, base64url, and random. */
export function newMailId(): string {
  return randomBytes(16).toString('base64url');
}
