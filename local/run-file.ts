import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import type { Credentials } from './credentials.ts';

/** What `kept start` leaves in its data folder: where the other commands find the running system, and the next start its ports. */
export interface RunFile {
  /** The supervisor. */
  readonly pid: number;
  readonly startedAt: string;
  readonly ports: Ports;
  readonly addresses: Addresses;
  readonly credentials: Credentials;
  /** What the parts were started with, by the names of `config.ts`; secrets are among them. */
  readonly environment: Readonly<Record<string, string>>;
  /** The parts that run, by name. */
  readonly processes: Readonly<Record<string, number>>;
}

export type Ports = Readonly<Record<PortName, number>>;

export type PortName = 'api' | 'simulator' | 'temporal' | 'temporalUi' | 'postgres' | 'workerMetrics';

/** The one line that `kept start --json` prints when everything is ready. */
export interface Addresses {
  readonly console: string;
  readonly api: string;
  readonly openapi: string;
  /** Null where the engine is not this run's own. */
  readonly temporalUi: string | null;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  readonly simulator: string;
  /** A bearer token for the API. */
  readonly token: string;
}

/** Where to look at the demo. */
export interface DemoAddresses {
  /** A phone that waits for an answer by hand. */
  readonly phone: string;
  /** The visit that it is asked about: as a page, its workflow in the Temporal UI, and in the API. */
  readonly visit: string;
  readonly workflow: string | null;
  readonly appointment: string;
}

/** The run file of a data folder, or null where no system was ever started in it. */
export async function readRunFile(dataFolder: string): Promise<RunFile | null> {
  const text = await readFile(runFilePath(dataFolder), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return JSON.parse(text) as RunFile;
  } catch {
    throw new Fault('not_configured', `${runFilePath(dataFolder)} is not JSON: delete it and run \`kept start\`.`);
  }
}

/** Only its owner may read it. It is whole whenever it is read. */
export async function writeRunFile(dataFolder: string, run: RunFile): Promise<void> {
  const path = runFilePath(dataFolder);
  await writeFile(`${path}.new`, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function runFilePath(dataFolder: string): string {
  return join(dataFolder, 'run.json');
}
