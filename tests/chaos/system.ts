import { rm } from 'node:fs/promises';
import postgres from 'postgres';
import { createChannels } from '../../channels/create-channels.ts';
import { readConfig, readMachine } from '../../config.ts';
import { openDatabase, type Database } from '../../db/database.ts';
import { postgresSockets } from '../../db/postgres-socket.ts';
import { clusterFolderOf } from '../../local/cluster-folder.ts';
import { readRunFile, type RunFile } from '../../local/run-file.ts';
import type { CarrierDependencies } from '../../operations/sending/settle-doubtful.ts';
import { killTree, makeReachableFolder, startKeptTree } from '../environment/kept-tree.ts';
import { runKept } from '../environment/run-kept.ts';
import { until } from '../environment/until.ts';
import type { Victim } from './chaos-plan.ts';
import type { Taken } from './count.ts';
import { relayIsAtWork, requestIsOnItsWay } from './burst-rows.ts';

/** The whole system as `kept start` runs it, on a data folder and ports of its own, with the means to kill its parts. */
export interface ChaosSystem {
  readonly db: Database;
  /** The superuser, whom row-level security does not bind: for laying out the burst and for counting. */
  readonly sql: postgres.Sql;
  /** What a sweep works with here. */
  readonly carriers: CarrierDependencies;
  setFaults(rates: Readonly<Record<string, number>>): Promise<void>;
  /** Lets these phones hang up after the first words of a call: three times the whole message would take minutes. */
  setHangingUp(phones: readonly string[]): Promise<void>;
  /** Every hand-over that the simulator took so far; each time only what is new is asked for. */
  taken(): Promise<readonly Taken[]>;
  /** Runs `kept sweep` or `kept reconcile`, as an operator would. */
  byHand(command: 'sweep' | 'reconcile'): Promise<void>;
  /** Kills it with SIGKILL; what runs again by itself is left to it, and a machine is started again. */
  kill(victim: Victim): Promise<void>;
  /** Ends it and leaves nothing behind. */
  stop(): Promise<void>;
}

/** Absence at a carrier counts this soon after nothing can be on its way, and the rest of the settling is as quick. */
const environmentOfTree = {
  KEPT_SETTLE_LAG: 'PT1S',
  // A call a second, the pace of a new account, would make a burst of an hour.
  KEPT_VOICE_PER_SECOND: '0',
  LOG_LEVEL: 'error',
};

export async function startChaosSystem(): Promise<ChaosSystem> {
  const folder = await makeReachableFolder();
  const start = (): ReturnType<typeof startKeptTree> =>
    startKeptTree(['--no-demo', '--data', folder], environmentOfTree);
  let tree = await start();
  const { databaseUrl, simulator } = tree.addresses;
  const db = openDatabase({ url: databaseUrl, poolSize: 6, applicationName: 'chaos' });
  const sql = postgres(databaseUrl, { max: 3, onnotice: () => undefined, ...postgresSockets() });
  const { environment } = await runFile();
  const config = readConfig(readMachine().environmentWith({ ...environment, ...environmentOfTree }));
  const taken: (Taken & { readonly sid: string })[] = [];

  async function runFile(): Promise<RunFile> {
    const run = await readRunFile(folder);
    if (run === null) throw new Error('The run file is gone.');
    return run;
  }

  async function put(path: string, body: object): Promise<void> {
    const response = await fetch(simulator + path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The simulator refused ${path}: ${String(response.status)}.`);
  }

  async function killProcess(name: string): Promise<void> {
    // What is started again right now may take a while, longer the more often it died; and it may end by itself before it is killed.
    await until(
      `${name} is killed`,
      async () => {
        const pid = (await runFile()).processes[name];
        try {
          return pid !== undefined && process.kill(pid, 'SIGKILL');
        } catch {
          return false; // It died just now, and the run file does not say so yet.
        }
      },
      120_000,
    );
  }

  /** Where it does not come to that, as when all is sent already, the worker is killed without. */
  async function killWorkerWhile(isAtIt: (sql: postgres.Sql) => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 10_000;
    while (performance.now() < deadline && !(await isAtIt(sql).catch(() => false))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await killProcess('worker');
  }

  async function stop(): Promise<void> {
    process.off('SIGINT', stopOnSignal).off('SIGTERM', stopOnSignal);
    await db.close();
    await sql.end({ timeout: 5 });
    await tree.end('SIGINT');
    await rm(await clusterFolderOf(folder), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }

  // Ctrl-C in the middle of a run leaves no servers behind either.
  const stopOnSignal = (): void => void stop().finally(() => process.exit(1));
  process.once('SIGINT', stopOnSignal).once('SIGTERM', stopOnSignal);
  return {
    db,
    sql,
    carriers: { db, channels: createChannels(config.carriers, config.publicUrl), settleLagMs: config.settleLagMs },
    setFaults: (rates) => put('/faults', rates),
    setHangingUp: (phones) =>
      put('/patients', { phones: phones.map((e164) => ({ e164, calls: 'hangs_up', behaviour: 'silent' })) }),
    async taken() {
      const response = await fetch(`${simulator}/accepted?after=${taken.at(-1)?.sid ?? ''}`);
      const { items } = (await response.json()) as {
        items: (Omit<Taken, 'at'> & { sid: string; createdAt: string })[];
      };
      taken.push(...items.map(({ createdAt, ...item }) => ({ ...item, at: Date.parse(createdAt) })));
      return taken;
    },
    async byHand(name) {
      const ended = await runKept([name, '--data', folder], environmentOfTree);
      if (ended.code !== 0) throw new Error(`kept ${name} ended with ${String(ended.code)}: ${ended.stderr}`);
    },
    async kill(victim) {
      switch (victim) {
        case 'machine':
          await killTree(folder);
          tree = await start();
          return;
        case 'relay':
          return killWorkerWhile(relayIsAtWork);
        case 'hand_over':
          return killWorkerWhile(requestIsOnItsWay);
        default:
          return killProcess(victim);
      }
    },
    stop,
  };
}
