import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerOf, openPages, type ALinkedVisit, type FetchedPage, type PagesApi } from './a-linked-visit.ts';

/** A mail that asks about several visits of one family: the others' messages merged into it. */
let pages: PagesApi;
let mails: { ada: ALinkedVisit; ben: ALinkedVisit };
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages.close());
beforeEach(async () => {
  const ada = await pages.mail({ patient: { first_name: 'Ada', date_of_birth: '2015-05-06' } });
  const at = '2026-11-24T16:30:00Z';
  const ben = await pages.mail({
    patient: { first_name: 'Benedict', preferred_name: 'Ben', date_of_birth: '2018-07-08' },
    visit: { starts_at: at },
    message: {
      occurrence: at,
      state: 'withheld',
      reason: 'merged',
      merged_into: ada.messageId,
      sent_at: null,
      sender_id: null,
    },
  });
  mails = { ada, ben };
});

const second = 1_000;
const bensBirthDate = { month: '7', day: '8', year: '2018' };

async function read(): Promise<FetchedPage> {
  const page = await pages.fetch(mails.ada.link);
  pages.wait(3 * second);
  return page;
}

async function declining(fields: Record<string, string>): Promise<FetchedPage> {
  const asks = await (await read()).press('decline');
  pages.wait(20 * second);
  return asks.press('birth_date', fields);
}

const answers = async () => ({
  ada: (await answerOf(pages, mails.ada)).visit,
  ben: (await answerOf(pages, mails.ben)).visit,
});

test('lists each with its patient’s name and its time, and Confirm confirms all', async () => {
  const page = await read();
  expect(page.text).toMatch(/Ada Tuesday, November 24, 10:00 AM .* Ben Tuesday, November 24, 11:30 AM/);
  expect(page.text).toContain('Confirm all');
  const pressed = await page.press('confirm');
  expect(pressed.text).toContain('Thank you');
  expect(await answers()).toEqual({ ada: 'confirmed', ben: 'confirmed' });
  expect((await answerOf(pages, mails.ben)).message).toBe('confirmed');
});

test('Decline asks which, and takes the date of birth of one who is meant', async () => {
  const nobody = await declining(bensBirthDate);
  expect(nobody.text).toContain('Please choose at least one visit');
  expect(nobody.text).toContain('Ada Tuesday, November 24, 10:00 AM, Norfolk');
  pages.wait(20 * second);
  const wrong = await nobody.press('birth_date', { ...bensBirthDate, visit: mails.ada.id });
  expect(wrong.text).toContain('4 tries are left');
  expect(await answers()).toEqual({ ada: 'none', ben: 'none' });

  pages.wait(20 * second);
  const declined = await wrong.press('birth_date', { ...bensBirthDate, visit: mails.ben.id });
  expect(declined.text).toContain('Declined');
  expect(await answers()).toEqual({ ada: 'none', ben: 'declined' });
  expect((await answerOf(pages, mails.ben)).items).toEqual(['decline']);
});

test('another family’s visit cannot be ticked', async () => {
  const stranger = await pages.mail({ patient: { date_of_birth: '2018-07-08' } });
  const page = await declining({ ...bensBirthDate, visit: stranger.id });
  expect(page.text).toContain('Please choose at least one visit');
  expect((await answerOf(pages, stranger)).visit).toBe('none');
});

test('both buttons close together: no visit keeps an answer, and a person is told of each', async () => {
  const page = await read();
  await page.press('confirm');
  pages.wait(second);
  await page.press('decline');
  expect(await answers()).toEqual({ ada: 'none', ben: 'none' });
  for (const mail of [mails.ada, mails.ben]) {
    expect(await answerOf(pages, mail)).toMatchObject({ message: 'none', items: ['unclear_reply'], writeBacks: [] });
  }
});

test('one that has changed says so and is not answered; the others are', async () => {
  await pages.api.database.sql`UPDATE appointments SET pms_state = 'cancelled' WHERE id = ${mails.ben.id}`;
  const page = await read();
  expect(page.text).toContain('This visit has changed. Please call us.');
  await page.press('confirm');
  expect(await answers()).toEqual({ ada: 'confirmed', ben: 'none' });
});
