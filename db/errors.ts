import postgres from 'postgres';
import { Fault, type FaultCode } from '../domain/fault.ts';

/**
 * What Postgres's error classes mean here.
 * @see https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
function codeOf(sqlState: string): FaultCode {
  if (sqlState === '40001' || sqlState === '40P01' || sqlState === '55P03') return 'database_conflict';
  const family = sqlState.slice(0, 2);
  if (family === '08' || family === '53' || family === '57' || family === '58') return 'database_unavailable';
  return 'database_rejected';
}

const connectionCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
]);

/** Lets a result through and turns whatever Postgres or its socket throws into a `Fault` without a word of theirs. */
export async function codedDatabaseErrors<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof postgres.PostgresError) {
      const where = error.constraint_name || error.table_name || error.routine || 'unnamed';
      throw new Fault(codeOf(error.code), `Postgres refused a statement (${error.code}, ${where}).`);
    }
    if (error instanceof Error && 'code' in error && connectionCodes.has(String(error.code))) {
      throw new Fault('database_unavailable', `Postgres cannot be reached (${String(error.code)}).`);
    }
    throw error;
  }
}
