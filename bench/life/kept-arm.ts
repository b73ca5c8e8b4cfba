import { randomUUID } from 'node:crypto';
import { storeText } from '../../db/raw-facts.ts';
import { workflowIdOf } from '../../worker/dispatch.ts';
import type { InstantCarrier } from '../instant-carrier.ts';
import type { MeasuredSystem } from '../measured-system.ts';
import { plantPractice, type PlantedVisit } from '../planted-visits.ts';
import type { Arm, LifeShape } from './arm.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/**
 * A run ends a day after its visit does, and texts go out before the visit begins. So that a life ends within the measurement,
 * the visits end 27 hours before they begin: then the end of the run is three hours before the visit.
 */
const durationMs = -27 * hourMs;

/** Visits in Postgres, brought to life through the relay, the real worker, and a carrier that answers at once. */
export async function startKeptArm(system: MeasuredSystem, carrier: InstantCarrier, shape: LifeShape): Promise<Arm> {
  const { client, db, sql } = system;
  const practice = await plantPractice(system);
  const waiting: PlantedVisit[] = [];
  const begun: PlantedVisit[] = [];
  const visitOf = new Map<string, PlantedVisit>();
  const failures: unknown[] = [];

  carrier.onHandOver(async (messageId) => {
    const visit = visitOf.get(messageId);
    if (visit === undefined) return;
    const next = visit.messageIds[visit.messageIds.indexOf(messageId) + 1];
    if (next !== undefined) return bringNear(next, shape.betweenTextsMs);
    await bringEndNear(visit);
    if (shape.toAnswerMs === null) return;
    setTimeout(() => void answer(visit).catch((error: unknown) => failures.push(error)), shape.toAnswerMs);
  });

  /** The days between two texts pass here. */
  async function bringNear(messageId: string, ms: number): Promise<void> {
    await sql`UPDATE messages SET send_at = to_timestamp(${(Date.now() + ms) / 1000}) WHERE id = ${messageId}`;
  }

  /** And the days until the run ends: the visit's time is set so that they are over soon. */
  async function bringEndNear({ id }: PlantedVisit): Promise<void> {
    const endsAt = Date.now() + shape.toEndMs;
    const visitAt = endsAt - dayMs - durationMs;
    await sql`
      WITH moved AS (
        UPDATE appointments SET starts_at = to_timestamp(${visitAt / 1000}) WHERE id = ${id}
      ), planned AS (
        UPDATE subjects SET plan_head = plan_head || ${sql.json({ visitAt, endsAt })} WHERE id = ${id}
      )
      UPDATE messages SET occurrence = to_timestamp(${visitAt / 1000}) WHERE subject_id = ${id}`;
  }

  async function answer({ phone }: PlantedVisit): Promise<void> {
    const form = new URLSearchParams({ AccountSid: 'AC', From: phone, To: practice.sender, Body: 'Y' });
    form.set('MessageSid', `SM${randomUUID().replaceAll('-', '')}`);
    const text = { carriers: ['configured'], from: phone, to: practice.sender, messagingService: null } as const;
    const stored = await db.inOneStatement((one) => storeText(one, { ...text, body: form.toString() }));
    if (stored === null) throw new Error('An answer came to nobody.');
  }

  async function plantMore(count: number): Promise<void> {
    // Far enough off that nothing is due before its time is brought near.
    const times = { startsAt: Date.now() + 8 * hourMs, firstAt: Date.now() + 4 * hourMs };
    const visits = await practice.plant({ count, durationMinutes: durationMs / 60_000, texts: shape.texts, ...times });
    for (const visit of visits) for (const id of visit.messageIds) visitOf.set(id, visit);
    waiting.push(...visits);
  }

  await plantMore(2_000);
  return {
    name: 'kept',
    workflowType: 'appointment',
    async begin(count) {
      if (failures.length > 0) throw failures[0];
      if (waiting.length < count) await plantMore(1_000);
      const visits = waiting.splice(0, count);
      const first = visits.map(({ messageIds }) => messageIds[0]);
      await sql`UPDATE messages SET send_at = now() + interval '1 second' WHERE id = ANY(${first}::uuid[])`;
      await practice.mark(visits, 'replanned');
      begun.push(...visits);
    },
    handles: () => begun.map(({ id }) => client.workflow.getHandle(workflowIdOf('appointment', id))),
  };
}
