import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HandOver, MessageChannel } from '../../../channels/channel.ts';
import { createPace, pacedChannels } from '../../../channels/pace.ts';

/** When each of these gets its turn, asked for at these times. */
function turnsOf(perSecond: number, askedAt: readonly number[]): number[] {
  const untilTurn = createPace(perSecond);
  return askedAt.map((now) => now + untilTurn(now));
}

test('in no second more turns than a second holds, in order, and none before it is asked for', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), gaps, (perSecond, between) => {
      let now = 0;
      const askedAt = between.map((gap) => (now += gap));
      const turns = turnsOf(perSecond, askedAt);
      turns.forEach((turn, index) => {
        expect(turn).toBeGreaterThanOrEqual(Math.max(askedAt[index]!, turns[index - 1] ?? 0));
        expect(turn - (turns[index - perSecond] ?? -Infinity)).toBeGreaterThan(1_000);
      });
    }),
  );
});

test('who asks at less than the pace waits for nothing', () => {
  const askedAt = Array.from({ length: 100 }, (_, index) => index * 52);
  expect(turnsOf(20, askedAt)).toEqual(askedAt);
});

test('a pace below one a second is kept too', () => {
  expect(turnsOf(0.5, [0, 0, 0])).toEqual([0, 2_040, 4_080]);
});

test('what waits for its turn has that much less time to be written; without a pace nothing changes', async () => {
  let now = 0;
  const written: number[] = [];
  const channel: MessageChannel = {
    find: null,
    handOver: ({ writeWithinMs }) => {
      written.push(writeWithinMs);
      return Promise.resolve({ end: 'taken', carrierId: 'SM1' });
    },
  };
  const account = { text: channel, voice: channel, email: null };
  const rate = { text: 10, voice: null, email: 5 };
  const { configured } = pacedChannels({ configured: account, simulator: account }, rate, () => (now += 40));
  expect(configured.voice).toBe(channel);
  expect(configured.email).toBeNull();
  await configured.text?.handOver({ writeWithinMs: 5_000 } as HandOver);
  expect(written).toEqual([4_960]);
});
