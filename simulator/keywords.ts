/**
 * The carrier's own keywords. Only a message that is nothing but one of them counts; it reaches the webhook all the same.
 * @see https://help.twilio.com/articles/223134027
 */
const keywords: Readonly<Record<string, Keyword>> = {
  STOP: 'stop',
  STOPALL: 'stop',
  UNSUBSCRIBE: 'stop',
  CANCEL: 'stop',
  END: 'stop',
  QUIT: 'stop',
  REVOKE: 'stop',
  OPTOUT: 'stop',
  START: 'start',
  YES: 'start',
  UNSTOP: 'start',
  HELP: 'help',
  INFO: 'help',
};

export type Keyword = 'stop' | 'start' | 'help';

/** What the carrier answers to a keyword by itself. */
export const keywordAnswers: Readonly<Record<Keyword, string>> = {
  stop: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  start:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  help: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
};

/** The keyword that a text is, in any case and with blanks around it. */
export function keywordOf(text: string): Keyword | null {
  return keywords[text.trim().toUpperCase()] ?? null;
}
