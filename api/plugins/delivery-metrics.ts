import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import { readSenderFault } from '../../channels/sender-faults.ts';
import type { Database } from '../../db/database.ts';
import { countPauses } from '../../db/pauses.ts';
import { findSenderTroubles } from '../../db/sender-troubles.ts';
import { Fault } from '../../domain/fault.ts';

const hourMs = 3_600_000;

/**
 * What `/metrics` tells of what is held back, as PostgreSQL has it at that moment, so that every process of the API says the same:
 * carriers' objections to senders and accounts, and pauses. Of which practice, `kept status` says. While PostgreSQL does not answer they are left out.
 */
export const deliveryMetrics = fp((app: FastifyInstance, { db }: { readonly db: Database }) => {
  const registers = [app.metrics];
  new Gauge({
    name: 'kept_sender_faults',
    help: 'Hand-overs of the last hour that a carrier objected to for the sender or the account, by its code.',
    labelNames: ['channel', 'code'],
    registers,
    async collect() {
      this.reset();
      const troubles = await unlessDown(() => db.acrossPractices((tx) => findSenderTroubles(tx, tx.now - hourMs)));
      for (const { channel, code, times } of troubles ?? []) {
        if (readSenderFault(channel, code) !== null) this.inc({ channel, code }, times);
      }
    },
  });
  new Gauge({
    name: 'kept_paused_practices',
    help: 'Practices that have the channel paused.',
    labelNames: ['channel'],
    registers,
    async collect() {
      this.reset();
      const pauses = await unlessDown(() => db.acrossPractices(countPauses));
      for (const [channel, count] of Object.entries(pauses ?? {})) this.set({ channel }, count);
    },
  });
});

/** The rest of the metrics are wanted most when the database is down. */
async function unlessDown<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
