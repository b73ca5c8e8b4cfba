import type { Faults } from '../faults.ts';
import type { Timers } from '../timers.ts';
import type { EventPosts } from './event-posts.ts';
import { mailEvents, newMailId, type Happening } from './mail-events.ts';
import type { MailRecord } from './mail-record.ts';
import { mailStatus, wasDelivered, type Mail, type MailEvent, type MailRequest } from './mail.ts';

/** The carrier at work: it takes mails, passes them on or not, and tells their sender what became of them. */
export interface MailCarrier {
  /** Takes a mail: it is in the record when this returns. */
  take(request: MailRequest): Mail;
  /** Something that was done to a mail after it was delivered. */
  note(mail: Mail, happening: Happening): void;
  /** Goes on with everything that was under way when the record was last closed. */
  resume(): void;
}

export interface MailCarrierOptions {
  readonly record: MailRecord;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly posts: EventPosts;
  readonly clock: () => number;
  /** Between one thing that happens to a mail and the next, in milliseconds. */
  readonly stepMs: number;
  /** Told of every mail that reaches its mailbox. */
  readonly delivered: (mail: Mail) => void;
}

export function createMailCarrier(options: MailCarrierOptions): MailCarrier {
  const { record, faults, timers, posts, clock } = options;
  /** Mails whose sender hears of everything at their end only, the last thing first. */
  const shuffled = new Set<string>();

  function note(mail: Mail, happening: Happening): void {
    const event = { ...happening, eventId: newMailId(), at: clock() };
    record.add({ entry: 'mail-event', mailId: mail.id, event, tell: toTell(mail, event) });
    posts.soon();
  }

  function toTell(mail: Mail, { eventId, word }: MailEvent): readonly string[] {
    const told = faults.happens('callback_lost') ? [] : [eventId];
    if (!shuffled.has(mail.id)) return told;
    if (word === 'processed' || word === 'deferred') return [];
    shuffled.delete(mail.id);
    return [...told, ...mail.events.map((earlier) => earlier.eventId).reverse()];
  }

  /** What happens to a mail by itself; null where nothing more does. */
  function next(mail: Mail): Happening | null {
    const status = mailStatus(mail);
    const delivery = record.mailboxes.get(mail.to.toLowerCase())?.delivery ?? 'delivers';
    if (status === 'accepted') {
      const suppression = record.suppression(mail.to);
      return suppression === null ? mailEvents.processed() : mailEvents.dropped(suppression);
    }
    if (status === 'deferred') return mailEvents.delivered();
    if (status !== 'processed') return null;
    if (delivery === 'defers') return mailEvents.deferred();
    if (delivery === 'blocks') return mailEvents.blocked();
    return delivery === 'bounces' ? mailEvents.bounced() : mailEvents.delivered();
  }

  function moveOn(mail: Mail): void {
    timers.later(options.stepMs, () => {
      const happening = next(mail);
      if (happening === null) return;
      note(mail, happening);
      if (happening.word === 'delivered') options.delivered(mail);
      moveOn(mail);
    });
  }

  return {
    take(request) {
      const id = newMailId();
      record.add({ entry: 'mail', mail: { ...request, id, createdAt: clock() } });
      const mail = record.mail(id);
      if (mail === null) throw new Error('The record lost a mail that was just written to it.');
      if (faults.happens('callback_shuffled')) shuffled.add(id);
      moveOn(mail);
      return mail;
    },
    note,
    resume() {
      for (const mail of record.mails) {
        if (wasDelivered(mail)) options.delivered(mail);
        else moveOn(mail);
      }
      posts.soon();
    },
  };
}
