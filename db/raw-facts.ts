import type { Carrier } from '../domain/carrier.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Statement, Transaction } from './database.ts';

/** Where a fact lies that was stored. */
export interface StoredFact {
  readonly id: string;
  readonly practiceId: string;
}

/** What has failed so often holds up nothing any more that its phone wrote later: among that may be a STOP. */
const triesInOrder = 3;

/**
 * Stores a text as it came, for the practice whose number it came to; null where the number is nobody's, or the practice of another
 * account than those that signed it. Patients write to whatever contacted them: also to the number that a call came from. Where the number
 * belongs to a service that is a sender, what went out was the service's.
 */
export async function storeText(
  { sql, at }: Statement,
  text: {
    readonly carriers: readonly Carrier[];
    readonly from: string;
    readonly to: string;
    /** The carrier's name of several numbers that send as one, where the number is one of them. */
    readonly messagingService: string | null;
    readonly body: string;
  },
): Promise<StoredFact | null> {
  const [row] = await sql<StoredFact[]>`
    WITH texted AS (
      SELECT senders.id, senders.practice_id, practices.carrier
      FROM senders
      JOIN practices ON practices.id = senders.practice_id
      WHERE senders.channel IN ('text', 'voice') AND (
        senders.address IN (${text.to}, ${text.messagingService ?? text.to})
        OR senders.id = (SELECT sender_id FROM sender_numbers WHERE number = ${text.to})
      )
      ORDER BY senders.address = ${text.to}, senders.channel = 'voice'
      LIMIT 1
    ), stored AS (
      INSERT INTO raw_facts (practice_id, source, priority, from_address, sender_id, body, stored_at)
      SELECT practice_id, 'text', 0, ${text.from}, id, ${text.body}, coalesce(${at}::timestamptz, clock_timestamp())
      FROM texted WHERE carrier = ANY(${text.carriers as Carrier[]})
      RETURNING id, practice_id
    )
    SELECT id, practice_id AS "practiceId", pg_notify('kept_raw_facts', '') FROM stored`;
  return row === undefined ? null : { id: row.id, practiceId: row.practiceId };
}

/**
 * Stores what a carrier reports of a text of ours; null where the practice is of another account than those that signed it. It rings
 * nobody: nobody waits for it, and many are read together.
 */
export async function storeTextStatus(
  { sql, at }: Statement,
  status: {
    readonly carriers: readonly Carrier[];
    readonly practiceId: string;
    readonly messageId: string;
    readonly attemptId: string;
    readonly body: string;
  },
): Promise<StoredFact | null> {
  const [row] = await sql<StoredFact[]>`
    INSERT INTO raw_facts (practice_id, source, priority, message_id, attempt_id, body, stored_at)
    SELECT id, 'text_status', 1, ${status.messageId}, ${status.attemptId}, ${status.body},
      coalesce(${at}::timestamptz, clock_timestamp())
    FROM practices WHERE id = ${status.practiceId} AND carrier = ANY(${status.carriers as Carrier[]})
    RETURNING id, practice_id AS "practiceId"`;
  return row ?? null;
}

/** Stores a mail carrier's events, one row each, but for those of practices that are not of the accounts that signed them. Returns how many. */
export async function storeEmailEvents(
  { sql, at }: Statement,
  carriers: readonly Carrier[],
  events: readonly {
    readonly practiceId: string;
    readonly messageId: string;
    readonly attemptId: string;
    readonly body: string;
  }[],
): Promise<number> {
  const stored = await sql`
    INSERT INTO raw_facts (practice_id, source, priority, message_id, attempt_id, body, stored_at)
    SELECT practices.id, 'email_event', 1, event.message_id, event.attempt_id, event.body,
      coalesce(${at}::timestamptz, clock_timestamp())
    FROM ROWS FROM (
      jsonb_to_recordset(${sql.json(events)}) AS ("practiceId" uuid, "messageId" uuid, "attemptId" uuid, body text)
    ) WITH ORDINALITY AS event(practice_id, message_id, attempt_id, body, place)
    JOIN practices ON practices.id = event.practice_id
    WHERE practices.carrier = ANY(${carriers as Carrier[]})
    ORDER BY event.place`;
  return stored.count;
}

