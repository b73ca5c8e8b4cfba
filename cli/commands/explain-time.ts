import type { Command } from 'commander';
import { explainLines } from '../explain-lines.ts';
import type { ExplainedTime } from '../explain-time.ts';

/** `kept explain time`: when steps go. */
export function explainTimeCommand(): Command {
  return explainLines<ExplainedTime>({
    name: 'time',
    summary:
      'when a step of a visit goes: reads lines {zone, visit, offset, mode, window?, windowZone?, now?, closures?, openDays?}',
    example:
      `echo '{"zone":"America/New_York","visit":"2026-03-09T14:00","offset":"-P1D","mode":"exact","window":["09:00","18:00"]}'` +
      ' | kept explain time --json',
    explainer: async () => (await import('../explain-time.ts')).explainTime,
    inWords: (explained) =>
      explained.at === null
        ? `withheld: ${explained.withheld}`
        : explained.at + (explained.movedBy.length === 0 ? '' : `, moved by ${explained.movedBy.join(', ')}`),
  });
}
