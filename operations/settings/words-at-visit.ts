import type { PracticeTransaction } from '../../db/database.ts';
import { findVisits } from '../../db/visits.ts';
import { Fault } from '../../domain/fault.ts';
import { isId } from '../../domain/is-id.ts';
import type { Kind } from '../../domain/kinds.ts';
import type { Channel } from '../../domain/planning/plan.ts';
import { messageLanguage } from '../../domain/planning/reason-to-withhold.ts';
import { levelName } from '../../domain/settings/level.ts';
import { chooseTemplate } from '../../domain/templates/choose-template.ts';
import { templateKeyOf, unclearReplyName } from '../../domain/templates/template-key.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';

/** The words that a visit's message of a kind by a channel gets, and why these. */
export interface WordsAtVisit {
  readonly kind: Kind;
  readonly channel: Channel;
  /** Null: there are none, and the message is withheld. */
  readonly key: string | null;
  /** Whose words they are. */
  readonly from: ReturnType<typeof levelName> | null;
  /** The patient's where there are words in it, else the practice's. */
  readonly language: 'patient' | 'practice' | null;
}

/** For each kind and channel that there are any words for, those that a visit gets. Throws `not_found`. */
export async function wordsAtVisit(tx: PracticeTransaction, appointmentId: string): Promise<WordsAtVisit[]> {
  const [visit] = isId(appointmentId) ? await findVisits(tx, [appointmentId]) : [];
  if (visit === undefined) throw new Fault('not_found', 'No visit of this practice has this id.');
  const planning = await readPlanningSettings(tx);
  const settings = planning.at(visit);
  const written = new Map(
    planning.words.templates
      .filter(({ name }) => name !== unclearReplyName)
      .map(({ kind, channel }) => [`${kind}/${channel}`, { kind, channel }]),
  );
  return [...written.values()].map(({ kind, channel }) => {
    const language = messageLanguage(settings, { kind, channel }, visit.language);
    const chosen = language === null ? undefined : chooseTemplate(planning.words, { kind, channel, language }, visit);
    return {
      kind,
      channel,
      key: chosen === undefined ? null : templateKeyOf(chosen.template),
      from: chosen === undefined ? null : levelName(chosen.level),
      language: chosen === undefined ? null : language === visit.language ? 'patient' : 'practice',
    };
  });
}
