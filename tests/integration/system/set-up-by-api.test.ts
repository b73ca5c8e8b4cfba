import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Message } from '../../../api/schemas/message.ts';
import type { Accepted } from '../../../simulator/accepted.ts';
import type { Mail } from '../../../simulator/mail/mail.ts';
import { openBrowser } from '../../environment/browser.ts';
import { commandsOf } from '../../environment/commands-of.ts';
import { makeReachableFolder, startKeptTree, type KeptTree } from '../../environment/kept-tree.ts';
import { runShell } from '../../environment/run-shell.ts';
import { until } from '../../environment/until.ts';
import { zoneAtNoon } from '../operations/a-practice.ts';

type Language = 'en' | 'es';

/** A kind that the page sets up: what the PMS has of it, what it says, and whether it takes an answer. */
interface KindOfPage {
  readonly kind: string;
  readonly list: 'appointments' | 'recalls' | 'orders';
  readonly state?: string;
  readonly type?: string;
  readonly says: Readonly<Record<Language, RegExp>>;
  readonly answers: 'to the visit' | 'to the recall' | 'by text' | 'none';
}

const kinds: readonly KindOfPage[] = [
  {
    ...{ kind: 'appointment_reminder', list: 'appointments', state: 'scheduled', answers: 'to the visit' },
    says: { en: /your visit is|You have a visit/, es: /su cita es|Usted tiene una cita/ },
  },
  {
    ...{ kind: 'pre_appointment', list: 'appointments', state: 'scheduled', answers: 'none' },
    says: {
      en: /please read this: |come 15 minutes early|We have instructions/,
      es: /por favor lea esto: |venga 15 minutos antes|Tenemos indicaciones/,
    },
  },
  {
    ...{ kind: 'after_appointment', list: 'appointments', state: 'completed', answers: 'by text' },
    says: { en: /thank you for your visit/i, es: /gracias por su visita/i },
  },
  {
    ...{ kind: 'missed_appointment', list: 'appointments', state: 'no_show', answers: 'by text' },
    says: { en: /we missed you/i, es: /le esperamos/i },
  },
  {
    ...{ kind: 'recall', list: 'recalls', answers: 'to the recall' },
    says: { en: /it is time to make your next visit/i, es: /es hora de hacer su siguiente cita/i },
  },
  {
    ...{ kind: 'product_pick_up', list: 'orders', answers: 'none' },
    says: { en: /your order is ready/i, es: /su pedido ya puede recogerse/i },
  },
  {
    ...{ kind: 'fasting_check', list: 'appointments', state: 'scheduled', type: 'LAB', answers: 'to the visit' },
    says: { en: /eat nothing after midnight/, es: /no coma nada desde la medianoche/ },
  },
];

/** One patient for each kind, language and channel. */
const patients = kinds
  .flatMap((kind) => (['en', 'es'] as const).map((language) => ({ ...kind, language })))
  .flatMap((kind) => (['text', 'voice', 'email'] as const).map((channel) => ({ ...kind, channel })))
  .map((patient, index) => ({
    ...patient,
    id: `Q${String(index)}`,
    phone: `+1757555${String(2000 + index)}`,
    email: `q${String(index)}@patients.example`,
  }));
type Patient = (typeof patients)[number];

/** What became of a patient's message. */
interface Life {
  readonly message: Message;
  readonly taken: Accepted;
}

/** All of them at once are some seconds' work; a busy machine takes longer. */
const busy = 180_000;

let folder: string;
let tree: KeptTree;
let token: string;
let lives: Map<string, Promise<Life>>;

beforeAll(async () => {
  folder = await makeReachableFolder();
  tree = await startKeptTree(['--no-demo', '--data', join(folder, 'data')], { KEPT_VOICE_PER_SECOND: '10' });
  const feed = join(folder, 'feed');
  const zone = zoneAtNoon(Date.now());
  const { api, simulator } = tree.addresses;
  const page = await commandsOf('set-up-by-api.md');
  // Whoever follows the page has the practice's token in their shell at its end.
  const said = await runShell(`${page}\necho "THE TOKEN $TOKEN"\n`, {
    ...{ API: api, TOKEN: tree.addresses.token, PHONES: simulator, ZONE: zone, FEED: feed },
  });
  token = /^THE TOKEN (\S+)$/m.exec(said)?.[1] ?? '';
  await introducePatients();
  await feedPatients(feed, zone);
  await ask('/sync-runs', {});
  const planned = await until(
    'every patient has a message that waits',
    async () => {
      const all = await messages();
      const found = patients.map((patient) => all.find((message) => isFirst(message, patient)));
      return found.every((message) => message !== undefined) && found;
    },
    busy,
  );
  lives = new Map(patients.map((patient, index) => [patient.id, live(patient, planned[index]!)]));
  // How each went is for its own test to say.
  await Promise.allSettled(lives.values());
}, 600_000);

