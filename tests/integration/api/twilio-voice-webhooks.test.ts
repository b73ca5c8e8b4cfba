import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice, type PlantedPractice } from './planted-practice.ts';

const publicUrl = 'https://kept.example';
let api: OpenApi;
let practice: PlantedPractice;
let ids: { practice: string; message: string; attempt: string };
let from: string;
let to: string;

beforeAll(async () => {
  api = await openApi();
  practice = await plantPractice(api.database.sql, 'tidewater');
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const visit = await practice.visit({ starts_at: startsAt });
  const message = await practice.message(visit, {
    channel: 'voice',
    state: 'sending',
    body: 'You have a visit.',
    occurrence: startsAt,
    useful_until: startsAt,
    answerable_until: startsAt,
  });
  const attempt = await practice.row('attempts', {
    message_id: message.id,
    number: 1,
    sender_id: practice.senderId,
    contact_point_id: message.contactPointId,
    opened_at: new Date().toISOString(),
    hand_over_by: new Date(Date.now() + 5000).toISOString(),
  });
  ids = { practice: practice.id, message: message.id, attempt };
  [{ from, to }] = await api.database.sql<[{ from: string; to: string }]>`
    SELECT senders.address AS "from", contact_points.address AS "to" FROM senders, contact_points
    WHERE contact_points.id = ${message.contactPointId}`;
});
afterAll(() => api.close());

const place = (route: 'voice' | 'voice-status', query: Record<string, string> = ids): string =>
  `/webhooks/twilio/${route}?${new URLSearchParams(query).toString()}`;
const form = (changes: Record<string, string> = {}): Record<string, string> => ({
  AccountSid: 'ACconfigured',
  CallSid: `CA${'a'.repeat(32)}`,
  CallStatus: 'in-progress',
  From: from,
  To: to,
  AnsweredBy: 'human',
  ...changes,
});

function call(path: string, fields: Record<string, string>, { token = 'old-token', signature = '' } = {}) {
  const signed = signature || webhooks.getExpectedTwilioSignature(token, publicUrl + path, fields);
  return api.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signed },
    payload: new URLSearchParams(fields).toString(),
  });
}

const kept = async (): Promise<number> => {
  const [row] = await api.database.sql<[{ count: number }]>`
    SELECT (SELECT count(*) FROM receipts)::int + (SELECT count(*) FROM replies)::int AS count`;
  return row.count;
};

describe.each(['voice', 'voice-status'] as const)('%s', (route) => {
  test('is a 403 that keeps nothing where it is unsigned, wrongly signed, or signed for another address or form', async () => {
    const before = await kept();
    const path = place(route);
    const right = webhooks.getExpectedTwilioSignature('old-token', publicUrl + path, form());
    const another = place(route, { ...ids, message: practice.id });
    const answers = [
      await call(path, form(), { signature: 'none' }),
      await call(path, form(), { token: 'no-token-of-ours' }),
      await call(another, form(), { signature: right }),
      await call(path, form({ CallStatus: 'busy' }), { signature: right }),
      await call(path, form({ AccountSid: 'ACstranger' })),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403]);
    expect(await kept()).toBe(before);
  });

  test('law 7: that another account of ours signed is a 403, and nothing of it is kept', async () => {
    const before = await kept();
    const foreign = await call(place(route), form({ AccountSid: 'ACsimulator' }), { token: 'simulator-token' });
    expect(foreign.statusCode).toBe(403);
    expect(await kept()).toBe(before);
  });

  test('with an address or a form that is not ours is a 400', async () => {
    expect((await call(place(route, { ...ids, step: 'elsewhere' }), form())).statusCode).toBe(400);
    expect((await call(place(route, { ...ids, practice: 'x' }), form())).statusCode).toBe(400);
    expect((await call(place(route), form({ CallSid: '' }))).statusCode).toBe(400);
  });
});

test('law 6: the addresses that a call goes on at bear ids and steps, and no number, name or word', async () => {
  const answered = await call(place('voice'), form());
  expect(answered.statusCode).toBe(200);
  expect(answered.headers['content-type']).toContain('text/xml');
  expect(answered.body).toContain('You have a visit.');
  const address = `${publicUrl}${place('voice')}&step=keys&said=1`.replaceAll('&', '&amp;');
  expect(answered.body).toContain(`action="${address}"`);

  const declined = await call(place('voice', { ...ids, step: 'keys', said: '1' }), form({ Digits: '9' }));
  const addresses = [...declined.body.matchAll(/(?:action|url)="([^"]+)"/g)].map(([, found]) => found);
  for (const found of addresses) expect(found).not.toMatch(/%2B|\+|555/);
  expect((await call(place('voice-status'), form({ CallStatus: 'completed' }))).statusCode).toBe(204);
  const [message] = await api.database.sql`SELECT state, detail, answer FROM messages WHERE id = ${ids.message}`;
  expect(message).toEqual({ state: 'received', detail: 'human', answer: 'declined' });
});
