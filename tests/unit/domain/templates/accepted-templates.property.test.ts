import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fields, fieldWords, type VisitFieldFacts } from '../../../../domain/templates/fields.ts';
import { allowedFilters, createTemplateRenderer } from '../../../../domain/templates/render.ts';
import { longestList, type TemplatePractice } from '../../../../domain/templates/sample-words.ts';
import { countSegments } from '../../../../domain/templates/segments.ts';
import { mostCharacters, tryTemplate } from '../../../../domain/templates/try-template.ts';

const renderer = createTemplateRenderer();
const practice: TemplatePractice = {
  nameInMessages: 'Harbor Clinic',
  phone: '+17575550100',
  facilities: [{ nameInMessages: 'Main', zone: 'America/New_York' }],
};

/** The link is only in texts of another kind. */
const field = fc.constantFrom(...Object.keys(fields).filter((name) => name !== 'link'));
const literal = fc.stringMatching(/^[a-zñ .,!-]{0,12}$/).map((text) => `"${text}"`);
const filter = fc.oneof(
  fc.constantFrom(...allowedFilters.filter((name) => !['default', 'truncate'].includes(name))),
  fc.oneof(field, literal).map((value) => `default: ${value}`),
  fc.tuple(fc.nat({ max: 80 }), literal).map(([length, end]) => `truncate: ${String(length)}, ${end}`),
);
const output = fc
  .tuple(field, fc.array(filter, { maxLength: 4 }))
  .map(([name, filters]) => `{{ ${[name, ...filters].join(' | ')} }}`);
const condition = fc
  .tuple(field, fc.constantFrom('==', '!=', '<', '>=', 'contains'), fc.oneof(field, literal, fc.constant('blank')))
  .map((parts) => parts.join(' '));

/** What staff might write, of everything that is allowed, within itself too. */
const { part } = fc.letrec<{ part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.stringMatching(/^[A-Za-zñáü€ .,]{0,20}$/),
    output,
    fc
      .tuple(condition, tie('part'), tie('part'))
      .map(([when, one, other]) => `{% if ${when} %}${one}{% else %}${other}{% endif %}`),
    fc.tuple(condition, tie('part')).map(([when, one]) => `{% unless ${when} %}${one}{% endunless %}`),
    fc.tuple(field, literal, tie('part')).map(([of, is, one]) => `{% case ${of} %}{% when ${is} %}${one}{% endcase %}`),
    fc.constant('{% comment %}no one reads this{% endcomment %}'),
    fc.tuple(tie('part'), tie('part'), tie('part')).map((parts) => parts.join(' ')),
  ),
}));

const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom('', 'ΐ'.repeat(2000), 'İ'.repeat(90), '👩‍⚕️'.repeat(40), '{{ practicePhone }}', '(1..999999999)'),
);
const aVisit: fc.Arbitrary<VisitFieldFacts> = fc.record({
  patient: fc.record({ firstName: name, preferredName: fc.oneof(name, fc.constant('')) }),
  facility: fc.constant({ nameInMessages: 'Main', zone: 'America/New_York' }),
  providerName: name,
  visitAt: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2036, 0, 1) }),
});

test('a template of what is allowed is refused for its length alone, else it renders for every visit, within what carriers take', () => {
  const visits = fc.array(aVisit, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      part,
      visits,
      fc.boolean(),
      fc.constantFrom('en', 'es', 'vi', 'ht'),
      (written, of, isConfirmed, language) => {
        const body = `{{ practiceName }} ${written} Y N STOP`;
        const template = { kind: 'any', name: 'standard', channel: 'text', language, body, subjectLine: null } as const;
        const { problems } = tryTemplate(renderer, {
          template,
          kind: { answers: 'expected', startsFrom: 'before_visit', text: 'words', tells: 'new_time' },
          practice,
          mostSegments: 10,
        });
        for (const { message } of problems)
          expect(message).toMatch(/^It can get longer than|^It takes \d+ segments|memory/);
        const words = fieldWords({ visits: of, practice, isConfirmed, language });
        // More are never put into one message.
        fc.pre(words.visits.length <= longestList);
        const text = renderer.render(body, words);
        if (problems.length === 0) expect(text.length).toBeLessThanOrEqual(mostCharacters.text);
        expect(text).toContain('Harbor Clinic');
      },
    ),
    { numRuns: 150 },
  );
});

const ofGsm = 'aZ09 @£$¥èéùìòÇØøÅåΔÆæß¡ÄÖÑÜ§¿äöñüà\n';

test('a text of GSM-7 holds 160 characters, or 153 in each of several; one letter more than that and it holds 70, or 67', () => {
  const letters = fc.string({ unit: fc.constantFrom(...Array.from(ofGsm)), maxLength: 500 });
  fc.assert(
    fc.property(letters, fc.constantFrom('', 'á', 'í', '“'), (text, other) => {
      const [encoding, alone, each] = other === '' ? (['GSM-7', 160, 153] as const) : (['UCS-2', 70, 67] as const);
      const { length } = text + other;
      const segments = length === 0 ? 0 : length <= alone ? 1 : Math.ceil(length / each);
      const counted = countSegments(text + other);
      expect({ ...counted, segments: length === 0 ? 0 : counted.segments }).toEqual({
        ...{ encoding, segments, characters: length },
        costliest: other === '' ? null : other,
      });
    }),
    { numRuns: 200 },
  );
});
