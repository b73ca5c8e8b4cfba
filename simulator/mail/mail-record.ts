import type { Entry, MailEntry } from '../entries.ts';
import type { Journal } from '../journal.ts';
import { createListsByKey } from '../lists-by-key.ts';
import type { Mail, MailEvent } from './mail.ts';
import type { Mailbox } from './mailbox.ts';

/** Why the carrier passes nothing on to an address any more. */
type Suppression = 'Bounced Address' | 'Spam Reporting Address' | 'Unsubscribed Address';

/** Everything that this carrier knows of mails: what the journal says, folded. Nothing changes it but an entry. */
export interface MailRecord {
  /** Writes the entry down and then takes it into account. */
  add(entry: MailEntry): void;
  /** In the order in which they were taken. */
  readonly mails: readonly Mail[];
  mail(id: string): Mail | null;
  /** A mailbox's mails, oldest first. */
  to(address: string): readonly Mail[];
  /** The addresses that have mails. */
  addressesInUse(): readonly string[];
  readonly mailboxes: ReadonlyMap<string, Mailbox>;
  suppression(address: string): Suppression | null;
  /** Events that the sender has yet to be told of, in the order in which it is to hear of them. */
  untold(): readonly { readonly mail: Mail; readonly event: MailEvent }[];
}

export function createMailRecord(journal: Journal<Entry>): MailRecord {
  const mails: Mail[] = [];
  const byId = new Map<string, Mail & { events: MailEvent[] }>();
  const byAddress = createListsByKey<Mail>();
  const mailboxes = new Map<string, Mailbox>();
  const suppressions = new Map<string, Suppression>();
  const untold = new Map<string, { mail: Mail; event: MailEvent }>();

  function accepted(taken: Omit<Mail, 'events' | 'place'>, place: number): void {
    const mail = { ...taken, place, events: [] };
    mails.push(mail);
    byId.set(mail.id, mail);
    byAddress.add(mail.to.toLowerCase(), mail);
  }

  function happened(mailId: string, event: MailEvent, tell: readonly string[]): void {
    const mail = byId.get(mailId);
    if (mail === undefined) return;
    mail.events.push(event);
    for (const eventId of tell) {
      const told = mail.events.find((one) => one.eventId === eventId);
      if (told !== undefined) untold.set(eventId, { mail, event: told });
    }
    const suppression = suppressionBy(event);
    if (suppression !== null) suppressions.set(mail.to.toLowerCase(), suppression);
  }

  function fold(entry: Entry, place: number): void {
    switch (entry.entry) {
      case 'mail':
        accepted(entry.mail, place);
        return;
      case 'mail-event':
        happened(entry.mailId, entry.event, entry.tell);
        return;
      case 'mail-told':
        for (const eventId of entry.eventIds) untold.delete(eventId);
        return;
      case 'mailboxes':
        for (const mailbox of entry.mailboxes) mailboxes.set(mailbox.address.toLowerCase(), mailbox);
        return;
      default:
      // Of texts and calls.
    }
  }

  journal.past.forEach(fold);
  return {
    add(entry) {
      fold(entry, journal.append(entry));
    },
    mails,
    mail: (id) => byId.get(id) ?? null,
    to: (address) => byAddress.of(address.toLowerCase()),
    addressesInUse: () => byAddress.keys(),
    mailboxes,
    suppression: (address) => suppressions.get(address.toLowerCase()) ?? null,
    untold: () => [...untold.values()],
  };
}

/** @see https://www.twilio.com/docs/sendgrid/ui/sending-email/index-suppressions */
function suppressionBy({ word, fields }: MailEvent): Suppression | null {
  if (word === 'bounce' && fields['type'] === 'bounce') return 'Bounced Address';
  if (word === 'spamreport') return 'Spam Reporting Address';
  return word === 'unsubscribe' ? 'Unsubscribed Address' : null;
}
