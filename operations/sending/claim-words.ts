import type { PracticeTransaction } from '../../db/database.ts';
import { findWording, type PracticeState, type Wording } from '../../db/message-claims.ts';
import type { StoredMessage } from '../../db/planned-messages.ts';
import { Fault } from '../../domain/fault.ts';
import { isConfirmed, messageLanguage, writtenLanguages } from '../../domain/planning/reason-to-withhold.ts';
import { fieldWords } from '../../domain/templates/fields.ts';
import type { TemplateRenderer } from '../../domain/templates/render.ts';
import type { Claimable } from './claim-facts.ts';
import type { ClaimedWords } from './claim.ts';
import { claimedEmail, type EmailFacts } from './email-words.ts';

/** What is stored with the message, the same as its channel takes it, who says it, and the messages that it speaks for beside itself. */
export interface ChosenWords {
  readonly sender: NonNullable<Wording['sender']>;
  readonly templateId: string;
  readonly subjectLine: string | null;
  readonly body: string;
  readonly toHandOver: ClaimedWords;
  readonly merged: readonly StoredMessage[];
}

/**
 * The words that go out, else the reason why there are none: no template, or one that cannot be used as staff wrote it, or nobody
 * to send them. Words that have no place for the list of several visits speak of the message's own alone: the others then go by
 * themselves.
 */
export async function chooseWords(
  tx: PracticeTransaction,
  { message, visit, settings }: Claimable,
  mergeable: readonly StoredMessage[],
  practice: PracticeState,
  renderer: TemplateRenderer,
): Promise<ChosenWords | 'no_template' | 'channel_off'> {
  const language = messageLanguage(message.language, writtenLanguages(settings, message));
  if (language === null) return 'no_template';
  const {
    template,
    sender,
    visits: known,
  } = await findWording(tx, {
    ...message,
    language,
    facilityId: visit.facilityId,
    appointmentIds: [message, ...mergeable].map(({ subjectId }) => subjectId),
  });
  if (template === null) return 'no_template';
  if (sender === null) return 'channel_off';
  try {
    const merged = mergeable.length > 0 && renderer.fieldsIn(template.body).includes('visits') ? mergeable : [];
    const spokenOf = new Set([message, ...merged].map(({ subjectId }) => subjectId));
    const visits = known.filter(({ id }) => spokenOf.has(id));
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
      sender,
      templateId: template.id,
      subjectLine,
      body,
      toHandOver: wordsToHandOver(message, { subjectLine, body }, email),
      merged,
    };
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_input') return 'no_template';
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
