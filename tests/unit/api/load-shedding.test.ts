import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { loadShedding } from '../../../api/plugins/load-shedding.ts';
import { problems } from '../../../api/problems.ts';
import type { Problem } from '../../../api/schemas/problem.ts';

test('while the event loop is far behind, work is put off with a 503 and health is still answered', async () => {
  const app = Fastify();
  app.register(problems);
  app.register(loadShedding, { sampleMs: 100 });
  app.register((routes, _options, done) => {
    routes.get('/work', () => 'done');
    routes.get('/health', { config: { unlimited: true } }, () => 'live');
    done();
  });
  await app.ready();
  expect((await app.inject('/work')).statusCode).toBe(200);

  for (const deadline = performance.now() + 10_000; !app.isUnderPressure() && performance.now() < deadline;) {
    const end = performance.now() + 1_200;
    while (performance.now() < end);
    await new Promise((turn) => setTimeout(turn, 0));
  }
  const refused = await app.inject('/work');
  expect(refused.json<Problem>()).toMatchObject({ status: 503, code: 'overloaded' });
  expect(refused.headers['retry-after']).toBe('5');
  expect((await app.inject('/health')).statusCode).toBe(200);
  await app.close();
});
