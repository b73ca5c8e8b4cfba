import type { PracticeTransaction } from '../../db/database.ts';
import { findVisitWords } from '../../db/message-claims.ts';
import type { LinkedMessage } from '../../db/patient-pages.ts';
import { findTemplates } from '../../db/templates.ts';
import { findVisits } from '../../db/visits.ts';
import { Fault } from '../../domain/fault.ts';
import { isConfirmed, messageLanguage, pageChannel } from '../../domain/planning/reason-to-withhold.ts';
import { chooseTemplate } from '../../domain/templates/choose-template.ts';
import { fieldWords } from '../../domain/templates/fields.ts';
import { createTemplateRenderer } from '../../domain/templates/render.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';

/**
 * What a text that holds only a link leads to, for each of its visits by their ids: the words of a mail of the kind, as they now are
 * for the visit's place. A visit that there are no words for has none here.
 */
export async function readInstructions(
  tx: PracticeTransaction,
  { kind, language, practiceName, practicePhone }: LinkedMessage,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const [visits, known, planning, templates] = await Promise.all([
    findVisits(tx, subjectIds),
    findVisitWords(tx, subjectIds),
    readPlanningSettings(tx),
    findTemplates(tx),
  ]);
  const renderer = createTemplateRenderer();
  const instructions = new Map<string, string>();
  for (const visit of visits) {
    const written = messageLanguage(planning.at(visit), { kind, channel: pageChannel }, language);
    if (written === null) continue;
    const chosen = chooseTemplate(planning.words, { kind, channel: pageChannel, language: written }, visit);
    const template = templates.find(({ id }) => id === chosen?.template.id);
    if (template === undefined) continue;
    const words = fieldWords({
      visits: known.filter(({ id }) => id === visit.id),
      practice: { nameInMessages: practiceName, phone: practicePhone },
      isConfirmed: isConfirmed(visit),
      language: written,
    });
    try {
      instructions.set(visit.id, renderer.render(template.body, words));
    } catch (error) {
      // Written before words were tried: the page then says to call.
      if (!(error instanceof Fault && error.code === 'bad_input')) throw error;
    }
  }
  return instructions;
}
