import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../environment/browser.ts';
import { answerOf, links, openPages, type ALinkedVisit, type PagesApi } from './a-linked-visit.ts';

let pages: PagesApi;
let origin: string;
let browser: Browser;
beforeAll(async () => {
  pages = await openPages();
  origin = await pages.api.app.listen({ host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
});
// This browser is one process: a context that is closed takes it along, so they all end with it.
afterAll(async () => {
  await browser.close();
  await pages.close();
});

/** The narrowest phone in use, and its owner's eyes: everything must be readable and fit. */
const phone = { viewport: { width: 320, height: 640 } };

const languages = {
  en: { confirm: 'Confirm', decline: 'Decline', month: 'Month', day: 'Day', year: 'Year' },
  es: { confirm: 'Confirmar', decline: 'No puedo ir', month: 'Mes', day: 'Día', year: 'Año' },
} as const;

async function open(page: Page, link: string): Promise<void> {
  await page.goto(link.replace('https://kept.example', origin));
  pages.wait(20_000);
}

async function enterBirthDate(page: Page, language: keyof typeof languages, year: string): Promise<void> {
  const words = languages[language];
  await page.getByLabel(words.month).fill('4');
  await page.getByLabel(words.day).fill('23');
  await page.getByLabel(words.year).fill(year);
  pages.wait(20_000);
  await page.getByRole('button', { name: words.decline }).click();
}

/** What an eye, a screen reader and a thumb find on it. */
async function isFitForAll(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  expect(wide, `${what} is wider than the phone`).toBe(false);
  for (const button of await page.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(box?.height, `${what}: a button for a thumb`).toBeGreaterThanOrEqual(44);
  }
}

describe.each(['en', 'es'] as const)('on a phone, in the language %s', (language) => {
  let page: Page;
  beforeAll(async () => {
    page = await (await browser.newContext(phone)).newPage();
  });
  const mail = (given: Parameters<PagesApi['mail']>[0] = {}) =>
    pages.mail({ ...given, message: { language, ...given.message } });

  test('every page of a visit can be read, understood by a reader of screens, and fits', async () => {
    const words = languages[language];
    const visit = await mail();
    await open(page, visit.link);
    // The policy lets the style through: without it a button is not green.
    const green = await page.evaluate("getComputedStyle(document.querySelector('button')).backgroundColor");
    expect(green).toBe('rgb(10, 107, 61)');
    await isFitForAll(page, 'fetched');
    await open(page, links.visitLink(visit.messageId, 'decline'));
    await isFitForAll(page, 'decline first');

    await page.getByRole('button', { name: words.decline }).click();
    await isFitForAll(page, 'birth date');
    await enterBirthDate(page, language, '1970');
    await isFitForAll(page, 'wrong birth date');
    await enterBirthDate(page, language, '1975');
    await isFitForAll(page, 'declined');
    await page.getByRole('button', { name: words.confirm }).click();
    await isFitForAll(page, 'early or unclear');
    pages.wait(60_000);
    await open(page, visit.link);
    await page.getByRole('button', { name: words.confirm }).click();
    await isFitForAll(page, 'confirmed');
    expect(await answerOf(pages, visit)).toMatchObject({ visit: 'confirmed' });
  });

  test('so can those that take no answer', async () => {
    const closed: ALinkedVisit[] = [
      await mail({ visit: { pms_state: 'cancelled' } }),
      await mail({ visit: { pms_state: 'completed' } }),
    ];
    for (const { link } of closed) {
      await open(page, link);
      await isFitForAll(page, link);
    }
    const unverified = await mail({ patient: { date_of_birth: null } });
    await open(page, unverified.link);
    await page.getByRole('button', { name: languages[language].decline }).click();
    await isFitForAll(page, 'no birth date');
  });

  test('so can the unsubscribe page, before and after its button, and the page of no link', async () => {
    const { unsubscribeLink } = await mail();
    await open(page, unsubscribeLink);
    await isFitForAll(page, 'unsubscribe');
    await page.getByRole('button').click();
    await isFitForAll(page, 'unsubscribed');
    await open(page, 'https://kept.example/v/nothing');
    await isFitForAll(page, 'broken');
  });

  test('so can the page of several visits and its question which', async () => {
    const first = await mail({ patient: { first_name: 'Maximiliana-Josephine', date_of_birth: '1975-04-23' } });
    await mail({ message: { state: 'withheld', reason: 'merged', merged_into: first.messageId, sent_at: null } });
    await open(page, first.link);
    await isFitForAll(page, 'several');
    await page.getByRole('button', { name: languages[language].decline }).click();
    await isFitForAll(page, 'which');
  });
});

test('it all works in a browser that runs no script', async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  const visit = await pages.mail();
  await open(page, visit.link);
  await page.getByRole('button', { name: 'Decline' }).click();
  await enterBirthDate(page, 'en', '1975');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Declined');
  expect(await answerOf(pages, visit)).toMatchObject({ visit: 'declined' });
});
