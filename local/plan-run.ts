import { rm, stat } from 'node:fs/promises';
import type { Machine } from '../config.ts';
import { Fault } from '../domain/fault.ts';
import { choosePorts } from './choose-ports.ts';
import { newCredentials } from './credentials.ts';
import { emptyDataFolder } from './data-folder.ts';
import { stopLeftovers } from './leftovers.ts';
import { localAddresses, localEnvironment } from './local-environment.ts';
import type { PortClaims } from './port-claims.ts';
import { readRunFile, type RunFile } from './run-file.ts';
import { workflowBundlePath } from './workflow-bundle-cache.ts';

export interface RunWishes {
  readonly dataFolder: string;
  readonly clusterFolder: string;
  /** Asked for by name; null takes the earlier run's, or the default. */
  readonly port: number | null;
  /** Where a first start looks for the API's port. */
  readonly firstPort: number;
  readonly claims: PortClaims;
  /** Begins with nothing: what the data folder holds is deleted. */
  readonly fresh: boolean;
  readonly machine: Machine;
  readonly say: (line: string) => void;
}

/** Clears away what an earlier run left behind, and settles where everything of this one is: as it was, where it can be. */
export async function planRun(wishes: RunWishes): Promise<RunFile> {
  const { dataFolder, clusterFolder, machine } = wishes;
  const last = await readRunFile(dataFolder);
  const left = await stopLeftovers(dataFolder, clusterFolder, last?.processes ?? {});
  if (left > 0) wishes.say(`Stopped ${String(left)} processes that an earlier run left behind.`);
  if (wishes.fresh) {
    await emptyDataFolder(dataFolder);
    await rm(clusterFolder, { recursive: true, force: true });
  }
  const earlier = wishes.fresh ? null : last;
  if (earlier === null && (await stat(clusterFolder).catch(() => null))) {
    throw new Fault(
      'not_configured',
      `${dataFolder} has a database and no run.json, which held its password: put the file back, or begin anew with --fresh.`,
    );
  }
  const plan = {
    ports: await choosePorts(
      { asked: wishes.port, earlier: earlier?.ports ?? null, first: wishes.firstPort },
      wishes.claims,
    ),
    // Those that a newer version added are made for an older run.
    credentials: { ...newCredentials(), ...earlier?.credentials },
    givenTemporalAddress: machine.given('TEMPORAL_ADDRESS'),
    givenPublicUrl: machine.given('KEPT_PUBLIC_URL'),
    workflowBundle: await workflowBundlePath(dataFolder),
  };
  if (earlier !== null && earlier.ports.api !== plan.ports.api && wishes.port === null) {
    wishes.say(
      `Port ${String(earlier.ports.api)} is taken by now: links and callbacks that are out lead nowhere until it is free again.`,
    );
  }
  return {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    ports: plan.ports,
    credentials: plan.credentials,
    addresses: localAddresses(plan),
    environment: localEnvironment(plan),
    processes: {},
  };
}
