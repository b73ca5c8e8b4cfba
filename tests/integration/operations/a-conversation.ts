import { randomUUID } from 'node:crypto';
import { storeText } from '../../../db/raw-facts.ts';
import { readFact, type FactOutcome } from '../../../operations/intake/read-fact.ts';
import type { TestDatabase } from '../../environment/test-database.ts';
import type { APractice, AVisit } from './a-practice.ts';

/** What goes back and forth between a practice and its patients' phones, without a carrier. */
export interface AConversation {
  /** The visit's first reminder as it stands once the carrier has taken it; returns its id. */
  asked(visit: AVisit): Promise<string>;
  /** Asks about the visits in one message: the first one's, which the others' were merged into. */
  askedTogether(...visits: AVisit[]): Promise<string>;
  reply(
    visit: { readonly phone: string },
    body: string,
    given?: { carrierId?: string; to?: string; optOutType?: string; messagingService?: string },
  ): Promise<FactOutcome | 'unknown_sender'>;
  answerOf(visit: AVisit): Promise<string>;
  /** What was queued for this phone, oldest first. */
  writtenBack(visit: { readonly phone: string }): Promise<WrittenBack[]>;
  /** The types of the open items about a visit, or about this phone and no visit. */
  openItems(visit: AVisit): Promise<string[]>;
}

interface WrittenBack {
  readonly id: string;
  readonly slot: string;
  readonly body: string;
  readonly language: string;
  readonly state: string;
}

export function aConversation({ db, sql }: TestDatabase, practice: APractice): AConversation {
  async function asked(visit: AVisit): Promise<string> {
    const [sent] = await sql<[{ id: string }]>`
      UPDATE messages SET state = 'sent', sent_at = now(), body = 'asked',
        sender_id = (SELECT id FROM senders WHERE address = ${practice.sender})
      WHERE id = (SELECT id FROM messages WHERE subject_id = ${visit.id} AND state = 'not_sent' ORDER BY send_at LIMIT 1)
      RETURNING id`;
    return sent.id;
  }

  return {
    asked,
    async askedTogether(first, ...others) {
      const sentId = await asked(first);
      for (const other of others) {
        await sql`
          UPDATE messages SET state = 'withheld', reason = 'merged', merged_into = ${sentId}
          WHERE id = (SELECT id FROM messages WHERE subject_id = ${other.id} AND state = 'not_sent' ORDER BY send_at LIMIT 1)`;
      }
      return sentId;
    },
    async reply(visit, body, given = {}) {
      const [from, to] = [visit.phone, given.to ?? practice.sender];
      const form = new URLSearchParams({ AccountSid: 'AC', From: from, To: to, Body: body });
      form.set('MessageSid', given.carrierId ?? `SM${randomUUID()}`);
      if (given.optOutType !== undefined) form.set('OptOutType', given.optOutType);
      const { messagingService = null } = given;
      const text = { carriers: ['simulator'], from, to, messagingService, body: form.toString() } as const;
      const stored = await db.inOneStatement((one) => storeText(one, text));
      return stored === null ? 'unknown_sender' : readFact(db, stored);
    },
    async answerOf(visit) {
      const [row] = await sql<[{ answer: string }]>`SELECT answer FROM appointments WHERE id = ${visit.id}`;
      return row.answer;
    },
    writtenBack: (visit) => sql<WrittenBack[]>`
      SELECT messages.id, slot, body, language, state
      FROM messages JOIN contact_points ON contact_points.id = contact_point_id
      WHERE address = ${visit.phone} AND kind = 'acknowledgement' ORDER BY messages.created_at, messages.id`,
    async openItems(visit) {
      const rows = await sql<{ type: string }[]>`
        SELECT type FROM worklist_items LEFT JOIN contact_points ON contact_points.id = contact_point_id
        WHERE state = 'open' AND (appointment_id = ${visit.id} OR (appointment_id IS NULL AND (
          address = ${visit.phone}
          OR patient_id = (SELECT patient_id FROM appointments WHERE id = ${visit.id}))))
        ORDER BY type`;
      return rows.map(({ type }) => type);
    },
  };
}