afterAll(async () => {
  await tree.end('SIGINT');
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** Nobody behind these phones and mailboxes answers by themselves. */
async function introducePatients(): Promise<void> {
  const phones = patients.map(({ phone, id }) => ({ e164: phone, name: id, yours: true }));
  const mailboxes = patients.map(({ email }) => ({ address: email, yours: true, dateOfBirth: '1980-02-29' }));
  await atSimulator('PUT', '/patients', { phones });
  await atSimulator('PUT', '/mailboxes', { mailboxes });
}

/** What the PMS has of the patients, added to what the page put there. */
async function feedPatients(feed: string, zone: string): Promise<void> {
  const wallTime = (at: number): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
      .format(at)
      .replace(' ', 'T');
  const day = 86_400_000;
  const now = wallTime(Date.now());
  const soon = wallTime(Date.now() + 5 * day);
  const tomorrow = wallTime(Date.now() + day).slice(0, 10);
  const person = ({ id, language, phone, email, channel }: Patient): string =>
    `${id},Zoe,Quill,1980-02-29,${language},${phone},${email},${channel}`;
  const header = 'patient_id,first_name,last_name,date_of_birth,language,cell_phone,email,preferred_channel';
  const rows = (list: KindOfPage['list'], row: (patient: Patient) => string): string =>
    patients
      .filter((patient) => patient.list === list)
      .map((patient) => `${row(patient)},${person(patient)}\n`)
      .join('');
  await writeFile(
    join(feed, 'appointments.csv'),
    `appointment_id,facility_id,starts_at,type_id,status,${header}\n` +
      rows('appointments', ({ id, type = 'CHECK', state = '' }) =>
        [id, 'MAIN', state === 'scheduled' ? soon : now, type, state].join(','),
      ),
  );
  await writeFile(
    join(feed, 'recalls.csv'),
    `recall_id,facility_id,due_on,${header}\n` + rows('recalls', ({ id }) => `${id},MAIN,${tomorrow}`),
  );
  await writeFile(
    join(feed, 'orders.csv'),
    `order_id,facility_id,status,ready_on,${header}\n` + rows('orders', ({ id }) => `${id},MAIN,received,${tomorrow}`),
  );
}

const isFirst = ({ kind, channel, address, state }: Message, patient: Patient): boolean =>
  kind === patient.kind && state === 'not_sent' && channel === patient.channel && address === addressOf(patient);
const addressOf = ({ channel, phone, email }: Patient): string => (channel === 'email' ? email : phone);

/** Asks the API with the practice's token; with a document it sends it. */
async function ask<Body>(path: string, payload?: object): Promise<Body> {
  const response = await until(`the API has time for ${path}`, async () => {
    const answer = await fetch(`${tree.addresses.api}${path}`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(payload !== undefined && { 'content-type': 'application/json' }),
      },
      ...(payload !== undefined && { method: 'POST', body: JSON.stringify(payload) }),
    });
    return answer.status !== 503 && answer;
  });
  if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${await response.text()}`);
  return (await response.json()) as Body;
}

async function atSimulator<Body>(method: string, path: string, payload?: object): Promise<Body> {
  const response = await fetch(`${tree.addresses.simulator}${path}`, {
    method,
    headers: { accept: 'application/json', ...(payload !== undefined && { 'content-type': 'application/json' }) },
    ...(payload !== undefined && { body: JSON.stringify(payload) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${await response.text()}`);
  return (await response.json()) as Body;
}

/** All patients wait at once, so what they look at is fetched for all of them, a few times a second. */
function sharedLook<T>(look: () => Promise<T>): () => Promise<T> {
  let at = -Infinity;
  let last: Promise<T>;
  return () => {
    if (performance.now() - at < 300) return last;
    at = performance.now();
    return (last = look());
  };
}
const messages = sharedLook(async () => (await ask<{ items: Message[] }>('/messages?limit=200')).items);
const accepted = sharedLook(async () => (await atSimulator<{ items: Accepted[] }>('GET', '/accepted')).items);

/** What follows a visit up has no buttons and names no keys; a text that answers it is taken. */
const canAnswer = ({ answers, channel }: Pick<Patient, 'answers' | 'channel'>): boolean =>
  answers !== 'none' && (answers !== 'by text' || channel === 'text');

const yes = { text: { en: 'Y', es: 'Si' }, voice: '1', email: 'confirm' } as const;
const no = { text: { en: 'N', es: 'No' }, voice: '9', email: 'decline' } as const;

