import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** What stands for or against a message now, beside what it says itself. What answers a reply has neither step nor visit. */
export interface MessageCircumstances {
  readonly patientStatus: 'active' | 'inactive' | 'deceased';
  /** The PMS's word on the message's channel; null where it has none. */
  readonly allowed: boolean | null;
  readonly optedOutAt: EpochMs | null;
  readonly landlineAt: EpochMs | null;
  readonly invalidAt: EpochMs | null;
  readonly wrongNumberAt: EpochMs | null;
  readonly liveAt: EpochMs | null;
  /** Whether its address is written to before the practice goes live. */
  readonly inRehearsal: boolean;
  readonly channelPausedAt: EpochMs | null;
  readonly feedPauseAfterMs: number;
  readonly exportedAt: EpochMs | null;
}

/** The circumstances of a message that exists. */
export async function findMessageCircumstances(
  tx: PracticeTransaction,
  messageId: string,
): Promise<MessageCircumstances> {
  const [row] = await tx.sql<[MessageCircumstances]>`
    SELECT
      patient.status AS "patientStatus",
      CASE m.channel WHEN 'text' THEN patient.allow_text WHEN 'voice' THEN patient.allow_voice ELSE patient.allow_email END
        AS allowed,
      contact.opted_out_at AS "optedOutAt", contact.landline_at AS "landlineAt", contact.invalid_at AS "invalidAt",
      contact.wrong_number_at AS "wrongNumberAt",
      practice.live_at AS "liveAt", coalesce(contact.address = ANY(settings.rehearsal_contacts), false) AS "inRehearsal",
      CASE m.channel
        WHEN 'text' THEN settings.text_paused_at WHEN 'voice' THEN settings.voice_paused_at ELSE settings.email_paused_at
      END AS "channelPausedAt",
      (extract(epoch FROM settings.feed_pause_after) * 1000)::float8 AS "feedPauseAfterMs",
      (SELECT max(run.exported_at) FROM sync_runs run WHERE run.state = 'applied' AND run.list = 'appointments') AS "exportedAt"
    FROM messages m
    LEFT JOIN patients patient ON patient.id = m.patient_id
    JOIN practices practice ON practice.id = m.practice_id
    JOIN practice_settings settings ON settings.practice_id = m.practice_id
    LEFT JOIN contact_points contact ON contact.id = m.contact_point_id
    WHERE m.id = ${messageId}`;
  return row;
}
