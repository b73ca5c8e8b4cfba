import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExchanges } from '../../../channels/exchange.ts';
import { createTwilioClient } from '../../../channels/twilio/client.ts';
import { openBrowser } from '../../environment/browser.ts';
import { until } from '../../environment/until.ts';
import { aSimulator, type ASimulator } from './a-simulator.ts';
import { aWebhook, type AWebhook } from './a-webhook.ts';

const phone = '+17575550123';
const scripts: Record<string, string> = {
  '': `<Response><Gather numDigits="1" timeout="120" action="voice?step=keys" actionOnEmptyResult="true">
    <Say language="en-US">Press 1 &lt;now&gt; &amp; be done.</Say></Gather></Response>`,
  keys: '<Response><Say>Thank you.</Say><Hangup/></Response>',
};

let webhook: AWebhook;
let simulator: ASimulator;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  webhook = await aWebhook('a-token-of-the-test', 204, 0, (path) => {
    const url = new URL(path, 'http://webhook');
    return url.pathname === '/webhooks/twilio/voice' ? (scripts[url.searchParams.get('step') ?? ''] ?? null) : null;
  });
  // A second of a call is one, so that whoever presses has two minutes for it.
  simulator = await aSimulator({ webhookBase: webhook.url, pace: { secondMs: 1_000 } });
  browser = await openBrowser();
  page = await (await browser.newContext()).newPage();
});
afterAll(async () => {
  await browser.close();
  await simulator.close();
  await webhook.close();
});

test('a call’s words are read on the phone’s page, and the key that is pressed there reaches whoever called', async () => {
  const { sid } = await createTwilioClient(simulator.account, createExchanges()).calls.create({
    from: '+17575550100',
    to: phone,
    url: `${webhook.url}/webhooks/twilio/voice`,
  });
  await page.goto(`${simulator.url}/phones/${phone}`);
  const call = page.locator(`#${sid}`);
  // The page keeps itself up to date.
  await call.getByText('“Press 1 <now> & be done.”').waitFor({ timeout: 30_000 });
  await call.getByRole('button', { name: '1', exact: true }).click();
  await call.getByText('Pressed 1').waitFor({ timeout: 30_000 });
  await call.getByText('“Thank you.”').waitFor({ timeout: 30_000 });

  const pressed = webhook.posted.filter(({ path }) => path.includes('step=keys'));
  expect(pressed.map(({ form }) => form?.get('Digits'))).toEqual(['1']);
  await until('the call is over on the page', async () => (await call.getByRole('button').count()) === 0, 30_000);
  expect(await call.locator('.call-head').textContent()).toContain('completed');
}, 180_000);
