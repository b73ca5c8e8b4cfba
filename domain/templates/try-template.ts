import { readReply } from '../answers/read-reply.ts';
import { Fault } from '../fault.ts';
import { fields, formerFields, linkStandIn, replyFields, visitFields } from './fields.ts';
import type { KindRecord } from '../kinds.ts';
import type { Channel } from '../planning/plan.ts';
import type { TemplateRenderer } from './render.ts';
import { sampleLink, sampleWords, type Sample, type TemplatePractice } from './sample-words.ts';
import { countSegments, type Segments } from './segments.ts';
import { tellingWords } from './telling-words.ts';
import type { TemplateName } from './template-key.ts';
import type { TemplateWords } from './template-shape.ts';
import { hasDateWords } from './visit-words.ts';

/** What is wrong with a part of a template, as sentences that say what to do. */
interface TemplateProblem {
  readonly part: 'body' | 'subjectLine';
  readonly message: string;
}

/** What a template makes of every sample. */
export interface TriedTemplate {
  /** What keeps it from being saved. */
  readonly problems: readonly TemplateProblem[];
  /** What its writer is to know, and may leave as it is. */
  readonly warnings: readonly string[];
  /** Of a text about one visit, at its costliest; null of other channels, and of what cannot be rendered. */
  readonly segments: Segments | null;
  /** That text, or whatever is longest on another channel. */
  readonly longest: string | null;
}

/** What a template is tried by. */
export interface TemplateTrial {
  readonly template: TemplateName & TemplateWords;
  /** One that starts from a reply has the words that answer an unclear one. */
  readonly kind: Pick<KindRecord, 'answers' | 'startsFrom' | 'text' | 'tells'>;
  readonly practice: TemplatePractice;
  /** Segments of a text, at most. */
  readonly mostSegments: number;
}

/**
 * Most characters of what goes out.
 * @see Twilio, Messages resource: a body of 1600; TwiML Say: 4096, of which our number and the keys take some; RFC 5322, 2.1.1: a line of 998.
 */
export const mostCharacters: Readonly<Record<Channel | 'subjectLine', number>> = {
  text: 1600,
  voice: 3000,
  email: 20_000,
  subjectLine: 900,
};

/** Tries a template with every kind of message that it may have to be, so that what is accepted can be sent. */
export function tryTemplate(renderer: TemplateRenderer, trial: TemplateTrial): TriedTemplate {
  const { template, kind, practice } = trial;
  const samples = sampleWords(practice, template.language, kind.tells === 'new_time');
  const body = rendered(renderer, template.body, samples, 'body');
  const subject = template.subjectLine === null ? [] : rendered(renderer, template.subjectLine, samples, 'subjectLine');
  const problems = [...belonging(trial), ...problemsOf(body), ...problemsOf(subject)];
  if (problems.length === 0) problems.push(...fieldProblems(renderer, trial));
  if (problems.length > 0) return { problems, warnings: [], segments: null, longest: null };

  const texts = textsOf(body);
  const longest = costliest(
    template.channel,
    texts.filter(({ isWidest, ofOne }) => !isWidest && ofOne),
  );
  const segments = template.channel === 'text' ? countSegments(longest) : null;
  return {
    problems: [
      ...lengthProblems(template.channel, texts, 'body'),
      ...lengthProblems('subjectLine', textsOf(subject), 'subjectLine'),
      ...nameProblems(template.channel, texts),
      ...textProblems(trial, texts, segments),
      ...linkProblems(renderer, trial, texts),
    ],
    warnings: warningsOf(renderer, trial, segments),
    segments,
    longest,
  };
}

interface Rendered extends Sample {
  readonly text: string;
}

function rendered(
  renderer: TemplateRenderer,
  source: string,
  samples: readonly Sample[],
  part: TemplateProblem['part'],
): readonly Rendered[] | TemplateProblem {
  try {
    const render = renderer.prepare(source);
    const hasLink = renderer.fieldsIn(source).includes('link');
    // As long as it goes out.
    const linked = (text: string): string => (hasLink ? text.replaceAll(linkStandIn, sampleLink) : text);
    return samples.map((sample) => ({ ...sample, text: linked(render(sample.words)) }));
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'bad_input') throw error;
    return { part, message: error.message };
  }
}

function problemsOf(made: readonly Rendered[] | TemplateProblem): TemplateProblem[] {
  return 'message' in made ? [made] : [];
}

