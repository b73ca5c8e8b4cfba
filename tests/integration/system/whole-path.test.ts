import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRunFile } from '../../../local/run-file.ts';
import { makeReachableFolder, startKeptTree, type KeptTree } from '../../environment/kept-tree.ts';
import { openBrowser } from '../../environment/browser.ts';
import { runKept } from '../../environment/run-kept.ts';
import { zoneAtNoon } from '../operations/a-practice.ts';

const hour = 3_600_000;

/** Names, a number and words that stand nowhere else, so that a trace of them is a leak. */
const planted = {
  first: 'Zebulina',
  last: 'Quartermain',
  cell: '+12125550143',
  other: '+12125550144',
  third: '+12125550145',
  recalled: '+12125550146',
  ordered: '+12125550147',
  reply: 'Y',
  words: 'Marmalade for tea',
};

let folder: string;
let feed: string;
let lists: string;
let tree: KeptTree;
let sql: postgres.Sql;

beforeAll(async () => {
  folder = await makeReachableFolder();
  feed = join(folder, 'feed');
  await mkdir(feed);
  lists = join(folder, 'lists');
  await mkdir(lists);
  const practice = join(folder, 'practice.json');
  await writeFile(practice, JSON.stringify(aPracticeFile()));
  await writeFeed();
  tree = await startKeptTree(['--no-demo', '--data', join(folder, 'data')]);
  sql = postgres(tree.addresses.databaseUrl, { max: 1, onnotice: () => undefined });
  await kept('practice', 'add', '--file', practice);
  await kept('practice', 'live', 'harbor');
}, 240_000);

afterAll(async () => {
  await sql.end();
  await tree.end('SIGINT');
  await rm(folder, { recursive: true, force: true });
}, 60_000);

function aPracticeFile() {
  const zone = zoneAtNoon(Date.now());
  return {
    slug: 'harbor',
    name: 'Harbor Clinic',
    name_in_messages: 'Harbor Clinic',
    phone: '+12125550100',
    time_zone: zone,
    facilities: [{ facility_id: 'MAIN', name: 'Main', time_zone: zone, phone: '+12125550100' }],
    senders: [{ channel: 'text', address: '+12125550101' }],
    settings: { text_from: '08:00', text_to: '21:00' },
    steps: [{ kind: 'appointment_reminder', slot: 'one-day', channel: 'text', offset: '-P1D' }],
  };
}

/** Three visits five hours from now: their only reminder is past, and goes at once since it is the last that can. */
async function writeFeed(): Promise<void> {
  const startsAt = wallTime(Date.now() + 5 * hour);
  await writeFile(
    join(feed, 'appointments.csv'),
    [
      'appointment_id,facility_id,starts_at,status,patient_id,first_name,last_name,cell_phone',
      `V1,MAIN,${startsAt},scheduled,P1,${planted.first},${planted.last},${planted.cell}`,
      `V2,MAIN,${startsAt},scheduled,P2,${planted.first},${planted.last},${planted.other}`,
      `V3,MAIN,${startsAt},scheduled,P3,${planted.first},${planted.last},${planted.third}`,
      '',
    ].join('\n'),
  );
}

/** One recall and one order, as the PMS has them now, read in. */
async function takeLists(now: { dueOn: string; bookedBy?: string; order: string; readyOn: string }): Promise<void> {
  const name = `${planted.first},${planted.last}`;
  const patient = 'patient_id,first_name,last_name,cell_phone';
  await writeFile(
    join(lists, 'recalls.csv'),
    `recall_id,facility_id,due_on,type_name,appointment_id,${patient}\n` +
      `R1,MAIN,${now.dueOn},Cleaning,${now.bookedBy ?? ''},P4,${name},${planted.recalled}\n`,
  );
  await writeFile(
    join(lists, 'orders.csv'),
    `order_id,facility_id,product_name,status,ready_on,${patient}\n` +
      `O1,MAIN,Glasses,${now.order},${now.readyOn},P5,${name},${planted.ordered}\n`,
  );
  await kept('import', lists, '--practice', 'harbor');
}

/** The workflow runs of the recall and of the order, as the relay left them. */
async function runs(): Promise<{ type: string; told: boolean; parked: boolean }[]> {
  return sql`
    SELECT type, engine_version = plan_version AS told, coalesce(parked_until > now(), false) AS parked
    FROM subjects WHERE type IN ('recall', 'order') ORDER BY type DESC`;
}

function wallTime(at: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zoneAtNoon(Date.now()),
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return parts.format(at).replace(' ', 'T');
}

async function kept(...args: string[]): Promise<string> {
  const ended = await runKept([...args, '--data', join(folder, 'data')], { DATABASE_URL: '' });
  if (ended.code !== 0) throw new Error(`kept ${args.join(' ')} ended with ${ended.code}: ${ended.stderr}`);
  return ended.stdout;
}

