import postgres from 'postgres';
import type { EpochMs } from '../domain/planning/plan.ts';
import { Fault } from '../domain/fault.ts';
import { codedDatabaseErrors } from './errors.ts';
import type { LeasedMark } from './outbox-mark.ts';
import { postgresSockets } from './postgres-socket.ts';

/** A transaction, and the time that everything in it happens at: Postgres's own, or that of the clock that was passed in. */
export interface Transaction {
  readonly sql: postgres.TransactionSql<SqlTypes>;
  readonly now: EpochMs;
  /** The clock again: for a decision that must not be older than the locks that it waited for. */
  readClock(): Promise<EpochMs>;
}

/** A transaction as `kept_app`, in which row-level security shows one practice only. */
export interface PracticeTransaction extends Transaction {
  readonly practiceId: string;
  /**
   * Given where whoever works here brings plans to the engine by itself, right after the commit: then marks are leased to it from the
   * start, and put here by their subjects. Left out, the relay is rung for them.
   */
  readonly marked?: Map<string, LeasedMark>;
}

/** A statement that is a transaction by itself. `at`: the time that it happens at where a clock was passed in, null for Postgres's own. */
export interface Statement {
  readonly sql: postgres.Sql<SqlTypes>;
  readonly at: EpochMs | null;
}

/** What rings where a loop of ours sleeps that has something to do. */
export type Doorbell = 'outbox' | 'raw_facts';

/** Instants travel as milliseconds since the epoch; dates and wall times as the text that Postgres writes. */
type SqlTypes = { timestamptz: number; wallTime: string };

export interface Database {
  /** One transaction for one practice. One that Postgres ends for a deadlock's sake is done again, so `work` touches nothing else. */
  inPractice<T>(practiceId: string, work: (tx: PracticeTransaction) => Promise<T>): Promise<T>;
  /** One transaction across practices, on the tables that `kept_system` may see. */
  acrossPractices<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** One transaction of the feed loader, which sees staging and, under row-level security, one practice. */
  asLoader<T>(practiceId: string, work: (tx: PracticeTransaction) => Promise<T>): Promise<T>;
  /**
   * One statement across practices, a transaction by itself: one way to Postgres and back, where a transaction takes four. For what
   * is stored as it comes.
   */
  inOneStatement<T>(work: (statement: Statement) => Promise<T>): Promise<T>;
  /** Calls back when this rings, and once at the start and after every reconnect. */
  onRing(doorbell: Doorbell, heard: () => void): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most, per role. */
  readonly poolSize?: number;
  /** Time for everything that happens; Postgres's own clock where none is given. */
  readonly clock?: () => EpochMs;
  readonly applicationName?: string;
  /**
   * Each statement is planned once for a connection, whatever its values: for short transactions that look up a few rows by their
   * keys. Left to itself PostgreSQL plans most of them again each time, which was half of what a send cost it.
   */
  readonly plansOnce?: boolean;
}

type Role = 'kept_app' | 'kept_system' | 'kept_loader';

/**
 * Opens one pool for each role that is used; connections are made when first needed. Whatever Postgres throws leaves as a
 * `Fault` with a code, because its own messages quote the row.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pools = new Map<Role, postgres.Sql<SqlTypes>>();
  const plans = options.plansOnce === true ? ' -c plan_cache_mode=force_generic_plan' : '';

  function pool(role: Role): postgres.Sql<SqlTypes> {
    let sql = pools.get(role);
    if (sql === undefined) {
      sql = postgres(options.url, {
        max: options.poolSize ?? 10,
        idle_timeout: 60,
        connect_timeout: 10,
        connection: {
          application_name: options.applicationName ?? 'kept',
          options: `-c role=${role} -c timezone=UTC${plans}`,
        },
        types: { timestamptz: timestamptzAsEpochMs, wallTime: wallTimeAsText },
        onnotice: () => undefined,
        ...postgresSockets(),
      });
      pools.set(role, sql);
    }
    return sql;
  }

  /** The first statement of each transaction names the practice and reads the clock, so neither costs a round trip of its own. */
  function begin<T>(role: Role, practiceId: string, work: (tx: PracticeTransaction) => Promise<T>): Promise<T> {
    return codedDatabaseErrors(
      pool(role).begin(async (sql) => {
        const [row] = await sql<[{ now: EpochMs }]>`
          SELECT clock_timestamp() AS now, set_config('kept.practice_id', ${practiceId}, true)`;
        const readClock = async (): Promise<EpochMs> => options.clock?.() ?? (await readPostgresClock(sql));
        return work({ sql, practiceId, now: options.clock?.() ?? row.now, readClock });
      }) as Promise<T>,
    );
  }

  return {
    inPractice: (practiceId, work) => againOnConflict(() => begin('kept_app', practiceId, work)),
    acrossPractices: (work) => begin('kept_system', '', work),
    asLoader: (practiceId, work) => begin('kept_loader', practiceId, work),
    inOneStatement: (work) => codedDatabaseErrors(work({ sql: pool('kept_system'), at: options.clock?.() ?? null })),
    async onRing(doorbell, heard) {
      const listening = await codedDatabaseErrors(pool('kept_system').listen(`kept_${doorbell}`, heard, heard));
      return { stop: () => listening.unlisten() };
    },
    async close() {
      await Promise.all([...pools.values()].map((sql) => sql.end({ timeout: 5 })));
    },
  };
}

/** A victim of a deadlock may simply try again; three times in a row it is something else. */
async function againOnConflict<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === 3 || !(error instanceof Fault) || error.code !== 'database_conflict') throw error;
    }
  }
}

async function readPostgresClock(sql: postgres.TransactionSql<SqlTypes>): Promise<EpochMs> {
  const [row] = await sql<[{ now: EpochMs }]>`SELECT clock_timestamp() AS now`;
  return row.now;
}

const timestamptzAsEpochMs = {
  to: 1184,
  from: [1184],
  serialize: (at: number): string => new Date(at).toISOString(),
  // Postgres writes '2026-03-08 07:00:00.123456+00'; the session's zone is UTC.
  parse: (text: string): number => Math.floor(Date.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z'))),
};

/** `date` and `timestamp` without a zone: a `Date` would give them one. */
const wallTimeAsText = {
  to: 1114,
  from: [1082, 1114],
  serialize: (text: string): string => text,
  parse: (text: string): string => text,
};
