import type { MailDataRequired } from '@sendgrid/mail';
import { invariant } from '../../domain/fault.ts';
import type { EmailWords, HandOver, HandOverEnd, MessageChannel } from '../channel.ts';
import { createExchanges, startExchange } from '../exchange.ts';
import { startStopwatch, type Stopwatch } from '../stopwatch.ts';
import { calendarFile } from './calendar-file.ts';
import { answerOfError, createSendgridMail, type SendgridAccount } from './client.ts';
import { readEnd } from './hand-over-end.ts';
import { customArgsOf } from './custom-args.ts';
import { createLayout, type LaidOut } from './lay-out.ts';
import { mailWords } from './mail-words.ts';

/**
 * Emails through SendGrid. It keeps no list that can be asked, so what became of a hand-over in doubt is told by its events alone.
 * `start` begins to measure the time that a hand-over takes.
 */
export function createSendgridEmail(account: SendgridAccount, start: () => Stopwatch = startStopwatch): MessageChannel {
  const exchanges = createExchanges();
  const mail = createSendgridMail(account, exchanges);
  const layOut = createLayout();

  async function handOver(request: HandOver): Promise<HandOverEnd> {
    const elapsed = start();
    const { words } = request;
    invariant(words.channel === 'email', 'an email channel is handed emails');
    const exchange = startExchange(() => elapsed() < request.writeWithinMs);
    try {
      const [success] = (await exchanges.run(exchange, () =>
        mail.send(mailOf(request, words, layOut(words), Date.now())),
      )) as [Success, unknown];
      // A success says all that it has to say in its headers.
      const answer = { status: success.statusCode, headers: success.headers, body: null };
      return readEnd(exchange, answer, Date.now());
    } catch (error) {
      // Whatever went wrong is told apart by what came back, never by the error's words, which quote addresses.
      return readEnd(exchange, answerOfError(error), Date.now());
    }
  }

  return { handOver, find: null };
}

/** What the package says of an answer that is no refusal; its own types say less. */
interface Success {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
}

/** @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
function mailOf(
  { ids, from, to }: HandOver,
  words: EmailWords,
  { html, text }: LaidOut,
  now: number,
): MailDataRequired {
  const { event, links } = words;
  return {
    from: { email: from, name: words.fromName },
    subject: words.subjectLine,
    personalizations: [
      {
        to,
        // They come back with every event: that is how a mail is known again.
        customArgs: customArgsOf(ids),
        // One click, without a page: https://www.rfc-editor.org/rfc/rfc8058
        headers: {
          'List-Unsubscribe': `<${links.unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'Auto-Submitted': 'auto-generated',
        },
      },
    ],
    content: [
      { type: 'text/plain', value: text },
      { type: 'text/html', value: html },
    ],
    ...(event === null
      ? {}
      : {
          attachments: [
            {
              content: Buffer.from(calendarFile(event, now)).toString('base64'),
              // The bare type: with parameters the carrier refuses the mail. The method stands in the file.
              type: 'text/calendar',
              filename: mailWords(words.language).calendarFile,
              disposition: 'attachment',
            },
          ],
        }),
    trackingSettings: {
      openTracking: { enable: true },
      // A link that leads through the carrier's host is not the practice's, and tells it who pressed what.
      clickTracking: { enable: false, enableText: false },
      subscriptionTracking: { enable: false },
      ganalytics: { enable: false },
    },
  };
}
