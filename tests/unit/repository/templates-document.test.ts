import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shippedKinds } from '../../../domain/shipped-kinds.ts';
import { defaultTemplates } from '../../../domain/templates/default-templates.ts';
import { fields, fieldWords, type FieldFacts } from '../../../domain/templates/fields.ts';
import { allowedFilters, allowedTags, createTemplateRenderer, longestBody } from '../../../domain/templates/render.ts';
import { standardName } from '../../../domain/templates/template-key.ts';
import { countSegments } from '../../../domain/templates/segments.ts';
import { mostCharacters } from '../../../domain/templates/try-template.ts';

const document = readFileSync(new URL('../../../docs/templates.md', import.meta.url), 'utf8');

const ana = {
  patient: { firstName: 'Ana', preferredName: '' },
  facility: { nameInMessages: 'Main Street', zone: 'America/New_York' },
  providerName: 'Dr. Reyes',
  visitAt: Date.parse('2026-12-01T14:00Z'),
};
const facts: FieldFacts = {
  visits: [ana],
  practice: { nameInMessages: 'Harbor Clinic', phone: '+17575550100' },
  isConfirmed: false,
  language: 'en',
};
const moved = { ...ana, formerAt: ana.visitAt - 1_800_000 };
const ben = { ...ana, patient: { firstName: 'Ben', preferredName: '' }, visitAt: ana.visitAt + 1_800_000 };

test('docs/templates.md tells of every field what it says, with an example', () => {
  const one = fieldWords({ ...facts, visits: [moved], isConfirmed: true });
  const { visits } = fieldWords({ ...facts, visits: [ana, ben] });
  const rows = document.split('\n').filter((line) => line.startsWith('| `{{ '));
  expect(rows.filter((row) => row.split(' | ').length === 3)).toEqual(
    Object.entries(fields).map(
      ([name, says]) => `| \`{{ ${name} }}\` | ${says} | ${{ ...one, visits }[name as keyof typeof fields]} |`,
    ),
  );
});

test('docs/templates.md names the tags, the filters and the limits', () => {
  const listed = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');
  expect(document).toContain(`Tags: ${listed(allowedTags)}. Filters: ${listed(allowedFilters)}.`);
  const { text, voice, email, subjectLine } = mostCharacters;
  expect(document).toContain(
    `| more than ${String(text)} characters of a text, ${String(voice)} of a call, ${String(email)} of a mail, ` +
      `${String(subjectLine)} of a subject; a template of more than ${String(longestBody)} |`,
  );
});

test('docs/shipped-words.md has the words that ship; `npm run words` writes it anew', async () => {
  const renderer = createTemplateRenderer();
  const sections = defaultTemplates.map(({ kind, name, channel, language, subjectLine, body }) => {
    const visits = shippedKinds.get(kind)?.tells === 'new_time' ? [moved] : [ana];
    const words = fieldWords({ ...facts, visits, language });
    const said = renderer.render(body, words);
    const { segments, encoding } = countSegments(said);
    const cost = channel === 'text' ? ` (${String(segments)} of ${encoding})` : '';
    const subject = subjectLine === undefined ? '' : `Subject: ${renderer.render(subjectLine, words)}\n\n`;
    const source = [...(subjectLine === undefined ? [] : [`${subjectLine}\n`]), body].join('\n');
    return [
      `## ${[kind, ...(name === undefined || name === standardName ? [] : [name]), channel, language].join(', ')}`,
      `${subject}${said}${cost}`.replaceAll(/^(?=.)/gm, '> ').replaceAll(/^$/gm, '>'),
      ['```liquid', source, '```'].join('\n'),
    ].join('\n\n');
  });
  const head = [
    '# The words that ship',
    'Every practice begins with these, and gets with `kept migrate` those that ship later; [templates.md](templates.md) says how to change them. Above each template stands what it says of a visit.',
  ];
  await expect(`${[...head, ...sections].join('\n\n')}\n`).toMatchFileSnapshot('../../../docs/shipped-words.md');
});
