import type { Timers } from '../timers.ts';
import { buttonLink, linksInMail } from './links-in-mail.ts';
import type { MailCarrier } from './mail-carrier.ts';
import { mailEvents, type Happening } from './mail-events.ts';
import type { MailRecord } from './mail-record.ts';
import type { Mail } from './mail.ts';
import { pressLink, unsubscribeByOneClick, type Choice, type PressEnd } from './press-link.ts';

/** What can be pressed in a mail: its two buttons, or the mail program's own "unsubscribe". */
type MailButton = Choice | 'unsubscribe';

/** The people behind the mailboxes, and the programs before them. */
export interface MailboxOwners {
  /** A mail lies in its mailbox. */
  delivered(mail: Mail): void;
  /** A person looks at a mail. */
  open(mail: Mail): void;
  /** A person tells the mailbox that a mail is spam. */
  reportAsSpam(mail: Mail): void;
  /** A person presses a button of a mail, and waits until the page has answered. */
  press(mail: Mail, button: MailButton): Promise<PressEnd>;
}

export interface MailboxOwnersOptions {
  readonly record: MailRecord;
  /** The carrier hears of every mail that is looked at, by the picture in it. */
  readonly note: MailCarrier['note'];
  readonly timers: Timers;
  readonly clock: () => number;
  /** Simulated owners look after one to two times this, in milliseconds. */
  readonly thinkMs: number;
  /** How long a person looks at a page before pressing. */
  readonly readMs: number;
}

/** A program presses sooner than any person could. */
const programReadMs = 50;

export function createMailboxOwners(options: MailboxOwnersOptions): MailboxOwners {
  const { record, timers } = options;

  function happened(mail: Mail, { word, fields }: Happening): boolean {
    return mail.events.some(
      (event) => event.word === word && event.fields['sg_machine_open'] === fields['sg_machine_open'],
    );
  }

  function noteOnce(mail: Mail, happening: Happening): void {
    if (!happened(mail, happening)) options.note(mail, happening);
  }

  function open(mail: Mail, who: 'person' | 'machine' = 'person'): void {
    if (mail.openTracking) noteOnce(mail, mailEvents.openedBy(who));
  }

  async function press(mail: Mail, button: MailButton): Promise<PressEnd> {
    open(mail);
    if (button === 'unsubscribe') return unsubscribeByOneClick(mail.headers);
    const link = buttonLink(mail, button);
    if (link === null) return { pressed: false, why: 'no_such_button' };
    const dateOfBirth = record.mailboxes.get(mail.to.toLowerCase())?.dateOfBirth ?? null;
    return pressLink(link, button, { timers, readMs: options.readMs, dateOfBirth });
  }

  /** It fetches every link and presses both buttons, one right after the other, as those that look for harm do. */
  async function scan(mail: Mail): Promise<void> {
    open(mail, 'machine');
    for (const link of linksInMail(mail))
      await fetch(link).then(
        (answer) => answer.arrayBuffer(),
        () => null,
      );
    for (const choice of ['confirm', 'decline'] as const) {
      const link = buttonLink(mail, choice);
      if (link !== null) await pressLink(link, choice, { timers, readMs: programReadMs, dateOfBirth: null });
    }
  }

  /** What the owner does, once a mail has been looked at. Nobody does it twice: an opened mail was dealt with. */
  async function answer(mail: Mail): Promise<void> {
    const mailbox = record.mailboxes.get(mail.to.toLowerCase());
    if (mailbox === undefined || mailbox.yours || mailbox.behaviour === 'ignores') return;
    if (happened(mail, mailEvents.openedBy('person'))) return;
    open(mail);
    if (mailbox.behaviour === 'confirms') await press(mail, 'confirm');
    if (mailbox.behaviour === 'declines') await press(mail, 'decline');
    if (mailbox.behaviour === 'unsubscribes') await press(mail, 'unsubscribe');
    if (mailbox.behaviour === 'reports_spam') noteOnce(mail, mailEvents.reportedAsSpam());
  }

  return {
    delivered(mail) {
      const delivered = mail.events.find(({ word }) => word === 'delivered')?.at ?? options.clock();
      const scanned = happened(mail, mailEvents.openedBy('machine'));
      if (!scanned && (record.mailboxes.get(mail.to.toLowerCase())?.scanner ?? false)) void scan(mail);
      // From one to two: by the mail, so that it is the same after every start.
      const patience = 1 + (mail.createdAt % 1000) / 1000;
      const due = delivered + patience * options.thinkMs;
      timers.later(Math.max(due - options.clock(), 0), () => void answer(mail));
    },
    open: (mail) => open(mail),
    reportAsSpam: (mail) => noteOnce(mail, mailEvents.reportedAsSpam()),
    press,
  };
}
