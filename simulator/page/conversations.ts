import type { KeptApi, VisitLabel } from '../kept-api.ts';
import type { CarrierRecord } from '../record.ts';
import { callerIds, type TextMessage } from '../text-message.ts';

/** A phone as a line of the list. */
export interface PhoneLine {
  readonly e164: string;
  readonly name: string;
  readonly yours: boolean;
  readonly last: TextMessage | null;
  /** Of the newest message about a visit. */
  readonly labels: VisitLabel | null;
}

/** The phones to show: all of yours, and one page of the others, the most recently used first. */
export interface PhoneLines {
  readonly yours: readonly PhoneLine[];
  readonly others: readonly PhoneLine[];
  readonly page: number;
  readonly pages: number;
  /** Of the others. */
  readonly count: number;
}

const pageSize = 25;
/** Labels in the list may lag: the API would be asked for each line otherwise, every two seconds. */
const listAgeMs = 5000;

export async function phoneLines(record: CarrierRecord, kept: KeptApi | null, page: number): Promise<PhoneLines> {
  const yours = [...record.phones.values()].filter((phone) => phone.yours).map((phone) => phone.e164);
  const others = record
    .phonesInUse()
    .filter((e164) => !(record.phones.get(e164)?.yours ?? false))
    .map((e164) => ({ e164, at: record.ofPhone(e164).at(-1)?.createdAt ?? 0 }))
    .sort((a, b) => b.at - a.at)
    .map(({ e164 }) => e164);
  const pages = Math.max(Math.ceil(others.length / pageSize), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const line = (e164: string): Promise<PhoneLine> => phoneLine(record, kept, e164);
  return {
    yours: await Promise.all(yours.map(line)),
    others: await Promise.all(others.slice((shown - 1) * pageSize, shown * pageSize).map(line)),
    page: shown,
    pages,
    count: others.length,
  };
}

async function phoneLine(record: CarrierRecord, kept: KeptApi | null, e164: string): Promise<PhoneLine> {
  const phone = record.phones.get(e164);
  const messages = record.ofPhone(e164);
  const asked = messages.findLast((message) => callerIds(message).messageId !== null);
  return {
    e164,
    name: phone?.name ?? '',
    yours: phone?.yours ?? false,
    last: messages.at(-1) ?? null,
    labels: asked === undefined ? null : await labelsOf(kept, asked, listAgeMs),
  };
}

/** A message as it stands in a phone, and what Kept says of it. */
export interface Bubble {
  readonly message: TextMessage;
  readonly messageId: string | null;
  readonly labels: VisitLabel | null;
}

/** A phone's newest messages, oldest first. */
export async function bubbles(record: CarrierRecord, kept: KeptApi | null, e164: string): Promise<readonly Bubble[]> {
  return Promise.all(
    record
      .ofPhone(e164)
      .slice(-40)
      .map(async (message) => ({
        message,
        messageId: callerIds(message).messageId,
        labels: await labelsOf(kept, message, 1000),
      })),
  );
}

async function labelsOf(kept: KeptApi | null, message: TextMessage, maxAgeMs: number): Promise<VisitLabel | null> {
  const { messageId } = callerIds(message);
  return kept === null || messageId === null ? null : kept.labelsOf(messageId, maxAgeMs);
}
