import { describe, expect, test } from 'vitest';
import { readReply } from '../../../../domain/answers/read-reply.ts';
import { defaultTemplates } from '../../../../domain/templates/default-templates.ts';
import { fieldWords } from '../../../../domain/templates/fields.ts';
import { createTemplateRenderer } from '../../../../domain/templates/render.ts';
import { countSegments } from '../../../../domain/templates/segments.ts';

const renderer = createTemplateRenderer();

/** As a patient reads it on the seventh days of a week, the longest names first. */
function textOn(body: string, language: string, day: number, firstName = 'Guadalupe'): string {
  const words = fieldWords({
    patient: { firstName, preferredName: '' },
    practice: { nameInMessages: 'Tidewater Care', phone: '+17575550100' },
    facility: { nameInMessages: 'Ghent Office', zone: 'America/New_York' },
    providerName: '',
    visitAt: Date.UTC(2026, 11, day, 17, 30),
    language,
  });
  return renderer.render(body, words);
}

const week = [1, 2, 3, 4, 5, 6, 7];

describe.each(defaultTemplates)('$kind by $channel in $language', ({ body, language }) => {
  test('it says who writes, how to answer and how to end it', () => {
    const text = textOn(body, language, 1);
    expect(text).toMatch(/^Tidewater Care \(757\) 555-0100: Guadalupe, /);
    expect(text).toMatch(language === 'en' ? /Reply STOP to end\.$/ : /Responda STOP para terminar\.$/);
  });

  test('without a first name it reads as well', () => {
    expect(textOn(body, language, 1, '')).toMatch(/^Tidewater Care \(757\) 555-0100: (your visit|su cita) /);
  });

  test('it takes few segments', () => {
    const segments = week.map((day) => countSegments(textOn(body, language, day)));
    const most = language === 'en' ? 1 : 2;
    for (const one of segments.filter(({ encoding }) => encoding === 'GSM-7'))
      expect(one.segments).toBeLessThanOrEqual(most);
    // "sábado" is the one word that leaves GSM-7.
    expect(segments.map(({ costliest }) => costliest)).toEqual(
      language === 'en' ? week.map(() => null) : [null, null, null, null, 'á', null, null],
    );
  });
});

test('the words that they ask for are answers', () => {
  const asked = defaultTemplates.map(({ body }) =>
    [...body.matchAll(/\b(Y|N|SI|NO|STOP)\b/g)].map(([word]) => readReply(word).outcome),
  );
  expect(asked).toEqual(defaultTemplates.map(() => ['confirm', 'decline', 'opt_out']));
});
