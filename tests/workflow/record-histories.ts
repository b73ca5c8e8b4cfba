import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporalCli } from '../../local/pinned-wheels.ts';
import { testBinary } from '../environment/test-binaries.ts';
import { Engine } from './carried-out.ts';
import { goPath, pathNames } from './recorded-paths.ts';

/**
 * `npm run histories -- [NAME …]`: records the named paths, or all, on the dev server, since only a real server parks a run. Name
 * what is new: a history of a released workflow is not recorded again, because it stands for the runs that are still out there.
 */
const folder = new URL('../histories/', import.meta.url);
const asked = process.argv.slice(2);

const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'existing-path', path: await testBinary(temporalCli) } },
});
const engine = await Engine.start(environment);
try {
  await mkdir(folder, { recursive: true });
  await Promise.all((asked.length > 0 ? asked : pathNames).map(record));
} finally {
  await engine.stop();
}

async function record(name: string): Promise<void> {
  const subjectId = await goPath(name, engine);
  const history = await engine.handle(subjectId).fetchHistory();
  await writeFile(new URL(`${name}.json`, folder), `${withoutMachine(historyToJSON(history))}\n`);
  console.log(`${name}: ${history.events?.length ?? 0} events`);
}

/** Identities, and the sticky queue's name, hold this process's id and the machine's name. */
function withoutMachine(json: string): string {
  return json.replaceAll(`${process.pid}@${hostname()}`, 'recorded');
}
