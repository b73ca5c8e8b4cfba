import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { findPracticeBySlug } from '../../db/practices.ts';
import { findLatestVisitOfPatient } from '../../db/visits.ts';
import { Fault } from '../../domain/fault.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { csvFeed } from '../../feeds/csv/csv-feed.ts';
import { addPractice } from '../../operations/practices/add-practice.ts';
import { syncLists } from '../../operations/sync/sync-feed.ts';
import { yourPatientId, yourPhones } from './demo-feed.ts';
import { demoPractice } from './demo-practice.ts';
import { tellSimulator } from './tell-simulator.ts';
import { writeDemoFeed } from './write-demo-feed.ts';

export interface DemoOptions {
  readonly db: Database;
  /** Where the demo's feed folder lies. */
  readonly dataFolder: string;
  readonly now: EpochMs;
  readonly simulatorUrl: string;
}

export interface Demo {
  readonly practiceId: string;
  /** Six phones that nobody answers but whoever tries the demo. */
  readonly yourPhones: readonly string[];
  /** The visit that the first of them is asked about. */
  readonly appointmentId: string;
}

/**
 * Makes the demo ready: its practice where that is missing, the phones at the simulator, today's feed written and taken. Its messages
 * reach only the simulator, whatever carriers are configured. Done again on the same day it changes nothing.
 */
export async function setUpDemo({ db, dataFolder, now, simulatorUrl }: DemoOptions): Promise<Demo> {
  const folder = join(dataFolder, 'feeds', demoPractice.slug);
  const practiceId = await findOrAddDemo(db, folder);
  await tellSimulator(simulatorUrl);
  await writeDemoFeed(folder, now);
  const reports = await syncLists(db, practiceId, csvFeed(folder, demoPractice.time_zone), {
    source: 'command',
    path: folder,
    acceptLosses: false,
  });
  const refused = reports.find(({ run }) => run.state !== 'applied');
  if (refused !== undefined) {
    throw new Fault('feed_refused', `The demo's feed was not taken. ${refused.run.advice ?? ''}`);
  }
  const appointmentId = await db.inPractice(practiceId, (tx) => findLatestVisitOfPatient(tx, yourPatientId(0)));
  if (appointmentId === null) throw new Fault('invariant', "The demo's feed has a visit for the first phone.");
  return { practiceId, yourPhones, appointmentId };
}

async function findOrAddDemo(db: Database, feedFolder: string): Promise<string> {
  const practice = await db.acrossPractices((tx) => findPracticeBySlug(tx, demoPractice.slug));
  return practice?.id ?? addPractice(db, demoPractice, { carrier: 'simulator', live: true, feedFolder });
}
