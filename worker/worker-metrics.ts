import { Runtime } from '@temporalio/worker';
import type { ReadFacts } from '../operations/intake/read-facts.ts';
import type { Reconciliation } from '../operations/sending/reconcile.ts';
import type { SweepFindings } from '../operations/sending/sweep.ts';

export interface WorkerMetrics {
  readonly relayed: (brought: number, postponed: number) => void;
  readonly read: (facts: ReadFacts) => void;
  readonly swept: (findings: SweepFindings) => void;
  readonly reconciled: (findings: Reconciliation) => void;
}

/** Counters beside the engine's own, at the same address. They count; they name nobody. */
export function createWorkerMetrics(): WorkerMetrics {
  const meter = Runtime.instance().metricMeter;
  const relayed = meter.createCounter('kept_outbox_relayed', undefined, 'Plans brought to the engine');
  const postponed = meter.createCounter(
    'kept_outbox_postponed',
    undefined,
    'Plans that the engine did not take at once',
  );
  const read = meter.createCounter(
    'kept_facts_read',
    undefined,
    'Texts, reports and events of carriers that were read',
  );
  const unread = meter.createCounter('kept_facts_postponed', undefined, 'Of these, tries that failed');
  const findings = meter.createCounter(
    'kept_sweep_findings',
    undefined,
    'What should have moved and did not, by finding',
  );
  const differences = meter.createCounter(
    'kept_reconcile_findings',
    undefined,
    'Hand-overs held against the logs of the carriers, by finding',
  );
  return {
    relayed(brought, later) {
      relayed.add(brought);
      postponed.add(later);
    },
    read(facts) {
      read.add(facts.leased - facts.postponed);
      unread.add(facts.postponed);
    },
    swept(found) {
      for (const [finding, count] of Object.entries(found)) findings.add(Number(count), { finding });
    },
    reconciled(found) {
      for (const [finding, count] of Object.entries(found)) differences.add(Number(count), { finding });
    },
  };
}
