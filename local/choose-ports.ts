import { Fault } from '../domain/fault.ts';
import { anyFreePort, isFree } from './free-port.ts';
import type { Ports, PortName } from './run-file.ts';

/** Where a first start looks for the API's port; the other parts' follow it, and what is taken is stepped over. */
const defaultPort = 4300;

const inOrder: readonly PortName[] = ['api', 'simulator', 'temporalUi', 'temporal', 'postgres', 'workerMetrics'];

/**
 * A free port for every part: the earlier run's, since links and callbacks that are out already point to them, else the default and
 * those after it, stepped over where they are taken. Throws `conflict` where `apiPort`, which was asked for by name, is taken.
 */
export async function choosePorts(earlier: Ports | null, apiPort: number | null): Promise<Ports> {
  if (apiPort !== null && !(await isFree(apiPort))) {
    throw new Fault('conflict', `Port ${String(apiPort)} is taken: name another one with --port, or leave --port out.`);
  }
  const first = apiPort ?? earlier?.api ?? defaultPort;
  const chosen = new Map<PortName, number>();
  for (const [place, name] of inOrder.entries()) {
    const wanted = name === 'api' ? first : (earlier?.[name] ?? first + place);
    chosen.set(name, await firstFree(wanted, new Set(chosen.values())));
  }
  return Object.fromEntries(chosen) as Record<PortName, number>;
}

async function firstFree(from: number, ours: ReadonlySet<number>): Promise<number> {
  for (let port = from; port < 65_536; port += 1) if (!ours.has(port) && (await isFree(port))) return port;
  return anyFreePort();
}
