import { NativeConnection, Worker } from '@temporalio/worker';
import { createReplanActivities } from '../../../activities/replan-activities.ts';
import { openDatabase } from '../../../db/database.ts';

/**
 * A worker that lets plans follow settings and does nothing else, as a process of its own, which can be killed. Its arguments are the
 * database, the engine's address, and the workflows' bundle; it tells whoever forked it when it runs.
 */
const [databaseUrl = '', address = '', codePath = ''] = process.argv.slice(2);
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue: 'kept',
  workflowBundle: { codePath },
  activities: createReplanActivities({ db: openDatabase({ url: databaseUrl, poolSize: 2, applicationName: 'dying' }) }),
});
process.send?.('runs');
await worker.run();
