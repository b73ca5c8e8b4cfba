import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../db/database.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';

let database: TestDatabase;
let db: Database;
const lines = new Set<Socket>();
const proxy = createServer((line) => {
  const { hostname, port } = new URL(database.url);
  const onward = connect(Number(port), hostname);
  lines.add(line);
  line.on('error', () => undefined).on('close', () => onward.destroy());
  onward.on('error', () => undefined).on('close', () => line.destroy());
  line.pipe(onward).pipe(line);
});

beforeAll(async () => {
  database = await openTestDatabase();
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const through = new URL(database.url);
  through.port = String((proxy.address() as AddressInfo).port);
  db = openDatabase({ url: through.href, poolSize: 1, applicationName: 'cut off' });
});

afterAll(async () => {
  await db.close();
  proxy.close();
  await database.close();
});

test.each<[string, (line: Socket) => unknown]>([
  ['closed, as by a server that ends', (line) => line.end()],
  ['reset, as by a server that was killed', (line) => line.resetAndDestroy()],
])('a transaction whose connection is %s in the middle fails, and the pool goes on', async (_how, cut) => {
  for (let round = 0; round < 3; round += 1) {
    const transaction = db.acrossPractices((tx) => tx.sql`SELECT pg_sleep(60)`);
    transaction.catch(() => undefined);
    await until('the statement runs', async () => {
      const running = await database.sql`
        SELECT FROM pg_stat_activity WHERE application_name = 'cut off' AND query LIKE '%pg_sleep%' AND state = 'active'`;
      return running.length > 0;
    });
    for (const line of lines) cut(line);
    lines.clear();
    await expect(transaction).rejects.toMatchObject({ code: 'database_unavailable' });
    expect(await db.acrossPractices((tx) => tx.sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    // Busy with its sleep, the server does not see that nobody listens any more.
    await database.sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'cut off' AND query LIKE '%pg_sleep%'`;
  }
});