async function api(path: string): Promise<Record<string, unknown> & { items: Record<string, unknown>[] }> {
  const response = await fetch(`${tree.addresses.api}${path}`, {
    headers: { authorization: `Bearer ${tree.addresses.token}` },
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return (await response.json()) as never;
}

async function reply(phone: string, text: string): Promise<void> {
  await fetch(`${tree.addresses.simulator}/phones/${encodeURIComponent(phone)}/replies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
}

/**
 * The acknowledgement was with the carrier soon after the reply, by Postgres's clock: the relay woke and no sweep, which comes every
 * three minutes, was needed. That it takes less than two seconds is for the benchmark to say: it has the machine for itself.
 */
async function expectOnItsWay(): Promise<void> {
  const [took] = await sql<[{ ms: number }]>`
    SELECT extract(epoch FROM attempts.opened_at - replies.received_at)::float8 * 1000 AS ms
    FROM replies JOIN messages ON in_reply_to = replies.id JOIN attempts ON attempts.message_id = messages.id`;
  expect(took.ms).toBeLessThan(60_000);
}

async function textsTo(phone: string): Promise<string[]> {
  const response = await fetch(`${tree.addresses.simulator}/phones/${encodeURIComponent(phone)}`, {
    headers: { accept: 'application/json' },
  });
  const { messages } = (await response.json()) as { messages: { direction: string; body: string }[] };
  return messages.filter(({ direction }) => direction !== 'inbound').map(({ body }) => body);
}

describe('a practice’s feed', () => {
  const today = wallTime(Date.now()).slice(0, 10);

  test('begins a recall and an order, whose runs sleep until the PMS has the one due and the other ready', async () => {
    const tomorrow = wallTime(Date.now() + 24 * hour).slice(0, 10);
    await takeLists({ dueOn: tomorrow, order: 'ordered', readyOn: '' });
    const asleep = { told: true, parked: true };
    await expect.poll(runs, { timeout: 60_000 }).toEqual([
      { type: 'recall', ...asleep },
      { type: 'order', ...asleep },
    ]);
    await takeLists({ dueOn: today, order: 'received', readyOn: today });
  }, 120_000);

  test('goes out as a text, and the answer reaches the visit, the API and the workflow', async () => {
    const imported = JSON.parse(await kept('import', feed, '--practice', 'harbor', '--json')) as { counts: unknown };
    expect(imported.counts).toMatchObject({ new: 3, quarantined: 0 });

    // A message may go at any second of its minute.
    await expect.poll(() => textsTo(planted.cell), { timeout: 120_000 }).toHaveLength(1);
    expect((await textsTo(planted.cell))[0]).toContain(`${planted.first}, your visit is`);
    const listed = await api('/appointments');
    const visit = listed.items.find(({ externalId }) => externalId === 'V1');
    expect(visit?.['label']).toBe('Not Confirmed');

    await reply(planted.cell, planted.reply);
    await expect
      .poll(() => textsTo(planted.cell), { timeout: 60_000, interval: 100 })
      .toContainEqual(expect.stringMatching(/^Thank you\. Confirmed: Zebulina, /));
    await expectOnItsWay();
    const id = String(visit?.['id']);
    await expect.poll(async () => (await api(`/appointments/${id}`))['label'], { timeout: 60_000 }).toBe('Confirmed');
    await expect
      .poll(async () => (await api(`/appointments/${id}`))['engine'], { timeout: 60_000 })
      .toMatchObject({ status: 'answered', answer: 'confirmed', entries: [], agrees: true });
  }, 360_000);

  test('sends what is due of a recall and an order; Y, a visit that is booked and a dispensed order end the rest', async () => {
    await expect.poll(() => textsTo(planted.recalled), { timeout: 120_000 }).toHaveLength(1);
    await expect.poll(() => textsTo(planted.ordered), { timeout: 120_000 }).toHaveLength(1);
    expect((await textsTo(planted.recalled))[0]).toContain(`${planted.first}, it is time to make your next visit.`);
    expect((await textsTo(planted.ordered))[0]).toContain(`${planted.first}, your order is ready`);

    await reply(planted.recalled, 'Y');
    await expect
      .poll(() => textsTo(planted.recalled), { timeout: 60_000 })
      .toContainEqual(expect.stringMatching(/^Thank you, we will call you to find a time\./));
    expect(await sql`SELECT type FROM worklist_items WHERE recall_id IS NOT NULL AND state = 'open'`).toEqual([
      { type: 'booking' },
    ]);
    await takeLists({ dueOn: today, bookedBy: 'V9', order: 'dispensed', readyOn: today });
    const withheld = await sql`
      SELECT kind, slot, reason FROM messages WHERE state = 'withheld' AND occurrence < now() ORDER BY kind DESC, slot`;
    expect(withheld).toEqual([
      { kind: 'recall', slot: 'day-30', reason: 'booked' },
      { kind: 'recall', slot: 'day-60', reason: 'booked' },
      { kind: 'product_pick_up', slot: 'day-14', reason: 'dispensed' },
      { kind: 'product_pick_up', slot: 'day-7', reason: 'dispensed' },
    ]);
    await expect.poll(async () => (await runs()).every(({ told }) => told), { timeout: 60_000 }).toBe(true);
  }, 360_000);

  test('read a second time changes nothing and calls nobody', async () => {
    const standing = () => sql`SELECT id, plan_version, engine_version FROM subjects ORDER BY id`;
    // The other two texts may go at any second of their minute.
    await expect
      .poll(() => sql`SELECT FROM messages WHERE state NOT IN ('received', 'withheld')`, { timeout: 150_000 })
      .toHaveLength(0);
    const before = await standing();
    const again = JSON.parse(await kept('import', feed, '--practice', 'harbor', '--json')) as { counts: unknown };
    expect(again.counts).toMatchObject({ new: 0, changed: 0, gone: 0, unchanged: 3 });
    expect(await standing()).toEqual(before);
    expect(await sql`SELECT FROM outbox`).toHaveLength(0);
  }, 240_000);

  test('is answered on the phone’s page, where the visit then reads Declined', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`${tree.addresses.simulator}/phones/${encodeURIComponent(planted.third)}`);
      await page.getByText('Reply Y to confirm').last().waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: 'N', exact: true }).click();
      await page.getByText('Declined').last().waitFor({ timeout: 60_000 });
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 180_000);

  test('an unsigned webhook is refused and records nothing', async () => {
    const forged = new URLSearchParams({ From: planted.other, To: '+12125550101', Body: 'N', MessageSid: 'SMforged' });
    const webhook = tree.addresses.api.replace('/api/v1', '/webhooks/twilio/text');
    const response = await fetch(webhook, { method: 'POST', body: forged });
    expect(response.status).toBe(403);
    expect(await sql`SELECT FROM replies WHERE carrier_id = 'SMforged'`).toHaveLength(0);
  });
});

describe('law 6', () => {
  test('no name, number or word of a patient stands in Temporal, the logs or the metrics, errors included', async () => {
    // Postgres refuses the claim and quotes the row.
    await sql.unsafe(`
      CREATE FUNCTION quote_the_row() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'refused: %', NEW; END $$;
      CREATE TRIGGER planted BEFORE UPDATE ON messages
        FOR EACH ROW WHEN (NEW.state = 'sending') EXECUTE FUNCTION quote_the_row()`);
    const [message] = await sql<[{ id: string; subjectId: string; practiceId: string }]>`
      UPDATE messages SET state = 'not_sent', send_at = now(), sent_at = NULL
      FROM subjects
      WHERE subjects.id = subject_id AND subject_id = (SELECT id FROM appointments WHERE external_id = 'V2')
      RETURNING messages.id, subject_id AS "subjectId", messages.practice_id AS "practiceId"`;
    await sql`UPDATE subjects SET plan_version = plan_version + 1 WHERE id = ${message.subjectId}`;
    await sql`
      INSERT INTO outbox (subject_id, practice_id, version, signal, priority, next_at, marked_at)
      SELECT id, practice_id, plan_version, 'replanned', 1, now(), now() FROM subjects WHERE id = ${message.subjectId}`;
    await sql`NOTIFY kept_outbox`;
    await reply(planted.other, planted.words);
    await expect
      .poll(() => sql`SELECT FROM replies WHERE body = ${planted.words}`, { timeout: 60_000 })
      .toHaveLength(1);
    // The send has failed at least once by the time that the engine keeps its failure.
    await expect
      .poll(async () => (await allThatIsKept()).includes('database_rejected'), { timeout: 90_000 })
      .toBe(true);

    const kept = await allThatIsKept();
    for (const workflow of ['appointment:', 'recall:', 'order:']) expect(kept).toContain(workflow);
    const traces = [
      planted.first,
      planted.last,
      planted.words,
      ...[planted.cell, planted.other, planted.recalled, planted.ordered].map((e164) => e164.slice(2)),
    ];
    expect(traces.filter((trace) => kept.includes(trace))).toEqual([]);
    await sql`DROP TRIGGER planted ON messages`;
  }, 240_000);
});

/** A file as text; nothing where it is gone by now: the database's journal comes and goes with every transaction. */
async function readOrGone(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  return bytes.toString('latin1');
}

/** Every byte of Temporal's database, of the logs, and of what the metrics say, as one text. */
async function allThatIsKept(): Promise<string> {
  const data = join(folder, 'data');
  const files = [
    ...(await readdir(data)).filter((name) => name.startsWith('temporal')).map((name) => join(data, name)),
    ...(await readdir(join(data, 'logs'))).map((name) => join(data, 'logs', name)),
  ];
  const run = await readRunFile(data);
  const metrics = [
    tree.addresses.api.replace('/api/v1', '/metrics'),
    `http://127.0.0.1:${run?.ports.workerMetrics ?? 0}/metrics`,
  ];
  const texts = [...files.map(readOrGone), ...metrics.map(async (address) => (await fetch(address)).text())];
  return (await Promise.all(texts)).join('\n');
}
