import { Fault } from '../domain/fault.ts';
import type { PortClaims } from './port-claims.ts';
import type { Ports, PortName } from './run-file.ts';

export interface PortWishes {
  /** Asked for by name for the API; null takes the earlier run's, or the default. */
  readonly asked: number | null;
  readonly earlier: Ports | null;
  /** Where a first start looks for the API's port; the other parts' follow it. */
  readonly first: number;
}

const inOrder: readonly PortName[] = ['api', 'simulator', 'temporalUi', 'temporal', 'postgres', 'workerMetrics'];

/**
 * A free port for every part: the earlier run's, since links and callbacks that are out already point to them, else the first and
 * those after it; what is taken is stepped over. Throws `conflict` where the one that was asked for is taken.
 */
export async function choosePorts({ asked, earlier, first }: PortWishes, claims: PortClaims): Promise<Ports> {
  if (asked !== null && !(await claims.claim(asked))) {
    throw new Fault('conflict', `Port ${String(asked)} is taken: name another one with --port, or leave --port out.`);
  }
  const api = asked ?? (await claimFrom(earlier?.api ?? first, claims));
  const chosen = new Map<PortName, number>([['api', api]]);
  for (const [place, name] of inOrder.entries()) {
    if (name !== 'api') chosen.set(name, await claimFrom(earlier?.[name] ?? api + place, claims));
  }
  return Object.fromEntries(chosen) as Record<PortName, number>;
}

async function claimFrom(from: number, claims: PortClaims): Promise<number> {
  for (let port = from; port < 65_536; port += 1) if (await claims.claim(port)) return port;
  throw new Fault('conflict', `No port is free from ${String(from)} on: name another one with --port.`);
}
