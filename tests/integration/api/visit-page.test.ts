import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLinks } from '../../../domain/links/links.ts';
import { explainMessageById } from '../../../operations/explaining/explain-message.ts';
import { explainSubjectById } from '../../../operations/explaining/explain-subject.ts';
import { answerOf, links, openPages, type ALinkedVisit, type FetchedPage, type PagesApi } from './a-linked-visit.ts';

let pages: PagesApi;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages.close());

const second = 1_000;
const birthDate = { month: '4', day: '23', year: '1975' };
const untouched = { visit: 'none', source: null, message: 'none', rules: [], items: [], writeBacks: [] };

/** Fetches the page and lets a person read it. */
async function read(visit: ALinkedVisit): Promise<FetchedPage> {
  const page = await pages.fetch(visit.link);
  pages.wait(3 * second);
  return page;
}

async function decline(visit: ALinkedVisit, entered: Record<string, string> = birthDate): Promise<FetchedPage> {
  const asks = await (await read(visit)).press('decline');
  pages.wait(20 * second);
  return asks.press('birth_date', entered);
}

describe('fetched', () => {
  test('it says whose, when and where, and nothing else of the patient; and changes nothing, however often', async () => {
    const visit = await pages.mail({ visit: { type_name: 'Oncology', provider_name: 'Dr. Grey' } });
    for (let times = 0; times < 3; times += 1) {
      const page = await pages.fetch(visit.link);
      expect(page.status).toBe(200);
      expect(page.text).toContain('tidewater');
      expect(page.text).toContain('Tuesday, November 24, 10:00 AM');
      expect(page.text).toContain('Norfolk');
      expect(page.html).toContain('<a class="call" href="tel:+17575550100">(757) 555-0100</a>');
      expect(page.html).not.toMatch(/Quartermain|Oncology|Grey|1975/);
      expect(page.buttons).toEqual(['confirm', 'decline']);
    }
    expect(await answerOf(pages, visit)).toEqual(untouched);
    expect(await pages.api.database.sql`SELECT FROM page_presses WHERE message_id = ${visit.messageId}`).toEqual([]);
  });

  test('it speaks Spanish where the message did', async () => {
    const page = await pages.fetch((await pages.mail({ message: { language: 'es' } })).link);
    expect(page.html).toContain('<html lang="es">');
    expect(page.text).toContain('Martes, 24 de noviembre, 10:00 a.m.');
    expect(page.text).toContain('Confirmar');
    expect(page.text).not.toMatch(/Confirm |Decline/);
  });

  test('it is kept, indexed, framed and passed on by nobody, and runs no script', async () => {
    const { headers, html } = await pages.fetch((await pages.mail()).link);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers['set-cookie']).toBeUndefined();
    expect(html).not.toContain('<script');
  });

  test('what a patient is called is text and not markup', async () => {
    const visit = await pages.mail();
    await pages.api.database.sql`
      UPDATE facilities SET address = '<script>alert("x")</script> & 1 Main' WHERE id = ${pages.practice.facilityId}`;
    const { html } = await pages.fetch(visit.link);
    await pages.api.database.sql`UPDATE facilities SET address = '' WHERE id = ${pages.practice.facilityId}`;
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; 1 Main');
  });

  test('the button that it was behind in the mail comes first, and is still to be pressed', async () => {
    const visit = await pages.mail();
    const page = await pages.fetch(links.visitLink(visit.messageId, 'decline'));
    expect(page.buttons).toEqual(['decline', 'confirm']);
    expect(page.text).toContain('Nearly done');
    expect(await answerOf(pages, visit)).toEqual(untouched);
  });
});

describe('Confirm', () => {
  test('is recorded as the visit’s and the message’s answer, by the way that the message went', async () => {
    const visit = await pages.mail();
    const page = await (await read(visit)).press('confirm');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Confirmed');
    expect(page.buttons).toEqual(['decline']);
    expect(await answerOf(pages, visit)).toEqual({
      visit: 'confirmed',
      source: 'email',
      message: 'confirmed',
      rules: ['page.confirm'],
      items: [],
      writeBacks: ['confirmed'],
    });
    const again = await pages.fetch(visit.link);
    expect(again.text).toContain('Confirmed');
    expect(again.buttons).toEqual(['decline']);

    const texted = await pages.mail({ message: { channel: 'text' } });
    await (await read(texted)).press('confirm');
    expect(await answerOf(pages, texted)).toMatchObject({ visit: 'confirmed', source: 'text' });
  });

  test('at the desk is shown as such', async () => {
    const page = await pages.fetch((await pages.mail({ visit: { pms_state: 'confirmed' } })).link);
    expect(page.text).toContain('Confirmed');
  });

  test('tells the engine at once: the plan is made again with the answer', async () => {
    const visit = await pages.mail();
    await (await read(visit)).press('confirm');
    const [mark] = await pages.api.database.sql`SELECT signal, priority FROM outbox WHERE subject_id = ${visit.id}`;
    expect(mark).toEqual({ signal: 'confirmed', priority: 0 });
  });
});

