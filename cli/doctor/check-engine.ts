import type { Connection } from '@temporalio/client';
import { Fault } from '../../domain/fault.ts';
import { missingSearchAttributes } from '../../worker/search-attributes.ts';
import { check, type Check } from './check.ts';

const deadlineMs = 3000;

export async function checkEngine(connection: Connection, address: string, namespace: string): Promise<Check[]> {
  const answers = await check('engine', async () => {
    await withDeadline(
      connection,
      () => connection.workflowService.describeNamespace({ namespace }),
      address,
      namespace,
    );
    return `Temporal answers at ${address}, namespace ${namespace}.`;
  });
  if (!answers.ok) return [answers];
  return [
    answers,
    await check('search attributes', async () => {
      const missing = await withDeadline(
        connection,
        () => missingSearchAttributes(connection, namespace),
        address,
        namespace,
      );
      if (missing.length === 0) return 'All search attributes are there.';
      throw new Fault(
        'not_configured',
        `The namespace lacks ${missing.join(', ')}: start a worker, which adds them, or add them by \`temporal operator search-attribute create\`.`,
      );
    }),
  ];
}

async function withDeadline<T>(
  connection: Connection,
  ask: () => Promise<T>,
  address: string,
  namespace: string,
): Promise<T> {
  try {
    return await connection.withDeadline(Date.now() + deadlineMs, ask);
  } catch {
    throw new Fault(
      'engine_unavailable',
      `Temporal does not answer at ${address}, or has no namespace ${namespace}: check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, and that it runs.`,
    );
  }
}
