import { resolve } from 'node:path';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findFeeds, insertFeed } from '../../db/feeds.ts';
import {
  findPracticeBySlug,
  findTakenSenders,
  insertClosure,
  insertFacility,
  insertFacilitySettings,
  insertPractice,
  insertPracticeSettings,
  insertSender,
  insertStep,
  insertTemplate,
  newPracticeId,
} from '../../db/practices.ts';
import { writeSenderNumbers } from '../../db/sender-numbers.ts';
import { addMissingTemplates } from '../../db/templates.ts';
import { Fault } from '../../domain/fault.ts';
import { defaultTemplates } from '../../domain/templates/default-templates.ts';
import type { PracticeFile } from './practice-file-schema.ts';
import type { Carrier } from '../../domain/carrier.ts';

export interface AddPracticeOptions {
  /** Where its messages go: the configured carriers, or only ever the simulator, as the demo's. */
  readonly carrier: Carrier;
  /** Live from the start, as the demo is. All others begin in rehearsal. */
  readonly live: boolean;
  /** The folder that its feed is put into, as an absolute path; null where it is imported by hand only. */
  readonly feedFolder: string | null;
}

type Step = NonNullable<PracticeFile['steps']>[number];

/**
 * What goes out before a visit where the file names no steps: an email, then a text whose backup is a call. A practice that sends by
 * one of the two only sends both by that.
 */
function defaultReminders(senders: PracticeFile['senders']): readonly Step[] {
  const kind = 'appointment_reminder';
  const byText = sends(senders, 'text') ? 'text' : 'email';
  return [
    { kind, slot: 'three-days', channel: sends(senders, 'email') ? 'email' : 'text', offset: '-P3D', backups: [] },
    { kind, slot: 'one-day', channel: byText, offset: '-P1D' },
    // Its kind ships switched off.
    { kind: 'missed_appointment', slot: 'next-day', channel: byText, offset: 'P1D' },
  ];
}

/** What goes out about recalls and orders where the file names no step of the kind. */
function defaultFollowUps({ senders, steps = [] }: PracticeFile): readonly Step[] {
  const channel = sends(senders, 'text') ? 'text' : 'email';
  const days = { recall: [0, 30, 60], product_pick_up: [0, 7, 14] };
  return Object.entries(days)
    .filter(([kind]) => !steps.some((step) => step.kind === kind))
    .flatMap(([kind, on]) => on.map((day) => ({ kind, slot: `day-${day}`, channel, offset: `P${day}D` }) as const));
}

function sends(senders: PracticeFile['senders'], channel: string): boolean {
  return senders.some((sender) => sender.channel === channel);
}

/**
 * Writes a practice with all that belongs to it, at once or not at all, and returns its id.
 * @throws {Fault} `conflict` where the slug is taken, another practice already sends from one of the numbers, or has the folder.
 */
export async function addPractice(db: Database, file: PracticeFile, options: AddPracticeOptions): Promise<string> {
  const practiceId = await db.acrossPractices(async (tx) => {
    if ((await findPracticeBySlug(tx, file.slug)) !== null) {
      throw new Fault(
        'conflict',
        `A practice with the slug "${file.slug}" is there already, and adding it again would change nothing of it. ` +
          'Choose another slug, or see it with "kept practice list".',
      );
    }
    // Whatever it goes out by: a number that one practice texts from is not another's to call from, since patients call it back.
    const taken = await findTakenSenders(
      tx,
      file.senders.flatMap(({ address, numbers = [] }) => [address, ...numbers]),
    );
    if (taken.length > 0) {
      throw new Fault(
        'conflict',
        'One of the numbers or addresses under /senders belongs to another practice already. A reply to it must name one practice: ' +
          'give each practice its own.',
      );
    }
    // However it is written: `/feeds/a/` and `/feeds/a` are one folder.
    const folder = options.feedFolder === null ? null : resolve(options.feedFolder);
    if ((await findFeeds(tx)).some(({ path }) => resolve(path) === folder)) {
      throw new Fault(
        'conflict',
        'The feed of another practice is put into this folder already. What lies there would be taken for the patients of both: give ' +
          'each practice its own /feed_folder.',
      );
    }
    return newPracticeId(tx);
  });
  await db.inPractice(practiceId, (tx) => writePractice(tx, file, options));
  return practiceId;
}

async function writePractice(tx: PracticeTransaction, file: PracticeFile, options: AddPracticeOptions): Promise<void> {
  await insertPractice(tx, {
    slug: file.slug,
    name: file.name,
    nameInMessages: file.name_in_messages,
    phone: file.phone,
    timeZone: file.time_zone,
    carrier: options.carrier,
    liveAt: options.live ? tx.now : null,
  });
  await insertPracticeSettings(tx, {
    ...file.settings,
    // As contact points have them: an email's case says nothing.
    rehearsal_contacts: (file.rehearsal_contacts ?? []).map((contact) => contact.toLowerCase()),
  });
  const facilityIds = await writeFacilities(tx, file);
  const facilityOf = (row: { readonly facility_id?: string }): string | null =>
    row.facility_id === undefined ? null : (facilityIds.get(row.facility_id) ?? null);

  for (const { numbers = [], ...sender } of file.senders) {
    const id = await insertSender(tx, { ...sender, facilityId: facilityOf(sender) });
    await writeSenderNumbers(tx, id, numbers);
  }
  for (const step of [...(file.steps ?? defaultReminders(file.senders)), ...defaultFollowUps(file)]) {
    await insertStep(tx, {
      ...step,
      condition: step.condition ?? 'unanswered',
      backups: step.backups ?? null,
      facilityId: facilityOf(step),
    });
  }
  for (const { subject_line: subjectLine, ...template } of file.templates ?? []) {
    await insertTemplate(tx, { ...template, ...(subjectLine !== undefined && { subjectLine }) });
  }
  await addMissingTemplates(tx, defaultTemplates);
  for (const closure of file.closures ?? []) await insertClosure(tx, { ...closure, facilityId: facilityOf(closure) });
  if (options.feedFolder !== null) await insertFeed(tx, { type: 'csv', path: resolve(options.feedFolder) });
}

/** Writes the facilities and returns their ids by the ids that the feed calls them by. */
async function writeFacilities(tx: PracticeTransaction, file: PracticeFile): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const facility of file.facilities) {
    const id = await insertFacility(tx, {
      externalId: facility.facility_id,
      name: facility.name,
      nameInMessages: facility.name_in_messages ?? file.name_in_messages,
      timeZone: facility.time_zone,
      phone: facility.phone,
      address: facility.address ?? '',
    });
    ids.set(facility.facility_id, id);
    if (facility.settings !== undefined) await insertFacilitySettings(tx, id, facility.settings);
  }
  return ids;
}
