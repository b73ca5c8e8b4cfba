import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupBatch } from '../../../operations/groups/group-batch.ts';
import { sendGroup, type GroupRequest } from '../../../operations/groups/send-group.ts';
import { undoGroup } from '../../../operations/groups/undo-group.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, messagesOf, pmsChanges, type APractice, type AVisit } from './a-practice.ts';

const hour = 3_600_000;
let database: TestDatabase;
let practice: APractice;
let keys = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

const by = { keyId: null, keyName: 'front desk' };

/** The visits of an hour of their own, so that no group has those of another test. */
let hours = 100;
async function someVisits(count: number): Promise<{ visits: AVisit[]; from: string; to: string; startsAt: number }> {
  hours += 10;
  const startsAt = Math.floor(Date.now() / hour) * hour + hours * hour;
  const visits: AVisit[] = [];
  for (let one = 0; one < count; one += 1) visits.push(await practice.visit({ startsAt: startsAt + one * 60_000 }));
  return { visits, from: iso(startsAt), to: iso(startsAt + hour), startsAt };
}

const iso = (at: number): string => new Date(at).toISOString();

function send(group: Partial<GroupRequest> & Pick<GroupRequest, 'filter'>) {
  keys += 1;
  const usual = { kind: 'appt_cancellation', words: 'standard', channel: 'text', shiftMs: null } as const;
  return sendGroup(database.db, practice.id, { ...usual, by, key: `key-${keys}`, ...group });
}

async function carryOut(): Promise<void> {
  while (await groupBatch(database.db, practice.id, 2));
}

/** Of each message what it is for, and how it stands. */
async function standing(visit: AVisit): Promise<string[]> {
  const messages = await messagesOf(database, visit);
  return messages
    .map(({ slot, state, reason }) => `${slot.startsWith('group') ? 'group' : slot} ${reason ?? state}`)
    .sort();
}

async function openItems(visit: AVisit): Promise<string[]> {
  const rows = await database.sql<{ type: string }[]>`
    SELECT type FROM worklist_items WHERE appointment_id = ${visit.id} AND state = 'open'`;
  return rows.map(({ type }) => type);
}

describe('a cancellation', () => {
  test('withholds what the visits have planned, opens their rebooking and plans what tells them of it', async () => {
    const { visits, from, to } = await someVisits(3);
    await send({ filter: { from, to } });
    await carryOut();
    for (const visit of visits) {
      expect(await standing(visit)).toEqual([
        'group not_sent',
        'one-day staff',
        'three-days staff',
        'three-hours staff',
      ]);
      expect(await openItems(visit)).toEqual(['rebooking']);
    }
  });

  test('the hold survives new plans, and ends when the PMS moves the visit', async () => {
    const { visits, from, to, startsAt } = await someVisits(1);
    const [visit] = visits as [AVisit];
    await send({ filter: { from, to } });
    await carryOut();
    await pmsChanges(database, practice, visit, { provider_id: 'someone else' });
    expect(await standing(visit)).toContain('one-day staff');
    await pmsChanges(database, practice, visit, { starts_at: iso(startsAt + 48 * hour) });
    const moved = (await messagesOf(database, visit)).filter(({ occurrence }) => Number(occurrence) > startsAt);
    expect(moved.map(({ state }) => state)).toEqual(['not_sent', 'not_sent', 'not_sent']);
    expect(await openItems(visit)).not.toContain('rebooking');
  });

  test('undone, it gives back what it withheld and withholds what was to tell of it', async () => {
    const { visits, from, to } = await someVisits(3);
    const { id } = await send({ filter: { from, to } });
    await carryOut();
    await undoGroup(database.db, practice.id, { groupId: id, by });
    await carryOut();
    for (const visit of visits) {
      expect(await standing(visit)).toEqual([
        'group staff',
        'one-day not_sent',
        'three-days not_sent',
        'three-hours not_sent',
      ]);
      expect(await openItems(visit)).toEqual([]);
    }
  });
});