describe('Decline', () => {
  test('asks the date of birth, and with it is recorded and put on the worklist', async () => {
    const visit = await pages.mail();
    const asks = await (await read(visit)).press('decline');
    expect(asks.text).toContain('date of birth');
    expect(await answerOf(pages, visit)).toEqual(untouched);

    pages.wait(20 * second);
    const page = await asks.press('birth_date', birthDate);
    expect(page.text).toContain('Declined');
    expect(page.buttons).toEqual(['confirm']);
    expect(await answerOf(pages, visit)).toEqual({
      visit: 'declined',
      source: 'email',
      message: 'declined',
      rules: ['page.decline'],
      items: ['decline'],
      writeBacks: ['declined'],
    });
  });

  test('can be changed to Confirm later, which alerts staff', async () => {
    const visit = await pages.mail();
    await decline(visit);
    pages.wait(60 * second);
    const page = await (await read(visit)).press('confirm');
    expect(page.text).toContain('Confirmed');
    expect(await answerOf(pages, visit)).toMatchObject({ visit: 'confirmed', items: ['flip'] });
  });

  test('with what is no date is asked again, and costs no try', async () => {
    const visit = await pages.mail();
    for (const month of ['13', '', 'April', '4.5']) {
      expect((await decline(visit, { ...birthDate, month })).text).toContain(
        'Please enter the date of birth in numbers',
      );
      pages.wait(60 * second);
    }
    expect((await decline(visit, { ...birthDate, year: '75' })).text).toContain('in numbers');
    expect((await decline(visit, { ...birthDate, year: '1976' })).text).toContain('4 tries are left');
  });

  test('has five tries, counted for the message, whichever page they come from; then a person is told', async () => {
    const visit = await pages.mail();
    const says = ['4 tries are left', '3 tries are left', '2 tries are left', 'One try is left', 'Please call us'];
    for (const [count, words] of says.entries()) {
      expect((await decline(visit, { ...birthDate, day: String(count + 1) })).text).toContain(words);
      pages.wait(60 * second);
    }
    expect(await answerOf(pages, visit)).toMatchObject({
      ...untouched,
      rules: ['page.locked'],
      items: ['cancellation_request'],
    });
    // The right one opens nothing any more.
    expect((await (await read(visit)).press('decline')).text).toContain('Please call us');
    pages.wait(60 * second);
    expect((await (await read(visit)).press('birth_date', birthDate)).text).toContain('Please call us');
    expect(await answerOf(pages, visit)).toMatchObject({ visit: 'none', rules: ['page.locked'] });
    // Confirm still can.
    pages.wait(60 * second);
    await (await read(visit)).press('confirm');
    expect(await answerOf(pages, visit)).toMatchObject({ visit: 'confirmed' });
  });

  test('of a patient without a date of birth goes to a person, and changes nothing', async () => {
    const visit = await pages.mail({ patient: { date_of_birth: null } });
    const page = await (await read(visit)).press('decline');
    expect(page.text).toContain('We will call you');
    expect(page.text).not.toContain('date of birth');
    expect(await answerOf(pages, visit)).toEqual({
      ...untouched,
      rules: ['page.no_birth_date'],
      items: ['cancellation_request'],
    });
  });
});

test('kept explain tells each press, of the message and of the visit', async () => {
  const visit = await pages.mail();
  await (await pages.fetch(visit.link)).press('confirm');
  await decline(visit);
  const { db } = pages.api.database;
  const told = [await explainMessageById(db, visit.messageId), await explainSubjectById(db, visit.id)];
  for (const { history } of told) {
    expect(history.filter(({ what }) => what === 'press').map(({ text }) => text)).toEqual([
      'Confirm was pressed on the page: too soon after the page was fetched, or long after, so it did not count.',
      'Decline was pressed on the page: the page asked for the date of birth.',
      'Decline with a date of birth was pressed on the page: declined.',
    ]);
    expect(history.filter(({ what }) => what === 'reply')).toEqual([]);
  }
});

