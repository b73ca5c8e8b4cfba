import { describe, expect, test } from 'vitest';
import { readReply } from '../../../../domain/answers/read-reply.ts';
import { defaultTemplates } from '../../../../domain/templates/default-templates.ts';
import { fieldWords, type FieldFacts, type VisitFieldFacts } from '../../../../domain/templates/fields.ts';
import { createTemplateRenderer } from '../../../../domain/templates/render.ts';
import { countSegments } from '../../../../domain/templates/segments.ts';

const renderer = createTemplateRenderer();

function visitOn(day: number, firstName: string): VisitFieldFacts {
  return {
    patient: { firstName, preferredName: '' },
    facility: { nameInMessages: 'Ghent Office', zone: 'America/New_York' },
    providerName: '',
    visitAt: Date.UTC(2026, 11, day, 17, 30),
  };
}

function theFacts(language: string): Omit<FieldFacts, 'visits'> {
  const practice = { nameInMessages: 'Tidewater Care', phone: '+17575550100' };
  return { practice, isConfirmed: false, language };
}

/** As a patient reads it on the seventh days of a week, the longest names first. */
function textOn(body: string, language: string, day: number, firstName = 'Guadalupe'): string {
  return renderer.render(body, fieldWords({ ...theFacts(language), visits: [visitOn(day, firstName)] }));
}

const week = [1, 2, 3, 4, 5, 6, 7];
const texts = defaultTemplates.filter(({ channel }) => channel === 'text');
const emails = defaultTemplates.filter(({ channel }) => channel === 'email');

describe.each(emails)('$kind by email in $language', ({ body, subjectLine, language }) => {
  const subject = language === 'en' ? /^Your visit on .*December 1, 12:30 PM$/ : /^Su cita del .*1 de diciembre, 12:30/;

  test('its subject names the day, and no reason of the visit', () => {
    expect(textOn(subjectLine ?? '', language, 1)).toMatch(subject);
  });

  test('it reads well with a first name and without', () => {
    const [named, nameless] = ['Guadalupe', ''].map((name) => textOn(body, language, 1, name).split('\n\n'));
    expect(named?.[0]).toMatch(/^Guadalupe, (your visit is on|su cita es el) .*, Ghent Office\.$/);
    expect(nameless?.[0]).toMatch(/^(Your visit is on|Su cita es el) .*, Ghent Office\.$/);
    expect(named?.slice(1)).toEqual(nameless?.slice(1));
  });
});

describe.each(texts)('$kind by $channel in $language', ({ body, language }) => {
  test('it says who writes, how to answer and how to end it', () => {
    const text = textOn(body, language, 1);
    expect(text).toMatch(/^Tidewater Care \(757\) 555-0100: Guadalupe, /);
    expect(text).toMatch(language === 'en' ? /Reply STOP to end\.$/ : /Responda STOP para terminar\.$/);
  });

  test('without a first name it reads as well', () => {
    expect(textOn(body, language, 1, '')).toMatch(/^Tidewater Care \(757\) 555-0100: (your visit|su cita) /);
  });

  test('one about several visits lists them, and one that is confirmed asks for nothing', () => {
    const visit = visitOn(1, 'Ana');
    const said = (visits: VisitFieldFacts[], isConfirmed: boolean): string =>
      renderer.render(body, fieldWords({ ...theFacts(language), visits, isConfirmed }));
    const both = said([visit, visitOn(1, 'Ben')], false);
    expect(both).toMatch(/: Ana 12:30 [^,]+, Ben 12:30 [^,]+, Ghent Office\. (Reply Y to|Responda SI para) confirm/);
    expect(said([visit], true)).toMatch(
      /Ghent Office\. (Reply N if you cannot come|Responda NO si no puede venir)\. Re/,
    );
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
  const asked = texts.map(({ body }) =>
    [...body.matchAll(/\b(Y|N|SI|NO|STOP)\b/g)].map(([word]) => readReply(word).outcome),
  );
  expect(asked).toEqual(texts.map(() => ['confirm', 'decline', 'decline', 'opt_out']));
});
