import { afterAll, beforeAll, expect, test } from 'vitest';
import { appointmentLabelSql, messageLabelSql } from '../../../db/label-sql.ts';
import { appointmentLabel, messageLabel } from '../../../domain/labels.ts';
import type { MessageState } from '../../../domain/message-state.ts';
import type { Answer, PmsState } from '../../../domain/planning/plan.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('the labels in SQL are those of the rule, for every appointment that can be', async () => {
  const rows = await database.db.acrossPractices(
    ({ sql }) => sql<{ pms: PmsState; gone: boolean; answer: Answer; label: string }[]>`
      SELECT a.pms_state AS pms, a.gone_at IS NOT NULL AS gone, a.answer, ${appointmentLabelSql(sql)} AS label
      FROM (
        SELECT pms_state, answer, gone_at
        FROM unnest('{scheduled,confirmed,arrived,completed,cancelled,rescheduled,no_show}'::text[]) pms_state,
          unnest('{none,confirmed,declined}'::text[]) answer,
          unnest(ARRAY[NULL, '2026-11-23Z'::timestamptz]) gone_at
      ) a`,
  );
  expect(rows).toHaveLength(7 * 3 * 2);
  expect(rows.map(({ label }) => label)).toEqual(rows.map(appointmentLabel));
});

test('the labels in SQL are those of the rule, for every message that can be', async () => {
  const rows = await database.db.acrossPractices(
    ({ sql }) => sql<{ state: MessageState; answer: Answer; label: string }[]>`
      SELECT m.state, m.answer, ${messageLabelSql(sql)} AS label
      FROM (
        SELECT state, answer
        FROM unnest('{not_sent,sending,sent,received,not_received,unknown,withheld}'::text[]) state,
          unnest('{none,confirmed,declined}'::text[]) answer
      ) m`,
  );
  expect(rows).toHaveLength(7 * 3);
  expect(rows.map(({ label }) => label)).toEqual(rows.map((message) => messageLabel(message).label));
});