/** Who speaks English says yes, who speaks Spanish no; who is asked for nothing takes what comes. */
function expectedLabel({ answers, language, channel }: Patient): Message['label'] {
  if (!canAnswer({ answers, channel })) return 'Message Received';
  return language === 'en' ? 'Confirmed' : 'Declined';
}

/** Has staff send the patient's message now, lets the patient do their part, and waits for what the API then says of it. */
async function live(patient: Patient, { id }: Message): Promise<Life> {
  await ask(`/messages/${id}/send-now`, {});
  const taken = await until(
    `the carrier has the message of ${patient.id} and it was heard`,
    async () => {
      const one = (await accepted()).find(({ messageId }) => messageId === id);
      return one?.body !== '' && one;
    },
    busy,
  );
  if (!canAnswer(patient)) await takes(patient, taken);
  else await answers(patient, taken, patient.language === 'en' ? yes : no);
  const message = await until(
    `the message of ${patient.id} is ${expectedLabel(patient)}`,
    async () => {
      const one = (await messages()).find((message) => message.id === id);
      return one?.label === expectedLabel(patient) && one;
    },
    busy,
  );
  return { message, taken };
}

async function answers(
  { channel, language, phone, email }: Patient,
  { messageId }: Accepted,
  answer: typeof yes | typeof no,
): Promise<void> {
  switch (channel) {
    case 'text':
      await atSimulator('POST', `/phones/${phone}/replies`, { text: answer.text[language] });
      return;
    case 'voice':
      await atSimulator('POST', `/calls/${String(messageId)}/keys`, { digits: answer.voice });
      return;
    case 'email':
      await atSimulator('POST', `/mailboxes/${email}/press`, { button: answer.email });
  }
}

/** Who has nothing to answer opens the mail, or hangs up, if the call is not over by then. */
async function takes({ channel }: Patient, { sid }: Accepted): Promise<void> {
  if (channel === 'email') await fetch(`${tree.addresses.simulator}/mails/${sid}/html`);
  if (channel === 'voice') await fetch(`${tree.addresses.simulator}/calls/${sid}/hang-up`, { method: 'POST' });
}

describe('a practice that was set up from nothing by the commands of the page', () => {
  test.each(patients)(
    '$kind in $language by $channel goes out in its words, and its answer comes back',
    async (patient) => {
      const { message, taken } = await lives.get(patient.id)!;
      expect(taken).toMatchObject({ channel: patient.channel, to: addressOf(patient) });
      expect(taken.body).toMatch(patient.says[patient.language]);
      expect(message).toMatchObject({
        ...{ kind: patient.kind, language: patient.language, channel: patient.channel, address: addressOf(patient) },
        label: expectedLabel(patient),
      });
      expect(message.body).toMatch(patient.says[patient.language]);
    },
  );

  test.each(patients.filter(({ channel }) => channel === 'email'))(
    'the mail of $kind in $language has buttons where it takes an answer, and a visit to come for the calendar',
    async (patient) => {
      const { taken } = await lives.get(patient.id)!;
      const { mails } = await atSimulator<{ mails: Mail[] }>('GET', `/mailboxes/${patient.email}`);
      const mail = mails.find(({ id }) => id === taken.sid);
      expect(/\/v\//.test(mail?.html ?? '')).toBe(canAnswer(patient));
      expect(mail?.attachments.map(({ type }) => type)).toEqual(patient.state === 'scheduled' ? ['text/calendar'] : []);
    },
  );

  test('what was answered of a visit is on the visit', async () => {
    const { items } = await ask<{ items: { externalId: string; label: string }[] }>('/appointments?limit=200');
    for (const patient of patients.filter(({ answers }) => answers === 'to the visit')) {
      const visit = items.find(({ externalId }) => externalId === patient.id);
      expect([patient.id, visit?.label]).toEqual([patient.id, expectedLabel(patient)]);
    }
  });

  test.each(['en', 'es'] as const)(
    'the link of a text of Pre Appointment in %s opens the instructions',
    async (language) => {
      const patient = patients.find(
        ({ kind, channel, ...one }) => kind === 'pre_appointment' && channel === 'text' && one.language === language,
      )!;
      const { taken } = await lives.get(patient.id)!;
      const browser = await openBrowser();
      try {
        const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
        const faults: string[] = [];
        page.on('pageerror', (error) => faults.push(error.message));
        page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
        await page.goto(/https?:\S+/.exec(taken.body)?.[0] ?? '');
        const instructions = { en: 'bring a photo ID', es: 'traiga una identificación con foto' }[language];
        await page.getByText(instructions).waitFor({ timeout: 30_000 });
        expect(await page.getByRole('button').count()).toBe(0);
        expect(faults).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});
