import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { levelsOfSetting, settingKeys, settingOf, shapeOf } from '../../../domain/settings/settings-catalog.ts';

test('docs/settings.md tells of every setting what it begins as, what it may be and what it does', () => {
  const document = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
  const rows = document.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual(
    settingKeys.map((key) => {
      const { effect, default: begin, plans } = settingOf(key);
      const cells = [shapeOf(key), `\`${JSON.stringify(begin)}\``, levelsOfSetting(key).join(', ')];
      return `| \`${key}\` | ${cells.join(' | ')} | ${plans ? 'plans anew' : 'in the moment'} | ${effect} |`;
    }),
  );
});
