import { expect, test } from 'vitest';
import { chaosPlan } from '../../chaos/chaos-plan.ts';
import { runChaos } from '../../chaos/run-chaos.ts';

test('law 1: a burst in which every process is killed, visits change and carriers fail loses nothing, doubles nothing and sends nothing that is forbidden', async () => {
  const kills = { relay: 1, hand_over: 1, api: 1, temporal: 1, postgres: 1, machine: 1 };
  const plan = chaosPlan(1, { messages: 60, channels: ['text', 'voice', 'email'], dueInMs: 0, kills });
  const end = await runChaos(plan, 300_000, () => undefined);
  expect(end.offences).toEqual([]);
  expect(end).toMatchObject({ kills, lost: 0, doubled: 0, forbidden: 0, unlisted: 0 });
  // What nobody knows of, or is withheld, is the lesser part of it.
  expect(end.accepted).toBeGreaterThan(30);
}, 600_000);
