import { expect, test } from 'vitest';
import { createLayout } from '../../../../channels/sendgrid/lay-out.ts';
import { mailWordsOf } from '../../../integration/channels/a-mail.ts';

const layOut = createLayout();

test('the text says everything that the layout says, each link on a line of its own', () => {
  const { text } = layOut(mailWordsOf());
  expect(text).toBe(`Zebulina, your visit is on Tuesday, December 1, at 9:00 AM.

Main, 1 Harbor Road

Confirm:
http://127.0.0.1:9/v/a-token?choose=confirm

Decline:
http://127.0.0.1:9/v/a-token?choose=decline

Harbor Clinic
Call us: (757) 555-0100

Replies to this email are not read. It is not for emergencies: call 911.

Stop emails to this address:
http://127.0.0.1:9/u/a-token`);
});

test('in Spanish everything around the words is Spanish, and the page says so', () => {
  const { html, text } = layOut(mailWordsOf({ language: 'es', body: 'Su cita es el martes.' }));
  expect(html).toContain('<html lang="es"');
  for (const words of ['Confirmar', 'No puedo ir', 'Llámenos:', 'No recibir más correos']) {
    expect(html).toContain(words);
    expect(text).toContain(words);
  }
  expect(html).not.toMatch(/Confirm\b|Decline|Call us|Stop emails/);
});

test.each([
  ['en', 'Please call me to book', 'No visit, thank you', /Confirm\b|Decline/],
  ['es', 'Llámenme para una cita', 'No quiero una cita', /Confirmar|No puedo ir/],
])(
  'the buttons of a recall ask whether to call, as the page does that they lead to (%s)',
  (language, yes, no, never) => {
    const { html, text } = layOut(mailWordsOf({ language, asksOf: 'recall' }));
    for (const read of [html, text]) {
      expect(read).toContain(yes);
      expect(read).toContain(no);
      expect(read).not.toMatch(never);
    }
  },
);

test('a mail that asks nothing has no button, and still the way out', () => {
  const links = { confirm: null, decline: null, unsubscribe: 'https://kept.example/u/t' };
  const { html, text } = layOut(mailWordsOf({ links }));
  expect(html).not.toContain('Confirm');
  expect(html).not.toContain('opens a page');
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['https://kept.example/u/t']);
  expect(text).not.toContain('Decline');
});

test('words are words: none of them becomes markup or a place of the layout', () => {
  const { html } = layOut(
    mailWordsOf({
      body: '<b>"Zoë" & {{confirmLink}}</b>\nsecond line',
      fromName: "O'Neil <Clinic>",
      subjectLine: '</title>',
    }),
  );
  expect(html).toContain('&lt;b&gt;&quot;Zoë&quot; &amp; {{confirmLink}}&lt;/b&gt;<br>\nsecond line');
  expect(html).toContain('O&#39;Neil &lt;Clinic&gt;');
  expect(html).not.toContain('<b>');
  expect(html.match(/<\/title>/g)).toHaveLength(1);
});

test('every place of the layout is filled', () => {
  expect(layOut(mailWordsOf()).html).not.toMatch(/\{\{|\}\}|undefined/);
});

test('every text stands at a contrast of 4.5 or more against what is behind it', () => {
  const { html } = layOut(mailWordsOf());
  const ground = '#ffffff';
  const pairs = [...html.matchAll(/style="([^"]*)"/g)].flatMap(([, style = '']) => {
    const colour = /(?:^|;)\s*color:\s*(#[0-9a-f]{6})/i.exec(style)?.[1];
    const own = /background(?:-color)?:\s*(#[0-9a-f]{6})/i.exec(style)?.[1];
    // The preview is not shown in the mail at all.
    return colour === undefined || style.includes('display:none') ? [] : [[colour, own ?? ground] as const];
  });
  expect(pairs.length).toBeGreaterThan(5);
  for (const [colour, behind] of pairs) expect(contrast(colour, behind)).toBeGreaterThanOrEqual(4.5);
});

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
