import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerOf, openPages, type ALinkedVisit, type PagesApi } from './a-linked-visit.ts';

/** Programs that look into mail, as they are known to behave: they fetch every link, and some press what they find. */
let pages: PagesApi;
let visit: ALinkedVisit;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages.close());
beforeEach(async () => {
  visit = await pages.mail();
});

const second = 1_000;
const untouched = { visit: 'none', source: null, message: 'none', rules: [], items: [], writeBacks: [] };
const birthDate = { month: '4', day: '23', year: '1975' };

test.each(['confirm', 'decline'])(
  '%s pressed sooner than a person reads: changes nothing, and is to be pressed once more',
  async (button) => {
    const page = await pages.fetch(visit.link);
    pages.wait(1_999);
    const early = await page.press(button);
    expect(early.status).toBe(200);
    expect(early.text).toContain('Please press once more');
    expect(early.buttons).toEqual(['confirm', 'decline']);
    expect(await answerOf(pages, visit)).toEqual(untouched);
    // The page that says so is fetched anew, and takes the press of a person.
    pages.wait(2_000);
    const pressed = await early.press(button);
    expect(pressed.text).toContain(button === 'confirm' ? 'Confirmed' : 'date of birth');
  },
);

test('both pressed at once, and on pages of their own: nothing changes, and no person is bothered', async () => {
  const [one, other] = [await pages.fetch(visit.link), await pages.fetch(visit.link)];
  const answered = await Promise.all([one.press('confirm'), other.press('decline'), one.press('decline')]);
  for (const page of answered) expect(page.text).toContain('Please press once more');
  expect(await answerOf(pages, visit)).toEqual(untouched);
});

test.each([[['confirm', 'decline']], [['decline', 'confirm']], [['confirm', 'decline', 'confirm', 'decline']]])(
  '%s pressed one after the other by one that waits: unclear, neither stands, and a person is told once',
  async (buttons) => {
    const page = await pages.fetch(visit.link);
    let text = '';
    for (const button of buttons) {
      pages.wait(2 * second);
      ({ text } = await page.press(button));
    }
    expect(text).toContain('We will call you');
    expect(await answerOf(pages, visit)).toMatchObject({
      visit: 'none',
      source: null,
      message: 'none',
      items: ['unclear_reply'],
      writeBacks: [],
    });
    const { rules } = await answerOf(pages, visit);
    expect(rules.filter((rule) => rule === 'page.both_pressed')).toHaveLength(1);
  },
);

test('both pressed at one instant by one that waited: the visit’s lock puts them in an order, and neither stands', async () => {
  for (let times = 0; times < 5; times += 1) {
    const scanned = await pages.mail();
    const [one, other] = [await pages.fetch(scanned.link), await pages.fetch(scanned.link)];
    pages.wait(3 * second);
    await Promise.all([one.press('confirm'), other.press('decline')]);
    expect(await answerOf(pages, scanned)).toMatchObject({
      visit: 'none',
      message: 'none',
      items: ['unclear_reply'],
      writeBacks: [],
    });
  }
});

test('a Confirm that counted and a Decline that is early on its own page are unclear: nobody knows what was meant', async () => {
  const page = await pages.fetch(visit.link);
  pages.wait(3 * second);
  await page.press('confirm');
  const other = await pages.fetch(visit.link);
  expect((await other.press('decline')).text).toContain('We will call you');
  expect(await answerOf(pages, visit)).toMatchObject({ visit: 'none', items: ['unclear_reply'], writeBacks: [] });
});

test('a Confirm and a Decline with the date of birth close together do not stand either', async () => {
  const page = await pages.fetch(visit.link);
  pages.wait(3 * second);
  const asks = await page.press('decline');
  pages.wait(20 * second);
  await asks.press('birth_date', birthDate);
  pages.wait(9 * second);
  await page.press('confirm');
  expect(await answerOf(pages, visit)).toMatchObject({
    visit: 'none',
    message: 'none',
    items: ['unclear_reply'],
    writeBacks: [],
  });
});

test('an answer from before, by whichever way, stands again when the two presses do not', async () => {
  const page = await pages.fetch(visit.link);
  pages.wait(3 * second);
  await page.press('confirm');
  pages.wait(3_600 * second);

  const later = await pages.fetch(visit.link);
  pages.wait(3 * second);
  const asks = await later.press('decline');
  pages.wait(12 * second);
  await asks.press('birth_date', birthDate);
  expect(await answerOf(pages, visit)).toMatchObject({ visit: 'declined', writeBacks: ['declined'] });
  pages.wait(5 * second);
  await later.press('confirm');
  expect(await answerOf(pages, visit)).toMatchObject({
    visit: 'confirmed',
    source: 'email',
    message: 'confirmed',
    writeBacks: ['confirmed'],
  });
  const [{ at } = { at: null }] = await pages.api.database.sql<
    { at: Date }[]
  >`SELECT answered_at AS at FROM appointments WHERE id = ${visit.id}`;
  const [first] = await pages.api.database.sql<
    { at: Date }[]
  >`SELECT min(at) AS at FROM answers WHERE appointment_id = ${visit.id}`;
  expect(at).toEqual(first?.at);
});

test('the patient who comes after a scanner is heard: what is further apart than ten seconds is no pair', async () => {
  const scanned = await pages.fetch(visit.link);
  pages.wait(3 * second);
  await scanned.press('confirm');
  await scanned.press('decline');
  const page = await pages.fetch(visit.link);
  expect(page.buttons).toEqual(['confirm', 'decline']);
  pages.wait(10_001);
  expect((await page.press('confirm')).text).toContain('Confirmed');
  expect(await answerOf(pages, visit)).toMatchObject({
    visit: 'confirmed',
    message: 'confirmed',
    writeBacks: ['confirmed'],
  });
});

test.each([
  ['no token', ''],
  ['a token that was made up', 'A'.repeat(23)],
])('a press with %s is none', async (_, token) => {
  pages.wait(60 * second);
  const page = await pages.fetch(visit.link);
  pages.wait(3 * second);
  const pressed = await page.press('confirm', { page: token });
  expect(pressed.text).toContain('Please press once more');
  expect(await answerOf(pages, visit)).toEqual(untouched);
});

test('a token of another visit’s page or of the unsubscribe page is none', async () => {
  const other = await pages.mail();
  for (const address of [other.link, visit.unsubscribeLink]) {
    const token = /name="page" value="([\w-]+)"/.exec((await pages.fetch(address)).html)![1]!;
    const page = await pages.fetch(visit.link);
    pages.wait(3 * second);
    expect((await page.press('confirm', { page: token })).text).toContain('Please press once more');
  }
  expect(await answerOf(pages, visit)).toEqual(untouched);
});

test('a page that was left open for more than a day is shown anew before it counts', async () => {
  const inSixDays = '2026-11-29T15:00:00Z';
  const later = await pages.mail({
    visit: { starts_at: inSixDays },
    message: { occurrence: inSixDays, answerable_until: inSixDays },
  });
  const page = await pages.fetch(later.link);
  pages.wait(24 * 3_600 * second + 1);
  expect((await page.press('confirm')).text).toContain('Please press once more');
  expect(await answerOf(pages, later)).toEqual(untouched);
});
