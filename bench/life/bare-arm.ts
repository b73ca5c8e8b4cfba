import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { activityInfo } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { openWorkerConnection } from '../../worker/temporal-connection.ts';
import type { MeasuredSystem } from '../measured-system.ts';
import type { Arm, LifeShape } from './arm.ts';
import { answered, bareLife, begun, type BareActivities } from './bare-workflow.ts';

/** The bare lives, with workers in this process as the kept worker has them: one for workflows, one for activities. */
export async function startBareArm(system: MeasuredSystem, shape: LifeShape): Promise<Arm & { stop(): Promise<void> }> {
  const { client } = system;
  const { connection, namespace } = await openWorkerConnection(system.temporalEnvironment);
  const workflowsPath = fileURLToPath(new URL('bare-workflow.ts', import.meta.url));
  const handles: WorkflowHandle[] = [];

  const activities: BareActivities = {
    send(text) {
      const { workflowId } = activityInfo().workflowExecution ?? { workflowId: '' };
      if (text === shape.texts && shape.toAnswerMs !== null) {
        setTimeout(() => void client.workflow.getHandle(workflowId).signal(answered), shape.toAnswerMs);
      }
      return Promise.resolve();
    },
  };
  const workers = await Promise.all([
    Worker.create({
      connection,
      namespace,
      taskQueue: 'bench-bare',
      workflowBundle: await bundleWorkflowCode({ workflowsPath }),
    }),
    Worker.create({ connection, namespace, taskQueue: 'bench-bare-text', activities }),
  ]);
  const runs = workers.map((worker) => worker.run());

  return {
    name: 'bare',
    workflowType: bareLife.name,
    async begin(count) {
      const started = await Promise.all(
        Array.from({ length: count }, () =>
          client.workflow.signalWithStart(bareLife, {
            workflowId: `bare:${randomUUID()}`,
            taskQueue: 'bench-bare',
            args: [shape],
            signal: begun,
            startDelay: 1_000,
          }),
        ),
      );
      handles.push(...started);
    },
    handles: () => handles,
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(runs);
      await connection.close();
    },
  };
}
