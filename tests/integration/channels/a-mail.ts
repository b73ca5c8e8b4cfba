import type { EmailWords, HandOver } from '../../../channels/channel.ts';

/** What a reminder by email says. */
export function mailWordsOf(changes: Partial<EmailWords> = {}): EmailWords {
  return {
    channel: 'email',
    subjectLine: 'Your visit on Tuesday, December 1',
    body: 'Zebulina, your visit is on Tuesday, December 1, at 9:00 AM.\n\nMain, 1 Harbor Road',
    language: 'en',
    fromName: 'Harbor Clinic',
    practicePhone: '(757) 555-0100',
    asksOf: 'visit',
    links: {
      confirm: 'http://127.0.0.1:9/v/a-token?choose=confirm',
      decline: 'http://127.0.0.1:9/v/a-token?choose=decline',
      unsubscribe: 'http://127.0.0.1:9/u/a-token',
    },
    event: {
      uid: 'visit-1@kept',
      startsAt: Date.UTC(2026, 11, 1, 14),
      endsAt: Date.UTC(2026, 11, 1, 14, 30),
      summary: 'Harbor Clinic',
      location: 'Main, 1 Harbor Road',
    },
    ...changes,
  };
}

/** An email to hand over. */
export function aMail({
  words,
  ...changes
}: Partial<Omit<HandOver, 'words'>> & { readonly words?: Partial<EmailWords> } = {}): HandOver {
  return {
    from: 'visits@harbor.example',
    to: 'zebulina@mail.example',
    ids: {
      practiceId: '0199a000-0000-7000-8000-000000000001',
      messageId: '0199a000-0000-7000-8000-000000000002',
      attemptId: '0199a000-0000-7000-8000-000000000003',
    },
    words: mailWordsOf(words),
    usefulForMs: 3_600_000,
    writeWithinMs: 5000,
    ...changes,
  };
}