/** A fact that a reader has taken, and how soon it is to be read: 0 before everything. */
export interface LeasedFact extends StoredFact {
  readonly priority: number;
}

/**
 * Takes up to `limit` facts for `forMs`, texts first, then as they came; of what one phone wrote to a practice only the first that is
 * not read yet. A reader that dies loses nothing: its lease runs out and another takes the fact. So nobody waits for the disk either:
 * a lease that a crash of PostgreSQL takes back is one that ran out early.
 */
export function leaseFacts({ sql, at }: Statement, limit: number, forMs: number): Promise<LeasedFact[]> {
  return sql<LeasedFact[]>`
    WITH clock AS MATERIALIZED (
      SELECT coalesce(${at}::timestamptz, clock_timestamp()) AS now, set_config('synchronous_commit', 'off', true)
    ), next AS (
      SELECT id
      FROM raw_facts fact
      WHERE (leased_until IS NULL OR leased_until < (SELECT now FROM clock))
        AND (from_address IS NULL OR NOT EXISTS (
          SELECT FROM raw_facts earlier
          WHERE earlier.practice_id = fact.practice_id AND earlier.from_address = fact.from_address
            AND earlier.id < fact.id AND earlier.tries < ${triesInOrder}
        ))
      ORDER BY priority, id
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    ), leased AS (
      UPDATE raw_facts
      SET leased_until = clock.now + ${forMs} * interval '1 millisecond'
      FROM next, clock
      WHERE raw_facts.id = next.id
      RETURNING raw_facts.id, practice_id, priority
    )
    SELECT id, practice_id AS "practiceId", priority FROM leased ORDER BY priority, id`;
}

interface FactOrigin {
  /** The form, or one event, as the carrier wrote it. */
  readonly body: string;
  readonly storedAt: EpochMs;
}

/** A fact as it was stored. */
export type RawFact = FactOrigin &
  (
    | { readonly source: 'text'; readonly senderId: string }
    | { readonly source: 'text_status'; readonly messageId: string; readonly attemptId: string }
    | { readonly source: 'email_event' }
  );

/**
 * Takes a fact away, in the transaction that does what it says: where that fails, it stays. Null where another reader has done it
 * already; one that is about to is waited for.
 */
export async function takeFact(tx: PracticeTransaction, id: string): Promise<RawFact | null> {
  const [row] = await tx.sql<RawFact[]>`
    DELETE FROM raw_facts WHERE id = ${id}
    RETURNING source, sender_id AS "senderId", message_id AS "messageId", attempt_id AS "attemptId", body, stored_at AS "storedAt"`;
  return row ?? null;
}

/** Leaves a fact for another try, each time later, up to five minutes; `code` says why in a slug. */
export async function postponeFact(tx: Transaction, id: string, code: string): Promise<void> {
  await tx.sql`
    UPDATE raw_facts
    SET leased_until = ${tx.now}::timestamptz + least(power(2, least(tries, 10) + 1), 300) * interval '1 second',
      tries = tries + 1, last_code = ${code}
    WHERE id = ${id}`;
}

/** What has failed so often, for a quarter of an hour, tells nothing any more: what follows from silence follows without it. */
const triesThatHold = 10;

/** Whether a carrier's report of the message of this column lies unread. */
export function isUntoldSql(sql: PracticeTransaction['sql'], column: 'message.id' | 'attempt.message_id') {
  return sql`EXISTS (
    SELECT FROM raw_facts unread WHERE unread.message_id = ${sql(column)} AND unread.tries < ${triesThatHold}
  )`;
}

/** Whether a carrier's report of this message lies unread: nothing may be concluded from its silence. */
export async function isUntold(tx: PracticeTransaction, messageId: string): Promise<boolean> {
  const [row] = await tx.sql<[{ untold: boolean }]>`
    SELECT ${isUntoldSql(tx.sql, 'message.id')} AS untold FROM (SELECT ${messageId}::uuid AS id) AS message`;
  return row.untold;
}

/** How many facts were stored before `before` and are still not read. */
export async function countUnreadFacts(tx: Transaction, before: EpochMs): Promise<number> {
  const [row] = await tx.sql<[{ count: number }]>`
    SELECT count(*)::integer AS count FROM raw_facts WHERE stored_at < ${before}`;
  return row.count;
}
