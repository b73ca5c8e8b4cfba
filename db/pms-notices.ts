import type { Kind } from '../domain/kinds.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import { standardName } from '../domain/templates/template-key.ts';
import type { PracticeTransaction } from './database.ts';

/** The slot of what tells of the PMS's own changes: a visit's time has one. */
const pmsSlot = 'pms';

/** What a visit's patient is to be told of what the PMS changed. */
export interface PmsNotice {
  readonly appointmentId: string;
  readonly kind: Kind;
  /** From when on it goes. */
  readonly decidedAt: EpochMs;
  readonly formerAt: EpochMs;
  readonly toldAt: EpochMs;
}

/** Lets these visits have these notices in place of earlier ones. Their subjects' locks are held. */
export async function writePmsNotices(tx: PracticeTransaction, notices: readonly PmsNotice[]): Promise<void> {
  const rows = notices.map(({ decidedAt, formerAt, toldAt, ...notice }) => ({
    ...notice,
    ...{ decidedAt: iso(decidedAt), formerAt: iso(formerAt), toldAt: iso(toldAt) },
  }));
  await tx.sql`
    INSERT INTO pms_notices (practice_id, appointment_id, kind, seen_at, decided_at, former_at, told_at)
    SELECT ${tx.practiceId}, "appointmentId", kind, ${tx.now}, "decidedAt", "formerAt", "toldAt"
    FROM jsonb_to_recordset(${tx.sql.json(rows)}) AS notice(
      "appointmentId" uuid, kind text, "decidedAt" timestamptz, "formerAt" timestamptz, "toldAt" timestamptz
    )
    ON CONFLICT (appointment_id) DO UPDATE SET
      kind = excluded.kind, seen_at = excluded.seen_at, decided_at = excluded.decided_at, former_at = excluded.former_at,
      told_at = excluded.told_at`;
}

/** Takes the notices of these visits away that tell another time than the visit has now. */
export async function removeUntrueNotices(tx: PracticeTransaction, appointmentIds: readonly string[]): Promise<void> {
  await tx.sql`
    DELETE FROM pms_notices notice
    USING appointments visit
    WHERE visit.id = notice.appointment_id AND visit.id = ANY(${appointmentIds as string[]}::uuid[])
      AND notice.told_at <> visit.starts_at`;
}

/** The notice of `visit` that the PMS's change called for, as a list of none or one: `Notice` of domain/planning/notice.ts. */
export function pmsNoticesSql(sql: PracticeTransaction['sql']) {
  return sql`(
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'groupId', NULL, 'kind', told.kind, 'slot', ${pmsSlot}::text, 'words', ${standardName}::text, 'channel', 'text',
      'decidedAt', floor(extract(epoch FROM told.decided_at) * 1000),
      'formerAt', floor(extract(epoch FROM told.former_at) * 1000),
      'toldAt', floor(extract(epoch FROM told.told_at) * 1000),
      'isTold', EXISTS (
        SELECT FROM messages message
        LEFT JOIN messages carrier ON carrier.id = message.merged_into
        WHERE message.subject_id = visit.id AND message.occurrence = visit.starts_at AND message.kind = told.kind
          AND message.slot = ${pmsSlot} AND coalesce(carrier.state, message.state) NOT IN ('not_sent', 'withheld')
      ),
      'isUndone', false
    )), '[]')
    FROM pms_notices told
    WHERE told.appointment_id = visit.id
  )`;
}

/** A new visit may come with another batch of the same file than the cancellation of the one that it stands for. */
const madeTogetherMs = 3_600_000;

/** Whether the patient of `visit` has another to come that was made when the PMS changed this one, or since. */
export function isRebookedSql({ sql, now }: PracticeTransaction) {
  return sql`EXISTS (
    SELECT FROM pms_notices told
    JOIN appointments other ON other.practice_id = visit.practice_id AND other.patient_id = visit.patient_id
    WHERE told.appointment_id = visit.id AND other.id <> visit.id AND other.starts_at > ${now} AND other.gone_at IS NULL
      AND other.pms_state IN ('scheduled', 'confirmed')
      AND other.first_seen_at > told.seen_at - ${madeTogetherMs} * interval '1 millisecond'
  )`;
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}
