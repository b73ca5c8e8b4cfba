import type { PracticeTransaction } from '../../db/database.ts';
import { findWording, type Wording } from '../../db/message-claims.ts';
import type { StoredMessage } from '../../db/planned-messages.ts';
import { Fault } from '../../domain/fault.ts';
import { askedOf, followsVisit, kindOf } from '../../domain/kinds.ts';
import { noticeOf } from '../../domain/planning/notice.ts';
import { isConfirmed, messageLanguage } from '../../domain/planning/reason-to-withhold.ts';
import { chooseTemplate } from '../../domain/templates/choose-template.ts';
import { fieldWords, type FieldFacts, type FieldWords } from '../../domain/templates/fields.ts';
import type { TemplateRenderer } from '../../domain/templates/render.ts';
import { longestList } from '../../domain/templates/sample-words.ts';
import type { Claimable, ClaimReads } from './claim-facts.ts';
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
  { practice, planning: { words }, visits: reads }: Pick<ClaimReads, 'practice' | 'planning' | 'visits'>,
  renderer: TemplateRenderer,
): Promise<ChosenWords | 'no_template' | 'channel_off'> {
  const named = noticeOf(visit, message)?.words;
  const language = messageLanguage(settings, { ...message, words: named }, message.language);
  const chosen = language === null ? undefined : chooseTemplate(words, { ...message, language }, visit, named);
  if (language === null || chosen === undefined) return 'no_template';
  const {
    template,
    sender,
    visits: known,
  } = await findWording(tx, {
    ...{ templateId: chosen.template.id, channel: message.channel },
    facilityId: visit.facilityId,
    subjectIds: [message, ...mergeable].map(({ subjectId }) => subjectId),
  });
  if (sender === null) return 'channel_off';
  try {
    const fields = renderer.fieldsIn(template.body);
    const saysSeveral = mergeable.length > 0 && fields.includes('visits');
    const {
      merged,
      visits,
      words: said,
    } = speakOf(message, saysSeveral ? mergeable : [], asTold(known, [message, ...mergeable], reads), {
      practice: { nameInMessages: practice.name, phone: practice.phone },
      isConfirmed: isConfirmed(visit),
      language,
    });
    const body = renderer.render(template.body, said);
    const subjectLine = template.subjectLine === null ? null : renderer.render(template.subjectLine, said);
    const kind = kindOf(settings.kinds, message.kind);
    const email = {
      subjectId: message.subjectId,
      language,
      practice,
      // What is off goes into nobody's calendar.
      visits: kind.tells === 'cancelled' ? [] : visits,
      // A button leads to the page of a visit, where what was is not answered any more.
      asks: !isConfirmed(visit) && askedOf(kind) === 'visit',
      isToCome: !followsVisit(kind),
    };
    return {
      sender,
      templateId: chosen.template.id,
      subjectLine,
      body,
      toHandOver: wordsToHandOver(message, { subjectLine, body, hasLink: fields.includes('link') }, email),
      merged,
    };
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_input') return 'no_template';
    throw error;
  }
}

/** Each visit with the time that its message tells, and the one that it had before, where that tells a new one. */
function asTold(
  known: Wording['visits'],
  messages: readonly StoredMessage[],
  visits: ClaimReads['visits'],
): ToldVisit[] {
  return known.map((words) => {
    const message = messages.find(({ subjectId }) => subjectId === words.id);
    const visit = visits.get(words.id);
    const notice = message === undefined || visit === undefined ? undefined : noticeOf(visit, message);
    if (notice === undefined || notice.toldAt === notice.formerAt) return words;
    const { toldAt: visitAt, formerAt } = notice;
    return { ...words, visitAt, formerAt, endsAt: visitAt + words.endsAt - words.visitAt };
  });
}

type ToldVisit = Wording['visits'][number] & { readonly formerAt?: number };

/** The words about the message's visit and about as many others as there is room for; the others then go by themselves. */
function speakOf(
  message: StoredMessage,
  mergeable: readonly StoredMessage[],
  known: readonly ToldVisit[],
  facts: Omit<FieldFacts, 'visits'>,
): { merged: readonly StoredMessage[]; visits: readonly ToldVisit[]; words: FieldWords } {
  const spokenOf = new Set([message, ...mergeable].map(({ subjectId }) => subjectId));
  const visits = known.filter(({ id }) => spokenOf.has(id));
  const words = fieldWords({ visits, ...facts });
  return words.visits.length <= longestList
    ? { merged: mergeable, visits, words }
    : speakOf(message, mergeable.slice(0, -1), known, facts);
}

/** As the channel takes them. */
function wordsToHandOver(
  { channel }: StoredMessage,
  {
    subjectLine,
    body,
    hasLink,
  }: { readonly subjectLine: string | null; readonly body: string; readonly hasLink: boolean },
  facts: EmailFacts,
): ClaimedWords {
  if (channel === 'text') return { channel, body, hasLink };
  if (channel === 'voice') return { channel };
  if (subjectLine === null) throw new Fault('bad_input', 'A mail needs a subject line: give its template one.');
  return claimedEmail({ subjectLine, body }, facts);
}
