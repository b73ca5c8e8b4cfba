import { groupBy } from '../group-by.ts';
import type { Kind } from '../kinds.ts';
import type { Languages } from '../planning/planning-facts.ts';
import type { Channel } from '../planning/plan.ts';
import { levelsOf, practiceLevel, type Level, type VisitPlace } from '../settings/level.ts';
import { standardName, type TemplateName } from './template-key.ts';

/** Where words of a kind apply: by their name, in every language and on every channel that there are any in. */
export interface Association extends Level {
  readonly kind: Kind;
  readonly name: string;
}

/** Words by what tells them apart, and the id of their newest version. */
export interface TemplateHead extends TemplateName {
  readonly id: string;
}

/** The words that there are, and where which of them apply. */
export interface Words {
  readonly templates: readonly TemplateHead[];
  readonly associations: readonly Association[];
}

/** Words that were chosen, and the place that they are for. */
interface ChosenTemplate {
  readonly template: TemplateHead;
  readonly level: Level;
}

/** The languages that messages can be written in at a place. */
export function languagesAt(words: Words, place: VisitPlace): Languages {
  const languages = new Map<string, Record<Channel, string[]>>();
  for (const [kind, templates] of groupBy(words.templates, (template) => template.kind)) {
    const applying = new Set(namesAt(words, kind, place).map(({ name }) => name));
    languages.set(kind, languagesOf(templates.filter(({ name }) => applying.has(name))));
    for (const chosen of new Set(templates.map(({ name }) => name))) {
      if (chosen === standardName) continue;
      const named = templates.filter(({ name }) => name === chosen || applying.has(name));
      languages.set(`${kind}/${chosen}`, languagesOf(named));
    }
  }
  return languages;
}

function languagesOf(templates: readonly TemplateHead[]): Record<Channel, string[]> {
  const by = (channel: Channel): string[] => [
    ...new Set(templates.filter((one) => one.channel === channel).map(({ language }) => language)),
  ];
  return { text: by('text'), voice: by('voice'), email: by('email') };
}

/**
 * The words that a message gets: those that were `chosen` by name, else of those that apply at its place the ones for the narrowest
 * part of it that there are any for in its language; undefined where there are none.
 */
export function chooseTemplate(
  words: Words,
  message: Pick<TemplateName, 'kind' | 'channel' | 'language'>,
  place: VisitPlace,
  chosen: string = standardName,
): ChosenTemplate | undefined {
  const first = chosen === standardName ? [] : [{ name: chosen, level: practiceLevel }];
  for (const { name, level } of [...first, ...namesAt(words, message.kind, place)]) {
    const template = words.templates.find(
      (one) =>
        one.name === name &&
        one.kind === message.kind &&
        one.channel === message.channel &&
        one.language === message.language,
    );
    if (template !== undefined) return { template, level };
  }
  return undefined;
}

/** The names of the words that apply, for the narrowest place first; the standard ones apply everywhere. */
function namesAt({ associations }: Words, kind: Kind, place: VisitPlace): { name: string; level: Level }[] {
  const ofKind = associations.filter((association) => association.kind === kind);
  const associated = levelsOf(ofKind, place).map(({ name, facilityId, providerId, typeId }) => ({
    name,
    level: { facilityId, providerId, typeId },
  }));
  return [...associated.reverse(), { name: standardName, level: practiceLevel }];
}
