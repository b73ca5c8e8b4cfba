import type { PracticeTransaction } from '../../db/database.ts';
import { addTemplateVersion, findTemplates } from '../../db/templates.ts';
import { Fault } from '../../domain/fault.ts';
import { readTemplateKey, templateKeyOf, unclearReplyName } from '../../domain/templates/template-key.ts';
import { plainWords, type TemplateShape, type TemplateWords } from '../../domain/templates/template-shape.ts';
import { byKey, refuseIfAny, type AppliedChange, type ChangeRequest } from './change-request.ts';
import { tryTemplates } from './try-templates.ts';

/**
 * Gives the practice these words by their keys, each a version of its own; null withdraws them. Throws `bad_input` where some cannot
 * be used. Words are read when a message is sent, so that plans depend on no more than whether there are any in a language.
 */
export async function applyTemplates(
  tx: PracticeTransaction,
  { facilityId, values }: Pick<ChangeRequest, 'facilityId' | 'values'>,
): Promise<AppliedChange> {
  if (facilityId !== null) {
    throw new Fault(
      'bad_input',
      'Words are of the whole practice: leave the facility out, and associate them with it.',
    );
  }
  const { problems } = await tryTemplates(tx, values);
  refuseIfAny('templates', problems);
  const present = new Map((await findTemplates(tx)).map((template) => [templateKeyOf(template), plainWords(template)]));
  const pairs = Object.entries(values as Readonly<Record<string, TemplateShape | null>>)
    .map(([key, value]) => ({
      key,
      before: present.get(key) ?? null,
      after: value === null ? null : plainWords(value),
    }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  for (const { key, after } of pairs) {
    const name = readTemplateKey(key);
    if (name !== null) await addTemplateVersion(tx, name, after);
  }
  const isNewOrGone = ({ before, after }: { before: TemplateWords | null; after: TemplateWords | null }): boolean =>
    before === null || after === null;
  // An answer to an unclear reply is of no message that is planned.
  const planned = pairs.filter(({ key }) => readTemplateKey(key)?.name !== unclearReplyName);
  return {
    ...byKey(pairs),
    plans: planned.some(isNewOrGone),
    words: planned.length > 0,
  };
}
