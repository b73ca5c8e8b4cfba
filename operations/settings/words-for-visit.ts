import type { PracticeTransaction } from '../../db/database.ts';
import { findPracticeState, findVisitWords } from '../../db/message-claims.ts';
import type { AreaValues } from '../../db/setting-changes.ts';
import { findVisits } from '../../db/visits.ts';
import { Fault } from '../../domain/fault.ts';
import { isId } from '../../domain/is-id.ts';
import { isConfirmed } from '../../domain/planning/reason-to-withhold.ts';
import { fieldWords, linkStandIn } from '../../domain/templates/fields.ts';
import { createTemplateRenderer } from '../../domain/templates/render.ts';
import { sampleLink } from '../../domain/templates/sample-words.ts';
import { countSegments, type Segments } from '../../domain/templates/segments.ts';
import { readTemplateKey } from '../../domain/templates/template-key.ts';
import { plainWords, type TemplateShape } from '../../domain/templates/template-shape.ts';

/** What a message about one visit would say. */
export interface WordsForVisit {
  readonly key: string;
  readonly subjectLine: string | null;
  readonly body: string;
  /** Of a text. */
  readonly segments: Segments | null;
}

/** Templates that can be, by their keys, as messages about a visit would say them. Throws `not_found` where there is no such visit. */
export async function wordsForVisit(
  tx: PracticeTransaction,
  values: AreaValues,
  appointmentId: string,
): Promise<WordsForVisit[]> {
  const [visit] = isId(appointmentId) ? await findVisits(tx, [appointmentId]) : [];
  if (visit === undefined) throw new Fault('not_found', 'No visit of this practice has this id.');
  const visits = await findVisitWords(tx, [appointmentId]);
  const practice = await findPracticeState(tx);
  const renderer = createTemplateRenderer();
  return Object.entries(values as Readonly<Record<string, TemplateShape | null>>).flatMap(([key, value]) => {
    const name = readTemplateKey(key);
    if (name === null || value === null) return [];
    const words = fieldWords({
      visits,
      practice: { nameInMessages: practice.name, phone: practice.phone },
      isConfirmed: isConfirmed(visit),
      language: name.language,
    });
    const { subjectLine, body: source } = plainWords(value);
    const body = renderer.render(source, words);
    return [
      {
        key,
        subjectLine: subjectLine === null ? null : renderer.render(subjectLine, words),
        body,
        segments: name.channel === 'text' ? countSegments(body.replaceAll(linkStandIn, sampleLink)) : null,
      },
    ];
  });
}
