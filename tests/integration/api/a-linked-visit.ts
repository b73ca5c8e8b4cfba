import { createLinks } from '../../../domain/links/links.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice, type PlantedPractice } from './planted-practice.ts';

/** 10:00 in Norfolk on the day before the planted visits. */
const start = Date.parse('2026-11-23T15:00:00Z');

const publicUrl = 'https://kept.example';
export const links = createLinks({ secret: 'the-secret-of-the-tests-32-characters', previousSecret: null, publicUrl });

/** The API, its clock in the test's hand, and a practice whose mails can be pressed. */
export interface PagesApi {
  readonly api: OpenApi;
  readonly practice: PlantedPractice;
  /** Lets time pass. */
  wait(ms: number): void;
  /** A visit that a mail asked about, and its page. */
  mail(given?: GivenMail): Promise<ALinkedVisit>;
  /** Fetches an address, as a patient's browser or a scanner does. */
  fetch(address: string): Promise<FetchedPage>;
  close(): Promise<void>;
}

interface GivenMail {
  readonly visit?: Parameters<PlantedPractice['visit']>[0];
  readonly patient?: Parameters<PlantedPractice['visit']>[1];
  readonly message?: Parameters<PlantedPractice['message']>[1];
}

export interface ALinkedVisit {
  readonly id: string;
  readonly patientId: string;
  readonly messageId: string;
  readonly contactPointId: string;
  readonly link: string;
  readonly unsubscribeLink: string;
}

/** A page as it came, and the form on it. */
export interface FetchedPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly html: string;
  /** Its words alone. */
  readonly text: string;
  /** The values of its buttons, in their order. */
  readonly buttons: readonly string[];
  /** Sends its form, with this button pressed and these fields filled in. */
  press(button: string, fields?: Readonly<Record<string, string>>): Promise<FetchedPage>;
}

export async function openPages(): Promise<PagesApi> {
  let now = start;
  const api = await openApi({}, () => now);
  const practice = await plantPractice(api.database.sql, 'tidewater');

  async function fetched(address: string, form: URLSearchParams | null): Promise<FetchedPage> {
    const url = address.replace(publicUrl, '');
    const response = await api.app.inject(
      form === null
        ? { url }
        : {
            method: 'POST',
            url,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            payload: form.toString(),
          },
    );
    const html = response.body;
    return {
      status: response.statusCode,
      headers: response.headers,
      html,
      text: textOf(html),
      buttons: [...html.matchAll(/<button[^>]* value="(\w+)"/g)].map(([, value]) => value!),
      press(button, fields = {}) {
        const page = /name="page" value="([\w-]*)"/.exec(html)?.[1] ?? '';
        return fetched(address, new URLSearchParams({ page, button, ...fields }));
      },
    };
  }

  return {
    api,
    practice,
    wait(ms) {
      now += ms;
    },
    fetch: (address) => fetched(address, null),
    async mail(given = {}) {
      const visit = await practice.visit(given.visit, {
        last_name: 'Quartermain',
        date_of_birth: '1975-04-23',
        ...given.patient,
      });
      const message = await practice.message(visit, {
        channel: 'email',
        state: 'sent',
        sender_id: practice.senderId,
        sent_at: '2026-11-21T15:00:00Z',
        ...given.message,
      });
      await api.database.db.inPractice(practice.id, (tx) => planSubjects(tx, [visit.id], { name: 'feed', detail: {} }));
      return {
        ...visit,
        messageId: message.id,
        contactPointId: message.contactPointId,
        link: links.visitLink(message.id),
        unsubscribeLink: links.unsubscribeLink(message.id),
      };
    },
    close: () => api.close(),
  };
}

function textOf(html: string): string {
  return html
    .replace(/<style>.*<\/style>/s, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What stands of a visit's answer, wherever it is kept. */
export async function answerOf({ api }: PagesApi, visit: ALinkedVisit) {
  const { sql } = api.database;
  const [stands] = await sql<[{ visit: string; source: string | null; message: string }]>`
    SELECT appointment.answer AS visit, appointment.answer_source AS source, message.answer AS message
    FROM appointments appointment, messages message
    WHERE appointment.id = ${visit.id} AND message.id = ${visit.messageId}`;
  const replies = await sql<{ rule: string }[]>`
    SELECT rule FROM replies WHERE message_id = ${visit.messageId} ORDER BY received_at, id`;
  const items = await sql<{ type: string }[]>`
    SELECT type FROM worklist_items WHERE appointment_id = ${visit.id} AND state = 'open' ORDER BY type`;
  const writeBacks = await sql<{ answer: string }[]>`
    SELECT answer FROM write_backs WHERE appointment_id = ${visit.id} AND state = 'waiting'`;
  return {
    ...stands,
    rules: replies.map(({ rule }) => rule),
    items: items.map(({ type }) => type),
    writeBacks: writeBacks.map(({ answer }) => answer),
  };
}
