import { readFileSync } from 'node:fs';
import mjml2html from 'mjml';
import { expect, test } from 'vitest';

const source = readFileSync(new URL('../../../../channels/sendgrid/layout/mail.mjml', import.meta.url), 'utf8');

test('the layout is what MJML makes of its source; `npm run layout` writes it anew', async () => {
  const { html, errors } = await mjml2html(source, { validationLevel: 'strict' });
  expect(errors).toEqual([]);
  await expect(withoutEmptyLines(html)).toMatchFileSnapshot('../../../../channels/sendgrid/layout/mail.html');
});

function withoutEmptyLines(html: string): string {
  return `${html
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n')}\n`;
}
