import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { feedColumns } from '../../../domain/feed/feed-lists.ts';
import { quarantineReasons } from '../../../domain/feed/quarantine-reasons.ts';

const under = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
const documents = [...readdirSync('.'), ...under('docs')].filter((file) => file.endsWith('.md'));
const read = (file: string): string => readFileSync(file, 'utf8');

test.each(documents)('every link of %s leads to a file that is there', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target!);
  expect(links.filter((target) => !existsSync(join(dirname(document), target)))).toEqual([]);
});

test.each(documents)('every npm script that %s names is there', (document) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(document).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name!);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('docs/architecture.md names each law that a test bears, and only tests that bear it', () => {
  const tests = under('tests').filter((file) => file.endsWith('.test.ts'));
  const lawsOf = (file: string): string[] => [...read(file).matchAll(/["'`]law (\d+):/g)].map(([, law]) => law!);
  const rows = [...read('docs/architecture.md').matchAll(/^\| (\d+) \|.*$/gm)].map(([row, law]) => ({
    law: law!,
    row,
  }));
  expect(new Set(rows.map(({ law }) => law))).toEqual(new Set(tests.flatMap(lawsOf)));
  for (const { law, row } of rows) {
    const files = [...row.matchAll(/\(\.\.\/([^)]+)\)/g)].map(([, file]) => file!);
    expect(files.filter((file) => lawsOf(file).includes(law))).not.toHaveLength(0);
    expect(files.filter((file) => !lawsOf(file).includes(law))).toEqual([]);
  }
});

test.each([...feedColumns, ...Object.keys(quarantineReasons)])('docs/feeds.md explains %s', (word) => {
  expect(read('docs/feeds.md')).toContain(`\`${word}\``);
});

test('decisions are numbered without a gap', () => {
  const numbers = documents.flatMap((file) => /^docs\/adr\/(\d{4})-/.exec(file)?.[1] ?? []).sort();
  expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
  expect(numbers.length).toBeGreaterThan(5);
});

test('the licence is the one that package.json names', () => {
  expect(read('package.json')).toContain('"license": "UNLICENSED"');
  expect(read('LICENSE')).toContain('All rights reserved');
});
