import type { Words } from '../../channels/channel.ts';
import type { PracticeState, VisitWords } from '../../db/message-claims.ts';
import { phoneForReading } from '../../domain/contacts/phone.ts';
import type { Links } from '../../domain/links/links.ts';
import { linkStandIn } from '../../domain/templates/fields.ts';
import type { ClaimedEmail, ClaimedWords } from './claim.ts';

/** What a mail says beside its own words. */
export interface EmailFacts {
  readonly subjectId: string;
  readonly language: string;
  readonly practice: Pick<PracticeState, 'name' | 'phone'>;
  /** The visits that it speaks of: a calendar file goes with one alone. */
  readonly visits: readonly VisitWords[];
  /** Whether it has buttons to answer with. */
  readonly asks: boolean;
  /** Whether the visit is one to put into a calendar. */
  readonly isToCome: boolean;
}

/** An email as it is claimed: its words, who writes, and the visit for the patient's calendar. */
export function claimedEmail(words: { subjectLine: string; body: string }, facts: EmailFacts): ClaimedEmail {
  const { practice, visits } = facts;
  const [visit] = visits;
  return {
    channel: 'email',
    subjectLine: words.subjectLine,
    body: words.body,
    language: facts.language,
    fromName: practice.name,
    practicePhone: phoneForReading(practice.phone),
    asks: facts.asks,
    asksOf: visit?.type === 'recall' ? 'recall' : 'visit',
    event:
      visit === undefined || visits.length > 1 || visit.type !== 'appointment' || !facts.isToCome
        ? null
        : {
            // Every mail about one visit replaces what an earlier one put into the calendar.
            uid: `${facts.subjectId}@kept`,
            startsAt: visit.visitAt,
            endsAt: visit.endsAt,
            summary: practice.name,
            location: [visit.facility.nameInMessages, visit.facility.address].filter((text) => text !== '').join(', '),
          },
  };
}

/** The words as their channel takes them: an email's buttons, and a text's link, lead to the patient's page of its message. */
export function withLinks(words: ClaimedWords, links: Links, messageId: string): Words {
  if (words.channel === 'voice') return words;
  if (words.channel === 'text') {
    const { channel, body, hasLink } = words;
    return { channel, body: hasLink ? body.replaceAll(linkStandIn, links.visitLink(messageId)) : body };
  }
  const { asks, ...email } = words;
  return {
    ...email,
    links: {
      confirm: asks ? links.visitLink(messageId, 'confirm') : null,
      decline: asks ? links.visitLink(messageId, 'decline') : null,
      unsubscribe: links.unsubscribeLink(messageId),
    },
  };
}
