import type { Entry, TextEntry } from './entries.ts';
import { keywordOf } from './keywords.ts';
import type { Journal } from './journal.ts';
import type { FaultRates } from './faults.ts';
import { createListsByKey } from './lists-by-key.ts';
import type { Phone } from './phones.ts';
import { phoneOf, senderOf, type TextMessage } from './text-message.ts';

/** Everything that this carrier knows: what the journal says, folded. Nothing changes it but an entry. */
export interface CarrierRecord {
  /** Writes the entry down and then takes it into account. */
  add(entry: TextEntry): void;
  /** In the order in which they were created. */
  readonly messages: readonly TextMessage[];
  message(sid: string): TextMessage | null;
  /** A phone's messages, oldest first. */
  ofPhone(e164: string): readonly TextMessage[];
  /** The phones that have messages. */
  phonesInUse(): readonly string[];
  readonly phones: ReadonlyMap<string, Phone>;
  /** Whether this phone sent STOP to this sender and has not come back since. */
  optedOut(phone: string, sender: string): boolean;
  /** Messages that a simulated patient has answered. */
  answered(sid: string): boolean;
  readonly faults: { readonly seed: number; readonly rates: FaultRates };
  /** How many texts a second the account may send; null: as many as it likes. */
  readonly textsPerSecond: number | null;
}

export function createRecord(journal: Journal<Entry>): CarrierRecord {
  const messages: TextMessage[] = [];
  const bySid = new Map<string, TextMessage>();
  const byPhone = createListsByKey<TextMessage>();
  const phones = new Map<string, Phone>();
  const optOuts = new Set<string>();
  const answered = new Set<string>();
  let faults: CarrierRecord['faults'] = { seed: 1, rates: {} };
  let textsPerSecond: number | null = null;

  function created(message: TextMessage): void {
    messages.push(message);
    bySid.set(message.sid, message);
    const phone = phoneOf(message);
    byPhone.add(phone, message);
    if (message.answers !== null) answered.add(message.answers);
    if (message.direction !== 'inbound') return;
    const keyword = keywordOf(message.body);
    if (keyword === 'stop') optOuts.add(pair(phone, senderOf(message)));
    if (keyword === 'start') optOuts.delete(pair(phone, senderOf(message)));
  }

  function fold(entry: Entry, place: number): void {
    switch (entry.entry) {
      case 'created': {
        const inbound = entry.message.direction === 'inbound';
        created({
          ...entry.message,
          messagingServiceSid: entry.message.messagingServiceSid ?? null,
          place,
          errorCode: null,
          updatedAt: entry.at,
          sentAt: inbound ? entry.at : null,
          unreported: [],
          webhook: inbound ? 'waiting' : null,
        });
        return;
      }
      case 'moved': {
        const message = bySid.get(entry.sid);
        if (message === undefined) return;
        message.status = entry.status;
        message.errorCode = entry.errorCode;
        message.updatedAt = entry.at;
        if (entry.status === 'sent') message.sentAt = entry.at;
        if (message.statusCallback !== null) message.unreported.push(entry.status);
        return;
      }
      case 'reported': {
        const unreported = bySid.get(entry.sid)?.unreported;
        const index = unreported?.indexOf(entry.status) ?? -1;
        if (index >= 0) unreported?.splice(index, 1);
        return;
      }
      case 'webhook': {
        const message = bySid.get(entry.sid);
        if (message !== undefined) message.webhook = entry.outcome;
        return;
      }
      case 'phones':
        for (const phone of entry.phones) phones.set(phone.e164, { calls: 'answers', ...phone });
        return;
      case 'faults':
        faults = { seed: entry.seed, rates: entry.rates };
        return;
      case 'limit':
        textsPerSecond = entry.textsPerSecond;
        return;
      default:
        return;
    }
  }

  journal.past.forEach(fold);
  return {
    add: (entry) => fold(entry, journal.append(entry)),
    messages,
    message: (sid) => bySid.get(sid) ?? null,
    ofPhone: (e164) => byPhone.of(e164),
    phonesInUse: () => byPhone.keys(),
    phones,
    optedOut: (phone, sender) => optOuts.has(pair(phone, sender)),
    answered: (sid) => answered.has(sid),
    get faults() {
      return faults;
    },
    get textsPerSecond() {
      return textsPerSecond;
    },
  };
}

function pair(phone: string, sender: string): string {
  return `${phone} ${sender}`;
}
