import type { PracticeTransaction } from '../../db/database.ts';
import { findTemplateSetting } from '../../db/templates.ts';
import type { AreaValues } from '../../db/setting-changes.ts';
import type { InputProblem } from '../../domain/fault.ts';
import type { KindRecord } from '../../domain/kinds.ts';
import { schemaProblems } from '../../domain/schema-problems.ts';
import { createTemplateRenderer } from '../../domain/templates/render.ts';
import { readTemplateKey, unclearReplyName, type TemplateName } from '../../domain/templates/template-key.ts';
import { plainWords, TemplateShape } from '../../domain/templates/template-shape.ts';
import { tryTemplate, type TriedTemplate } from '../../domain/templates/try-template.ts';
import { readKinds } from './read-kinds.ts';

/** A template that can be, and what is to be known of it. */
export interface TemplateTrialResult extends Pick<TriedTemplate, 'warnings' | 'segments' | 'longest'> {
  readonly key: string;
}

/** What an answer to an unclear reply is tried as, whatever kind of message the reply came to. */
const toUnclear = { answers: 'none', startsFrom: 'reply', text: 'words', tells: 'nothing' } as const;

/** Whether words are the answer to every unclear reply that has none by the kind of its message. */
function answersUnclear({ name }: TemplateName, { automatic }: KindRecord): boolean {
  return name === unclearReplyName && automatic;
}

/** What is wrong with words by their keys, and what they come to. Null, which withdraws words, is only asked whether its key is one. */
export async function tryTemplates(
  tx: PracticeTransaction,
  values: AreaValues,
): Promise<{ problems: InputProblem[]; tried: TemplateTrialResult[] }> {
  const [kinds, setting] = [await readKinds(tx), await findTemplateSetting(tx)];
  const renderer = createTemplateRenderer();
  const problems: InputProblem[] = [];
  const tried: TemplateTrialResult[] = [];
  for (const [key, value] of Object.entries(values)) {
    const name = readTemplateKey(key);
    const kind = name === null ? undefined : kinds.get(name.kind);
    if (name === null) {
      problems.push({
        path: key,
        message: 'Must be kind, name, channel and language: appointment_reminder/standard/text/en.',
      });
    } else if (kind === undefined || (kind.startsFrom === 'reply' && !answersUnclear(name, kind))) {
      problems.push({ path: key, message: 'Its kind is none that has templates: GET /api/v1/kinds lists them.' });
    } else if (value !== null) {
      const shape = schemaProblems(TemplateShape, value);
      problems.push(...shape.map((message) => ({ path: key, message })));
      if (shape.length > 0) continue;
      const template = { ...name, ...plainWords(value as TemplateShape) };
      const triedAs = name.name === unclearReplyName ? toUnclear : kind;
      const { problems: own, ...result } = tryTemplate(renderer, { template, kind: triedAs, ...setting });
      problems.push(...own.map(({ part, message }) => ({ path: `${key}.${part}`, message })));
      tried.push({ key, ...result });
    }
  }
  return { problems, tried };
}