function textsOf(made: readonly Rendered[] | TemplateProblem): readonly Rendered[] {
  return 'message' in made ? [] : made;
}

function costliest(channel: Channel, made: readonly Rendered[]): string {
  const costs = [...new Set(made.map(({ text }) => text))].map((text) => ({
    text,
    cost: (channel === 'text' ? countSegments(text).segments * mostCharacters.text : 0) + text.length,
  }));
  return costs.sort((one, other) => other.cost - one.cost)[0]?.text ?? '';
}

function belonging({ template: { channel, subjectLine }, kind }: TemplateTrial): TemplateProblem[] {
  if (answersReply(kind) && channel !== 'text') {
    return [{ part: 'body', message: 'Replies come by text and are answered by text: write words for texts.' }];
  }
  if ((channel === 'email') === (subjectLine !== null)) return [];
  const message =
    channel === 'email' ? 'An email needs a subject: write one.' : 'Only an email has a subject: take it out.';
  return [{ part: 'subjectLine', message }];
}

/**
 * A kind that is about no visit has nothing to say of one, an answer to an unclear reply only who we are, and a kind that tells of no new time
 * nothing of a former one.
 */
function fieldProblems(renderer: TemplateRenderer, { template, kind }: TemplateTrial): TemplateProblem[] {
  const usable = Object.keys(fields).filter((field) => {
    if (answersReply(kind)) return replyFields.has(field);
    if (!isOfVisits(kind)) return !visitFields.has(field);
    return kind.tells === 'new_time' || !formerFields.has(field);
  });
  const what = answersReply(kind) ? 'An answer to an unclear reply' : 'Its kind';
  const why = isOfVisits(kind) ? 'tells of no new time' : 'is about no visit';
  return (['body', 'subjectLine'] as const).flatMap((part) => {
    const others = renderer.fieldsIn(template[part] ?? '').filter((field) => !usable.includes(field));
    if (others.length === 0) return [];
    const message = `${what} ${why}, of which it names ${others.join(', ')}. Use ${usable.join(', ')}.`;
    return [{ part, message }];
  });
}

function isOfVisits({ startsFrom }: Pick<KindRecord, 'startsFrom'>): boolean {
  return startsFrom !== 'recall_due' && startsFrom !== 'order_ready' && startsFrom !== 'reply';
}

function answersReply({ startsFrom }: Pick<KindRecord, 'startsFrom'>): boolean {
  return startsFrom === 'reply';
}

function lengthProblems(
  of: Channel | 'subjectLine',
  texts: readonly Rendered[],
  part: TemplateProblem['part'],
): TemplateProblem[] {
  const most = mostCharacters[of];
  if (texts.some(({ text }) => text === '')) {
    return [{ part, message: 'It can come out empty: write something that always stands, outside of every {% if %}.' }];
  }
  if (of === 'subjectLine' && texts.some(({ text }) => /[\r\n]/.test(text))) {
    return [{ part, message: 'A subject is one line: take the line break out.' }];
  }
  if (!texts.some(({ text }) => text.length > most)) return [];
  return [{ part, message: `It can get longer than ${String(most)} characters, which no carrier takes: shorten it.` }];
}

/** @see CTIA Messaging Principles 5.1.3 and 47 CFR 64.1200(b)(1): who writes or calls says so. A mail's frame names the practice. */
function nameProblems(channel: Channel, texts: readonly Rendered[]): TemplateProblem[] {
  if (channel === 'email' || texts.every(({ text, words }) => holds(text, words.practiceName))) return [];
  const whose = channel === 'text' ? 'A text says who writes' : 'A call says who calls';
  return [
    { part: 'body', message: `${whose}: put {{ practiceName }} where it always stands, outside of every {% if %}.` },
  ];
}

