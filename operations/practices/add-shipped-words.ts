import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findPractices } from '../../db/practices.ts';
import { insertReplan } from '../../db/replans.ts';
import { insertSettingChange } from '../../db/setting-changes.ts';
import { closeSettings } from '../../db/settings.ts';
import { addMissingTemplates } from '../../db/templates.ts';
import { practiceLevel } from '../../domain/settings/level.ts';
import { defaultTemplates } from '../../domain/templates/default-templates.ts';
import { templateKeyOf } from '../../domain/templates/template-key.ts';

/**
 * Gives every practice the words that ship and that it never had: those of a kind, a channel or a language that came with a later
 * version. Words that it has, or has withdrawn, stay as they are. Each practice's are a change of its settings, which its plans
 * follow, and which can be taken back. Returns how many practices got some. A second time it finds nothing to do.
 */
export async function addShippedWords(db: Database): Promise<number> {
  const practices = await db.acrossPractices(findPractices);
  let given = 0;
  for (const { id } of practices) if (await db.inPractice(id, giveWords)) given += 1;
  return given;
}

async function giveWords(tx: PracticeTransaction): Promise<boolean> {
  await closeSettings(tx);
  const added = await addMissingTemplates(tx, defaultTemplates);
  if (added.length === 0) return false;
  const change = await insertSettingChange(tx, {
    area: 'templates',
    ...practiceLevel,
    before: Object.fromEntries(added.map((template) => [templateKeyOf(template), null])),
    after: Object.fromEntries(
      added.map(({ body, subjectLine, ...name }) => [templateKeyOf(name), { body, subjectLine }]),
    ),
    keyId: null,
    keyName: 'kept migrate',
    takesBack: null,
  });
  await insertReplan(tx, change.id);
  return true;
}
