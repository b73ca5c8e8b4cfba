import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shippedKinds } from '../../../domain/shipped-kinds.ts';

test('docs/kinds.md tells of every kind that ships what it does', () => {
  const document = readFileSync(new URL('../../../docs/kinds.md', import.meta.url), 'utf8');
  const rows = document.split('\n').filter((line) => /^\| [A-Z].* \| `/.test(line));
  expect(rows).toEqual(
    [...shippedKinds.values()].map(
      ({ name, slug, startsFrom, answers, endedBy, fromClosedDay, capped, overCap, text, tells, on }) =>
        `| ${[name, `\`${slug}\``, startsFrom, answers, endedBy, fromClosedDay, yesOrNo(capped), overCap, text, tells, yesOrNo(on)].join(' | ')} |`,
    ),
  );
});

function yesOrNo(holds: boolean): string {
  return holds ? 'yes' : 'no';
}