function textProblems(
  { template, kind, mostSegments }: TemplateTrial,
  texts: readonly Rendered[],
  segments: Segments | null,
): TemplateProblem[] {
  if (template.channel !== 'text' || segments === null) return [];
  const asking = kind.answers === 'expected' ? texts.filter(({ isConfirmed }) => !isConfirmed) : [];
  const instructing = new Set(asking.map((text) => instructions(text).join(' ')));
  const says = (outcome: string): boolean =>
    [...instructing].every((words) => words.split(' ').some((word) => readReply(word).outcome === outcome));
  return [
    // Who writes may be in need, and nobody reads it at once.
    ...(!answersReply(kind) || texts.every(({ text }) => /(?<!\d)911(?!\d)/.test(text))
      ? []
      : ['It says where to turn in an emergency, since nobody reads this number at once: put "call 911" in it.']),
    // CTIA, Messaging Principles and Best Practices, 5.1.3.2: how to end it is told. Who has just written has been told.
    ...(answersReply(kind) || texts.every(({ text }) => /(?<!\p{L})STOP(?!\p{L})/u.test(text))
      ? []
      : ['A text says how to end them: put "Reply STOP to end." where it always stands, outside of every {% if %}.']),
    ...(says('confirm') ? [] : ['Its kind asks for an answer: say how to confirm, such as "Reply Y to confirm".']),
    ...(says('decline') ? [] : ['Its kind asks for an answer: say how to decline, such as "N to decline".']),
    ...(segments.segments > mostSegments ? [tooManySegments(segments, mostSegments)] : []),
  ].map((message) => ({ part: 'body', message }));
}

/** A text whose kind lets it hold only a link leads to the page, and says nothing of what the visit is for. */
function linkProblems(
  renderer: TemplateRenderer,
  { template: { channel, body, subjectLine }, kind }: TemplateTrial,
  texts: readonly Rendered[],
): TemplateProblem[] {
  const named = (part: string | null): readonly string[] => renderer.fieldsIn(part ?? '');
  if (channel !== 'text' || kind.text !== 'link') {
    const message = 'Only a text of a kind whose texts hold only a link can have {{ link }}: take it out.';
    return (['body', 'subjectLine'] as const)
      .filter((part) => named({ body, subjectLine }[part]).includes('link'))
      .map((part) => ({ part, message }));
  }
  return [
    ...(named(body).includes('link') && texts.every(({ text }) => text.includes(sampleLink))
      ? []
      : ['Its kind lets a text hold only a link: put {{ link }} where it always stands, outside of every {% if %}.']),
    ...(named(body).includes('providerName')
      ? ['Its kind lets a text hold only a link, and who sees the patient can tell why: take {{ providerName }} out.']
      : []),
    ...tellingWords(body).map(
      (word) => `Its kind lets a text hold only a link, and "${word}" tells why the patient comes: say it in the mail.`,
    ),
  ].map((message) => ({ part: 'body', message }));
}

function tooManySegments({ segments, encoding, characters, costliest }: Segments, most: number): string {
  const because = costliest === null ? 'shorten it' : `write it without "${costliest}", or shorten it`;
  return (
    `It takes ${String(segments)} segments (${String(characters)} characters in ${encoding}), each of which is billed; ` +
    `text_segments_most allows ${String(most)}: ${because}.`
  );
}

/** Words in capitals and digits that the template itself says, as an instruction is written; not those that fields bring. */
function instructions({ text, words }: Rendered): string[] {
  const own = Object.values(words)
    .filter((word) => word !== '')
    .sort((one, other) => other.length - one.length)
    .reduce((rest, word) => rest.replaceAll(word, ' '), text);
  return [...own.matchAll(/(?<![\p{L}\p{N}])[\p{Lu}\p{N}]{1,12}(?![\p{L}\p{N}])/gu)].map(([word]) => word);
}

function warningsOf(
  renderer: TemplateRenderer,
  { template: { channel, language, body, subjectLine }, kind, practice: { nameInMessages, facilities } }: TemplateTrial,
  segments: Segments | null,
): string[] {
  const names = [nameInMessages, ...facilities.map((facility) => facility.nameInMessages)];
  // Whoever holds the phone reads a text, hears a call and sees a mail's subject; the mail itself has to be opened.
  const telling = tellingWords([channel === 'email' ? (subjectLine ?? '') : body, ...names].join('\n'));
  return [
    ...telling.map(
      (word) => `"${word}" tells why the patient comes, and others may read or hear it: leave it out, also of names.`,
    ),
    ...(segments?.costliest == null
      ? []
      : [`"${segments.costliest}" makes it ${segments.encoding}, of which a segment holds 70 characters, not 160.`]),
    ...(answersReply(kind) || hasDateWords(language)
      ? []
      : [`Days and times will be in English: there are no words for them in "${language}".`]),
    ...(channel === 'email' || !isOfVisits(kind) || renderer.fieldsIn(body).includes('visits')
      ? []
      : ['It has no {{ visits }}: visits of one family on one day get a message each.']),
  ];
}

function holds(text: string, name: string): boolean {
  return text.toLowerCase().includes(name.toLowerCase());
}
