import type { Faults } from '../faults.ts';
import type { Entry } from '../entries.ts';
import type { Journal } from '../journal.ts';
import type { Timers } from '../timers.ts';
import { createEventPosts } from './event-posts.ts';
import { createMailCarrier, type MailCarrier } from './mail-carrier.ts';
import { createMailRecord, type MailRecord } from './mail-record.ts';
import { createMailboxOwners, type MailboxOwners } from './mailbox-owners.ts';

/** The account that mails are sent through. */
export interface MailAccount {
  readonly apiKey: string;
  /** What events are signed with: a P-256 key as PKCS #8, base64. */
  readonly signingKey: string;
}

export interface MailOfficeOptions {
  readonly journal: Journal<Entry>;
  readonly account: MailAccount;
  /** Where Kept's webhooks begin, as carriers see it. */
  readonly webhookBase: string;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly clock: () => number;
  readonly pace: {
    readonly stepMs: number;
    readonly thinkMs: number;
    readonly retryAfterMs: number;
    readonly readMs: number;
  };
}

/** Everything of this simulator that has to do with mails. */
export interface MailOffice {
  readonly record: MailRecord;
  readonly carrier: MailCarrier;
  readonly owners: MailboxOwners;
}

export function createMailOffice(options: MailOfficeOptions): MailOffice {
  const { faults, timers, clock, pace } = options;
  const record = createMailRecord(options.journal);
  const posts = createEventPosts({
    record,
    faults,
    timers,
    address: `${options.webhookBase}/webhooks/sendgrid/events`,
    signingKey: options.account.signingKey,
    clock,
    gatherMs: pace.stepMs,
    retryAfterMs: pace.retryAfterMs,
  });
  const owners: MailboxOwners = createMailboxOwners({
    record,
    note: (mail, happening) => carrier.note(mail, happening),
    timers,
    clock,
    thinkMs: pace.thinkMs,
    readMs: pace.readMs,
  });
  const carrier: MailCarrier = createMailCarrier({
    record,
    faults,
    timers,
    posts,
    clock,
    stepMs: pace.stepMs,
    delivered: (mail) => owners.delivered(mail),
  });
  return { record, carrier, owners };
}
