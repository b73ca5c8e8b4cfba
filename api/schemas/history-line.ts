import Type, { type Static } from 'typebox';
import type { HistoryEntry } from '../../operations/explaining/visit-history.ts';
import { isoTime } from '../iso-time.ts';
import { Id, Nullable, OneOf, Time } from './shapes.ts';

/** One thing that happened, in words. */
export const HistoryLine = Type.Object(
  {
    at: Time,
    what: OneOf(['plan', 'withheld', 'attempt', 'receipt', 'reply', 'answer', 'press', 'question', 'worklist']),
    messageId: Nullable(Id),
    text: Type.String(),
  },
  { $id: 'HistoryLine' },
);
export type HistoryLine = Static<typeof HistoryLine>;

/** A line of the history in its facility's time. */
export function historyJson(entry: HistoryEntry, zone: string): HistoryLine {
  return { at: isoTime(entry.at, zone), what: entry.what, messageId: entry.messageId, text: entry.text };
}
