import { sweep, type SweepDependencies, type SweepFindings } from '../operations/sweep.ts';
import { behindFaultBoundary } from './fault-boundary.ts';

/** What the worker of the queue `kept` does beside running workflows. */
export interface UpkeepActivities {
  /** Looks for what should have moved and did not. */
  sweep(): Promise<SweepFindings>;
}

/** `onSwept` is told what each sweep found, for the metrics. */
export function createUpkeepActivities(
  deps: SweepDependencies & { readonly onSwept: (findings: SweepFindings) => void },
): UpkeepActivities {
  return behindFaultBoundary(
    {
      async sweep() {
        const findings = await sweep(deps);
        deps.onSwept(findings);
        return findings;
      },
    },
    'gives up',
  );
}