describe('a link', () => {
  const brokenPage = () => pages.fetch('/v/nothing');

  test('that is damaged, of another installation, of another purpose or of no message opens the same page', async () => {
    const visit = await pages.mail();
    const broken = await brokenPage();
    expect(broken.status).toBe(404);
    expect(broken.text).toContain('This link does not work');
    expect(broken.text).toContain('Este enlace no funciona');
    const foreign = createLinks({ secret: 'x'.repeat(32), previousSecret: null, publicUrl: '' });
    for (const address of [
      visit.link.slice(0, -1),
      `${visit.link}A`,
      foreign.visitLink(visit.messageId),
      visit.unsubscribeLink.replace('/u/', '/v/'),
      links.visitLink('0199a000-0000-7000-8000-0123456789ab'),
      '/v/',
      `/v/${'A'.repeat(2_000)}`,
      '/v/a/b/c?d=e',
      '/v/%00%F0%9F%98%80',
    ]) {
      const page = await pages.fetch(address);
      expect(page.status, address).toBe(404);
      expect(page.html).toBe(broken.html);
      const pressed = await page.press('confirm');
      expect(pressed.status).toBe(404);
      expect(pressed.html).toBe(broken.html);
    }
    expect(await answerOf(pages, visit)).toEqual(untouched);
  });

  test('of a message that was never taken into hand, or of a call, opens the same page', async () => {
    const broken = await brokenPage();
    const waiting = await pages.mail({ message: { state: 'not_sent', sender_id: null } });
    const call = await pages.mail({ message: { channel: 'voice' } });
    for (const { link } of [waiting, call]) expect((await pages.fetch(link)).html).toBe(broken.html);
  });

  test('with the end of a sentence behind it opens its page', async () => {
    const visit = await pages.mail();
    for (const end of ['.', ',', ').']) expect((await pages.fetch(visit.link + end)).status).toBe(200);
  });

  test.each([
    ['moved', { starts_at: '2026-11-25T18:00:00Z' }, 'This visit has changed'],
    ['cancelled', { pms_state: 'cancelled' }, 'This visit has changed'],
    ['rescheduled', { pms_state: 'rescheduled' }, 'This visit has changed'],
    ['gone from the PMS', { gone_at: '2026-11-23T12:00:00Z' }, 'This visit has changed'],
    ['over', { pms_state: 'completed' }, 'too late to answer here'],
  ])('to a visit that is %s says so, with nothing of it and no button', async (_, columns, words) => {
    const visit = await pages.mail();
    const before = await read(visit);
    await pages.api.database.sql`UPDATE appointments SET ${pages.api.database.sql(columns)} WHERE id = ${visit.id}`;
    const page = await pages.fetch(visit.link);
    expect(page.status).toBe(200);
    expect(page.text).toContain(words);
    expect(page.text).toContain('(757) 555-0100');
    expect(page.buttons).toEqual([]);
    expect(page.text).not.toMatch(/November|10:00|1:00/);

    // A page that was fetched before the change: the press goes to a person.
    const late = await before.press('confirm');
    expect(late.text).toContain('We will call you');
    expect(await answerOf(pages, visit)).toEqual({
      ...untouched,
      message: 'confirmed',
      rules: ['page.late'],
      items: ['late_answer'],
    });
  });

  test('past its time to answer, or past the visit, says so', async () => {
    const expired = await pages.mail({ message: { answerable_until: '2026-11-23T15:00:00Z' } });
    expect((await pages.fetch(expired.link)).text).toContain('too late to answer here');
    const begun = await pages.mail({
      visit: { starts_at: '2026-11-23T14:59:00Z' },
      message: { occurrence: '2026-11-23T14:59:00Z' },
    });
    expect((await pages.fetch(begun.link)).text).toContain('too late to answer here');
  });
});

test('law 6: neither a token nor a date of birth stands in a log or a metric', async () => {
  const visit = await pages.mail();
  await decline(visit, { ...birthDate, year: '1931' });
  await pages.fetch(`${visit.link}damaged`);
  const { body: metrics } = await pages.api.get<string>('/metrics');
  const token = visit.link.slice(-36);
  expect(pages.api.logged()).toContain('"route":"/v/*"');
  for (const text of [pages.api.logged(), metrics]) {
    expect(text).not.toContain(token.slice(0, 20));
    expect(text).not.toMatch(/1931-04-23|year=1931|"1931"/);
    expect(text).not.toContain(visit.messageId);
  }
});

test('a link is asked for by one person: a minute’s requests for it are counted, and another’s are not', async () => {
  const [busy, other] = [await pages.mail(), await pages.mail()];
  let limited: FetchedPage | null = null;
  for (let times = 0; times < 100 && limited === null; times += 1) {
    const page = await pages.fetch(busy.link);
    if (page.status !== 200) limited = page;
  }
  expect(limited?.status).toBe(429);
  expect(limited?.text).toContain('Please try again in a minute');
  expect(limited?.headers['retry-after']).toBeDefined();
  expect((await pages.fetch(other.link)).status).toBe(200);
});
