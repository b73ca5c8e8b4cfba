import { isListening } from './is-listening.ts';
import { keptPart } from './parts.ts';
import { apiIsReady, workerPolls } from './readiness.ts';
import type { DemoAddresses } from './run-file.ts';
import type { StartContext } from './start-context.ts';
import { startDatabase, tellNewEngine } from './start-database.ts';
import { startDemo } from './start-demo.ts';
import { startEngine } from './start-engine.ts';
import { ensureWorkflowBundle } from './workflow-bundle-cache.ts';

/** Starts every part as soon as what it needs is there, and fills the demo if asked to. Resolves when all are ready. */
export async function startParts(start: StartContext, withDemo: boolean): Promise<DemoAddresses | null> {
  const { run, supervisor, dataFolder, environment } = start;
  const { api, simulator, workerMetrics } = run.ports;
  const database = startDatabase(start);
  const engine = startEngine(start);
  const bundle = ensureWorkflowBundle(run.environment['KEPT_WORKFLOW_BUNDLE'] ?? '', environment, start.signal);

  async function startSimulator(): Promise<void> {
    await database;
    await supervisor.keep(keptPart('simulator', dataFolder, environment, () => isListening(simulator)));
  }

  async function startApi(): Promise<void> {
    await Promise.all([database, engine]);
    await supervisor.keep(keptPart('api', dataFolder, environment, () => apiIsReady(api)));
  }

  async function startWorker(): Promise<void> {
    const [{ toldMark }] = await Promise.all([engine, database, bundle]);
    if (toldMark !== null) await tellNewEngine(run.addresses.databaseUrl, toldMark);
    const told = { ...environment, KEPT_METRICS_PORT: String(workerMetrics) };
    await supervisor.keep(keptPart('worker', dataFolder, told, () => workerPolls(workerMetrics)));
  }

  const simulatorIsUp = startSimulator();

  async function fillDemo(): Promise<DemoAddresses | null> {
    if (!withDemo) return null;
    await simulatorIsUp;
    return startDemo(dataFolder, run);
  }

  const [demo] = await Promise.all([fillDemo(), database, engine, bundle, simulatorIsUp, startApi(), startWorker()]);
  return demo;
}
