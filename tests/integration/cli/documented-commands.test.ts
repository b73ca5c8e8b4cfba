import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runKept } from '../../environment/run-kept.ts';

interface Named {
  /** `practice add` */
  readonly words: string;
  readonly options: readonly string[];
}

const documents = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((file) => `docs/${file}`)].filter(
  (file) => file.endsWith('.md'),
);
const named = documents.flatMap(commandsIn);
const commands = [...new Set(named.map(({ words }) => words))];

test('the documents name commands', () => {
  expect(commands.length).toBeGreaterThan(12);
});

test.concurrent.each(commands)('kept %s is a command, with the options that the documents name', async (command) => {
  const help = await runKept([...command.split(' '), '--help']);
  expect(help).toMatchObject({ code: 0 });
  expect(help.stdout).toContain(`Usage: kept ${command}`);
  const options = named.filter(({ words }) => words === command).flatMap((one) => one.options);
  for (const option of options) expect(help.stdout).toContain(option);
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
    return [{ words, options: rest?.match(/--[a-z-]+/g) ?? [] }];
  });
}
