import { reconcile, type Reconciliation } from '../operations/sending/reconcile.ts';
import type { CarrierDependencies } from '../operations/sending/settle-doubtful.ts';
import { sweep, type SweepFindings } from '../operations/sending/sweep.ts';
import { behindFaultBoundary } from './fault-boundary.ts';

/** What the worker of the queue `kept` does beside running workflows. */
export interface UpkeepActivities {
  /** Looks for what should have moved and did not. */
  sweep(): Promise<SweepFindings>;
  /** Holds the last day's hand-overs against the carriers' logs. */
  reconcile(): Promise<Reconciliation>;
}

/** `onSwept` and `onReconciled` are told what each found, for the metrics. */
export function createUpkeepActivities(
  deps: CarrierDependencies & {
    readonly onSwept: (findings: SweepFindings) => void;
    readonly onReconciled: (findings: Reconciliation) => void;
  },
): UpkeepActivities {
  return behindFaultBoundary(
    {
      async sweep() {
        const findings = await sweep(deps);
        deps.onSwept(findings);
        return findings;
      },
      async reconcile() {
        const findings = await reconcile(deps);
        deps.onReconciled(findings);
        return findings;
      },
    },
    'gives up',
  );
}
