import type { Command } from 'commander';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createProgram } from '../../../cli/program.ts';

interface Named {
  readonly document: string;
  /** `practice add` */
  readonly words: string;
  readonly options: readonly string[];
}

const documents = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((file) => `docs/${file}`)].filter(
  (file) => file.endsWith('.md'),
);
const named = documents.flatMap(commandsIn);

test('the documents name commands', () => {
  expect(named.length).toBeGreaterThan(12);
});

test.each(named)('`kept $words` of $document is a command, with the options $options', ({ words, options }) => {
  const command = words
    .split(' ')
    .reduce<Command | undefined>((group, word) => group?.commands.find((one) => one.name() === word), createProgram());
  expect(command).toBeDefined();
  expect(command?.options.map(({ long }) => long)).toEqual(expect.arrayContaining([...options]));
});

/** Commands stand in code: `kept explain visit ID`, and in a deployment `docker compose run --rm worker practice add`. */
function commandsIn(document: string): Named[] {
  const text = readFileSync(document, 'utf8');
  const code = [...text.matchAll(/```\w*\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, block, inline]) =>
    (block ?? inline ?? '').split('\n'),
  );
  return code.flatMap((line) => {
    const [, words, rest] =
      /(?:^|npx )kept ([a-z]+(?: [a-z]+)?)\b(?!\/)(.*)/.exec(line) ??
      /compose run .*worker ([a-z]+(?: [a-z]+)?)\b(?!\/)(.*)/.exec(line) ??
      [];
    if (words === undefined) return [];
    return [{ document, words, options: rest?.match(/--[a-z-]+/g) ?? [] }];
  });
}
