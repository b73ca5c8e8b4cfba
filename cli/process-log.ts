import pino, { type Logger } from 'pino';
import type { Config } from '../config.ts';
import { Fault } from '../domain/fault.ts';

/**
 * The log of one process: JSON lines on standard output. Of an error only what is ours is written: a fault's code and message;
 * of any other its kind and where it was thrown, since its words may quote a patient's row or number.
 */
export function createProcessLog(config: Pick<Config, 'logLevel'>, name: string): Logger {
  return pino({
    name,
    level: config.logLevel,
    base: { pid: process.pid },
    serializers: { err: describe, error: describe },
  });
}

function describe(error: unknown): unknown {
  if (error instanceof Fault) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { code: 'unknown' };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { code: 'unknown', type: error.name, at: frames.slice(0, 6).map((line) => line.trim()) };
}
