import type { PracticeTransaction } from '../db/database.ts';
import { findTemplate, findVisitWords, type PracticeState } from '../db/message-claims.ts';
import type { StoredMessage } from '../db/planned-messages.ts';
import { Fault } from '../domain/fault.ts';
import { isConfirmed, messageLanguage } from '../domain/planning/reason-to-withhold.ts';
import { fieldWords } from '../domain/templates/fields.ts';
import type { TemplateRenderer } from '../domain/templates/render.ts';
import type { Claimable } from './claim-facts.ts';
import type { ClaimedWords } from './claim.ts';
import { claimedEmail, type EmailFacts } from './email-words.ts';

/** What is stored with the message, the same as its channel takes it, and the messages that it speaks for beside itself. */
export interface ChosenWords {
  readonly templateId: string;
  readonly subjectLine: string | null;
  readonly body: string;
  readonly toHandOver: ClaimedWords;
  readonly merged: readonly StoredMessage[];
}

/**
 * The words that go out; null where there are none, or where what staff wrote cannot be used. Words that have no place for the
 * list of several visits speak of the message's own alone: the others then go by themselves.
 */
export async function chooseWords(
  tx: PracticeTransaction,
  { message, visit, settings }: Claimable,
  mergeable: readonly StoredMessage[],
  practice: PracticeState,
  renderer: TemplateRenderer,
): Promise<ChosenWords | null> {
  const language = messageLanguage(message.language, settings.languages[message.channel]);
  const template = language === null ? null : await findTemplate(tx, message.kind, message.channel, language);
  if (language === null || template === null) return null;
  try {
    const merged = mergeable.length > 0 && renderer.fieldsIn(template.body).includes('visits') ? mergeable : [];
    const visits = await findVisitWords(tx, [message.subjectId, ...merged.map(({ subjectId }) => subjectId)]);
    const words = fieldWords({
      visits,
      practice: { nameInMessages: practice.name, phone: practice.phone },
      isConfirmed: isConfirmed(visit),
      language,
    });
    const body = renderer.render(template.body, words);
    const subjectLine = template.subjectLine === null ? null : renderer.render(template.subjectLine, words);
    const email = { subjectId: message.subjectId, language, practice, visits, asks: !isConfirmed(visit) };
    return {
      templateId: template.id,
      subjectLine,
      body,
      toHandOver: wordsToHandOver(message, { subjectLine, body }, email),
      merged,
    };
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_input') return null;
    throw error;
  }
}

/** As the channel takes them. */
function wordsToHandOver(
  { channel }: StoredMessage,
  { subjectLine, body }: { readonly subjectLine: string | null; readonly body: string },
  facts: EmailFacts,
): ClaimedWords {
  if (channel === 'text') return { channel, body };
  if (channel === 'voice') return { channel };
  if (subjectLine === null) throw new Fault('bad_input', 'A mail needs a subject line: give its template one.');
  return claimedEmail({ subjectLine, body }, facts);
}
