import { describe, expect, test } from 'vitest';
import { readReply } from '../../../../domain/answers/read-reply.ts';
import { shippedKinds } from '../../../../domain/shipped-kinds.ts';
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
const startsFrom = (kind: string) => shippedKinds.get(kind)?.startsFrom;
const reminders = defaultTemplates.filter(({ kind }) => kind === 'appointment_reminder');
const texts = reminders.filter(({ channel }) => channel === 'text');
const emails = reminders.filter(({ channel }) => channel === 'email');
const textsOfDays = defaultTemplates.filter(
  ({ kind, channel }) => ['recall_due', 'order_ready'].includes(startsFrom(kind) ?? '') && channel === 'text',
);

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

const ofDays = defaultTemplates.filter(({ kind }) => ['recall_due', 'order_ready'].includes(startsFrom(kind) ?? ''));

describe.each(defaultTemplates.filter((words) => !reminders.includes(words) && !ofDays.includes(words)))(
  '$kind $name by $channel in $language',
  ({ kind, body, subjectLine, channel, language }) => {
    const isMoved = shippedKinds.get(kind)?.tells === 'new_time';
    const said = (visits: VisitFieldFacts[]): string =>
      renderer.render(
        body,
        fieldWords({
          ...theFacts(language),
          visits: visits.map((visit) => ({ ...visit, ...(isMoved && { formerAt: visit.visitAt - 1_800_000 }) })),
        }),
      );

    test('it reads well with a name and without, of one visit and of several', () => {
      for (const visits of [[visitOn(1, '')], [visitOn(1, 'Ana')], [visitOn(1, 'Ana'), visitOn(1, 'Ben')]]) {
        expect(said(visits)).not.toMatch(/ [.,:]|,,|\.\.|^[a-z]|\{|\}/);
        expect(said(visits).length).toBeGreaterThan(40);
      }
      expect(renderer.fieldsIn(body)).toContain('visits');
      expect(subjectLine === undefined).toBe(channel !== 'email');
    });

    test.runIf(channel === 'text')('a text says who writes, how to end it, and takes two segments at most', () => {
      const text = said([visitOn(1, 'Guadalupe')]);
      expect(text).toMatch(/^Tidewater Care \(757\) 555-0100: /);
      expect(text).toMatch(language === 'en' ? /Reply STOP to end\.$/ : /Responda STOP para terminar\.$/);
      expect(countSegments(text)).toMatchObject({ encoding: 'GSM-7' });
      expect(countSegments(text).segments).toBeLessThanOrEqual(2);
    });
  },
);

test('there are words for every channel in both languages', () => {
  const kinds = [...new Set(defaultTemplates.map(({ kind }) => kind))];
  const ways = ['text', 'email', 'voice'].flatMap((channel) => [`${channel} en`, `${channel} es`]);
  for (const kind of kinds) {
    const written = defaultTemplates.filter((words) => words.kind === kind);
    for (const name of new Set(written.map((words) => words.name))) {
      const ofName = written.filter((words) => words.name === name);
      expect(ofName.map(({ channel, language }) => `${channel} ${language}`)).toEqual(ways);
    }
  }
});

test('the words that they ask for are answers', () => {
  const asked = texts.map(({ body }) =>
    [...body.matchAll(/\b(Y|N|SI|NO|STOP)\b/g)].map(([word]) => readReply(word).outcome),
  );
  expect(asked).toEqual(texts.map(() => ['confirm', 'decline', 'decline', 'opt_out']));
});

describe.each(textsOfDays)('$kind by $channel in $language', ({ kind, body, language }) => {
  test('it says who writes, what answers do and how to end it, in few segments', () => {
    const text = textOn(body, language, 1);
    expect(text).toMatch(/^Tidewater Care \(757\) 555-0100: Guadalupe, (it|es|your|su) /);
    expect(text).toMatch(language === 'en' ? /Reply STOP to end\.$/ : /Responda STOP para terminar\.$/);
    expect(textOn(body, language, 1, '')).toMatch(/^Tidewater Care \(757\) 555-0100: (It|Es|Your|Su) /);
    const { encoding, segments } = countSegments(text);
    expect(encoding).toBe('GSM-7');
    expect(segments).toBeLessThanOrEqual(language === 'en' ? 1 : 2);
  });

  test('the words that it asks for are answers; who has nothing to answer is asked for nothing', () => {
    const read = [...body.matchAll(/\b(Y|N|SI|NO|STOP)\b/g)].map(([word]) => readReply(word).outcome);
    expect(read).toEqual(startsFrom(kind) === 'recall_due' ? ['confirm', 'decline', 'opt_out'] : ['opt_out']);
  });
});

test('every kind that goes by itself has words on every channel in both languages', () => {
  const had = defaultTemplates.map(({ kind, channel, language }) => `${kind} ${channel} ${language}`);
  for (const [kind, { startsFrom }] of shippedKinds) {
    if (startsFrom === 'staff' || startsFrom === 'reply') continue;
    for (const channel of ['text', 'voice', 'email']) {
      for (const language of ['en', 'es']) expect(had).toContain(`${kind} ${channel} ${language}`);
    }
  }
});
