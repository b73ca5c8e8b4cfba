import type { Journal } from '../journal.ts';
import type { CallEntry, Entry } from '../entries.ts';
import { createListsByKey } from '../lists-by-key.ts';
import { eventOf, phoneOfCall, type PhoneCall } from './phone-call.ts';

/** Every call that this carrier knows of: what the journal says, folded. */
export interface CallRecord {
  /** Writes the entry down and then takes it into account. */
  add(entry: CallEntry): void;
  /** In the order in which they were taken. */
  readonly calls: readonly PhoneCall[];
  call(sid: string): PhoneCall | null;
  /** A phone's calls, oldest first. */
  ofPhone(e164: string): readonly PhoneCall[];
  /** The phones that have calls. */
  phonesInUse(): readonly string[];
}

export function createCallRecord(journal: Journal<Entry>): CallRecord {
  const calls: PhoneCall[] = [];
  const bySid = new Map<string, PhoneCall>();
  const byPhone = createListsByKey<PhoneCall>();

  function taken(entry: Extract<CallEntry, { entry: 'call' }>, place: number): void {
    const call: PhoneCall = {
      ...entry.call,
      createdAt: entry.at,
      place,
      status: 'queued',
      answeredBy: null,
      updatedAt: entry.at,
      startedAt: null,
      endedAt: null,
      heard: [],
      unreported: [],
      reports: 0,
    };
    calls.push(call);
    bySid.set(call.sid, call);
    byPhone.add(phoneOfCall(call), call);
  }

  function moved(call: PhoneCall, entry: Extract<CallEntry, { entry: 'call-moved' }>): void {
    call.status = entry.status;
    call.updatedAt = entry.at;
    if (entry.status === 'ringing' && call.startedAt === null) call.startedAt = entry.at;
    const event = eventOf(entry.status);
    if (event === 'completed') call.endedAt = entry.at;
    if (call.statusCallback === null || event === null || !call.statusEvents.includes(event)) return;
    call.unreported.push({ status: entry.status, sequence: call.reports, at: entry.at });
    call.reports += 1;
  }

  function fold(entry: Entry, place: number): void {
    switch (entry.entry) {
      case 'call':
        taken(entry, place);
        return;
      case 'call-moved': {
        const call = bySid.get(entry.sid);
        if (call !== undefined) moved(call, entry);
        return;
      }
      case 'call-detected': {
        const call = bySid.get(entry.sid);
        if (call !== undefined) call.answeredBy = entry.answeredBy;
        return;
      }
      case 'call-reported': {
        const unreported = bySid.get(entry.sid)?.unreported;
        const index = unreported?.findIndex(({ sequence }) => sequence === entry.sequence) ?? -1;
        if (index >= 0) unreported?.splice(index, 1);
        return;
      }
      case 'call-heard':
        bySid.get(entry.sid)?.heard.push({ at: entry.at, by: entry.by, text: entry.text });
        return;
      default:
        return;
    }
  }

  journal.past.forEach(fold);
  return {
    add: (entry) => fold(entry, journal.append(entry)),
    calls,
    call: (sid) => bySid.get(sid) ?? null,
    ofPhone: (e164) => byPhone.of(e164),
    phonesInUse: () => byPhone.keys(),
  };
}
