import { expect, test } from 'vitest';
import { faultKinds } from '../../../simulator/faults.ts';
import { chaosPlan, meddlings, type ChaosSize } from '../../chaos/chaos-plan.ts';

const size: ChaosSize = { messages: 200, channels: ['text', 'email'], dueInMs: 0, kills: { worker: 2, postgres: 1 } };

test('a seed says everything that is done, another seed says something else', () => {
  expect(chaosPlan(7, size)).toEqual(chaosPlan(7, size));
  expect(chaosPlan(7, size)).not.toEqual({ ...chaosPlan(8, size), seed: 7 });
});

test('every kind of fault is there at 5 %, every kind of meddling too, and no visit is meddled with twice', () => {
  const plan = chaosPlan(7, size);
  expect(plan.faults).toEqual({ seed: 7, ...Object.fromEntries(faultKinds.map((kind) => [kind, 0.05])) });
  expect(new Set(plan.meddlings.map(({ what }) => what))).toEqual(new Set(meddlings));
  expect(new Set(plan.meddlings.map(({ visit }) => visit)).size).toBe(plan.meddlings.length);
  expect(plan.kills.map(({ victim }) => victim).sort()).toEqual(['postgres', 'worker', 'worker']);
});
