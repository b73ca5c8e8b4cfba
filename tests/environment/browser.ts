import Chromium from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** A headless browser that npm alone has brought. Close it. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await Chromium.executablePath(), args: Chromium.args, headless: true });
}
