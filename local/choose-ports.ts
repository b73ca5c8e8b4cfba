import { Fault } from '../domain/fault.ts';
import { anyFreePort, isFree } from './free-port.ts';
import type { Ports, PortName } from './run-file.ts';

/** Where a first start looks; a port that is taken is stepped over. */
export const defaultPorts: Ports = {
  api: 4300,
  simulator: 4301,
  temporalUi: 4302,
  temporal: 4303,
  postgres: 4304,
  workerMetrics: 4305,
};

/**
 * A free port for every part: the earlier run's, since links and callbacks that are out already point to them, else the defaults,
 * stepped over where they are taken. Throws `conflict` where `apiPort`, which was asked for by name, is taken.
 */
export async function choosePorts(earlier: Ports | null, apiPort: number | null): Promise<Ports> {
  if (apiPort !== null && !(await isFree(apiPort))) {
    throw new Fault('conflict', `Port ${String(apiPort)} is taken: name another one with --port, or leave --port out.`);
  }
  const wanted = { ...defaultPorts, ...earlier, ...(apiPort === null ? {} : { api: apiPort }) };
  const chosen = new Map<PortName, number>();
  for (const name of Object.keys(defaultPorts) as PortName[]) {
    chosen.set(name, await firstFree(wanted[name], new Set(chosen.values())));
  }
  return Object.fromEntries(chosen) as Record<PortName, number>;
}

async function firstFree(from: number, ours: ReadonlySet<number>): Promise<number> {
  for (let port = from; port < 65_536; port += 1) if (!ours.has(port) && (await isFree(port))) return port;
  return anyFreePort();
}
