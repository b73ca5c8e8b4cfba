import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, openPages, type ALinkedVisit, type PagesApi } from './a-linked-visit.ts';

/** The page of a visit that the PMS has given to another patient since it was asked about. */
let pages: PagesApi;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages.close());

const stranger = { first_name: 'Wilhelmina', preferred_name: 'Mina', date_of_birth: '1990-02-03' };
const untouched = { visit: 'none', source: null, message: 'none', rules: [], writeBacks: [] };

/** Gives the visit to somebody else, at the same time. */
async function giveAway(visit: ALinkedVisit): Promise<void> {
  const other = await pages.mail({ patient: stranger });
  await pages.api.database.sql`
    UPDATE appointments SET patient_id = ${other.patientId} WHERE id = ${visit.id}`;
}

test('says nothing of the one who has it now, and has no button', async () => {
  const visit = await pages.mail({ patient: { first_name: 'Ada' } });
  await giveAway(visit);
  const page = await pages.fetch(visit.link);
  expect(page.text).not.toMatch(/Mina|Wilhelmina|10:00 AM/);
  expect(page.buttons).toEqual([]);
  expect(await answerOf(pages, visit)).toMatchObject(untouched);
});

test('that was open already confirms and declines nothing, whichever date of birth is entered', async () => {
  const visit = await pages.mail({ patient: { first_name: 'Ada' } });
  const open = await pages.fetch(visit.link);
  pages.wait(3_000);
  const asks = await open.press('decline');
  await giveAway(visit);
  const pressed = await open.press('confirm');
  expect(pressed.text).not.toMatch(/Mina|Wilhelmina|Confirmed/);
  for (const birthDate of [
    { month: '2', day: '3', year: '1990' },
    { month: '4', day: '23', year: '1975' },
  ]) {
    pages.wait(20_000);
    const declined = await asks.press('birth_date', birthDate);
    expect(declined.text).not.toMatch(/Mina|Wilhelmina|Declined/);
  }
  expect(await answerOf(pages, visit)).toMatchObject(untouched);
});

test('of several is left out, and the others are answered', async () => {
  const ada = await pages.mail({ patient: { first_name: 'Ada' } });
  const merged = { state: 'withheld', reason: 'merged', merged_into: ada.messageId, sent_at: null, sender_id: null };
  const ben = await pages.mail({ patient: { first_name: 'Ben' }, message: merged });
  await giveAway(ben);
  const page = await pages.fetch(ada.link);
  expect(page.text).not.toMatch(/Mina|Wilhelmina/);
  pages.wait(3_000);
  await page.press('confirm');
  expect((await answerOf(pages, ada)).visit).toBe('confirmed');
  expect(await answerOf(pages, ben)).toMatchObject(untouched);
});
