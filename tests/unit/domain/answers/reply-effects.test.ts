import { describe, expect, test } from 'vitest';
import { carrierConsent } from '../../../../domain/answers/carrier-consent.ts';
import { readReply } from '../../../../domain/answers/read-reply.ts';
import {
  replyEffects,
  type OpenQuestion,
  type ReplyEffects,
  type ReplyFacts,
} from '../../../../domain/answers/reply-effects.ts';
import type { Asked } from '../../../../domain/answers/which-visit.ts';
import { anAskedVisit, day, now } from './an-asked-visit.ts';

function asked(visit: string, given: Partial<Asked> = {}): Asked {
  const id = visit.toLowerCase();
  return anAskedVisit(visit, { messageId: id, sentMessageId: id, ...given });
}

const question = (answer: OpenQuestion['answer'], ...visits: string[]): OpenQuestion => ({
  id: 'question',
  answer,
  askedAt: now - 60_000,
  choices: visits.map((visit) => ({ appointmentId: visit, messageId: visit.toLowerCase() })),
});

interface Given {
  readonly asked?: readonly Asked[];
  readonly question?: OpenQuestion | null;
  readonly optedOut?: boolean;
  readonly since?: Partial<ReplyFacts['since']>;
  readonly optOutType?: string;
}

/** What a text does: read, and held against what is given. */
function effects(text: string, given: Given = {}): ReplyEffects {
  return replyEffects({
    reading: readReply(text),
    carrier: carrierConsent(text, given.optOutType ?? null),
    asked: given.asked ?? [asked('A')],
    question: given.question ?? null,
    optedOut: given.optedOut ?? false,
    since: { optedOut: false, answered: [], ...given.since },
    now,
  });
}

/** In short: the outcome, the visits answered, the items, what is written back. */
function short(text: string, given: Given = {}) {
  const { outcome, answers, late, worklist, acknowledge } = effects(text, given);
  return {
    outcome,
    answers: answers.map((one) => `${one.asked.subjectId} ${one.answer}`),
    late: late.map((one) => `${one.asked.subjectId} ${one.answer}`),
    worklist,
    acknowledge,
  };
}

const quiet = { answers: [], late: [], worklist: [], acknowledge: null };

describe('answers', () => {
  test('to the one visit', () => {
    expect(short('Y')).toEqual({ ...quiet, outcome: 'answered', answers: ['A confirmed'], acknowledge: 'confirmed' });
    expect(short('no')).toEqual({ ...quiet, outcome: 'answered', answers: ['A declined'], acknowledge: 'declined' });
  });

  test('that count no more', () => {
    const moved = [asked('A', { startsAt: now + 5 * day })];
    expect(short('Y', { asked: moved })).toEqual({
      ...quiet,
      outcome: 'visit_changed',
      late: ['A confirmed'],
      acknowledge: 'visit-changed',
    });
  });

  test('to nothing', () => {
    expect(short('Y', { asked: [] })).toEqual({
      ...quiet,
      outcome: 'no_visit',
      worklist: ['unclear_reply'],
      acknowledge: 'unclear',
    });
  });
});

describe('which of several', () => {
  const several = [asked('B'), asked('A')];

  test('is asked once, with what was said', () => {
    const first = effects('N', { asked: several });
    expect(first).toMatchObject({ outcome: 'asked_back', worklist: ['which_visit'], acknowledge: 'which-visit' });
    expect(first.ask).toEqual({ answer: 'declined', among: several });
    expect(short('N', { asked: several, question: question('declined', 'B', 'A') })).toEqual({
      ...quiet,
      outcome: 'several_visits',
      worklist: ['which_visit'],
      acknowledge: 'unclear',
    });
  });

  test('is asked again where a message has asked since', () => {
    const since = [asked('C', { sentAt: now }), ...several];
    expect(short('N', { asked: since, question: question('declined', 'B', 'A') }).outcome).toBe('asked_back');
  });

  test.each([
    ['A', 'declined', ['B declined']],
    ['b.', 'confirmed', ['A confirmed']],
    ['ALL', 'confirmed', ['B confirmed', 'A confirmed']],
    ['a and b', 'declined', ['B declined', 'A declined']],
    ['Yes to A', 'declined', ['B confirmed']],
  ] as const)('%j answers the question', (text, answer, answers) => {
    const given = { asked: several, question: question(answer, 'B', 'A') };
    expect(short(text, given)).toMatchObject({ outcome: 'answered', answers, worklist: [] });
    expect(effects(text, given).settlesQuestion).toBe(true);
  });

  test('a letter that was not offered, or that nobody asked for, is for a person', () => {
    expect(short('D', { asked: several, question: question('declined', 'B', 'A') }).outcome).toBe('unclear');
    expect(short('A', { asked: several }).outcome).toBe('unclear');
    expect(short('Yes to A', { asked: several }).outcome).toBe('unclear');
  });

  test('one that has changed meanwhile is late, and the others count', () => {
    const moved = [asked('B', { gone: true }), asked('A')];
    expect(short('ALL', { asked: moved, question: question('confirmed', 'B', 'A') })).toMatchObject({
      answers: ['A confirmed'],
      late: ['B confirmed'],
      acknowledge: 'confirmed',
    });
  });

  test('more than there are letters for go to a person', () => {
    const many = Array.from({ length: 9 }, (_, index) => asked(`V${String(index)}`));
    expect(short('Y', { asked: many })).toMatchObject({ outcome: 'several_visits', worklist: ['which_visit'] });
  });
});

describe('opt-outs', () => {
  test.each(['STOP', 'stop ', 'Unsubscribe'])('%j: the carrier confirms it, so we do not', (text) => {
    expect(effects(text)).toMatchObject({
      outcome: 'opted_out',
      consent: 'opted_out',
      worklist: [],
      acknowledge: null,
    });
  });

  test.each(['CANCEL', 'end', 'QUIT'])('%j may have meant the visit', (text) => {
    expect(effects(text)).toMatchObject({
      consent: 'opted_out',
      worklist: ['cancellation_request'],
      acknowledge: null,
      answers: [],
    });
  });

  test('in words: we confirm it, once', () => {
    const text = 'Please stop texting me';
    expect(effects(text)).toMatchObject({ consent: 'opted_out', acknowledge: 'opted-out' });
    expect(effects(text, { optedOut: true })).toMatchObject({ consent: 'opted_out', acknowledge: null });
  });

  test('by a keyword that only the carrier knows', () => {
    const given = { optOutType: 'STOP' };
    expect(effects('ALTO YA', given)).toMatchObject({ outcome: 'opted_out', consent: 'opted_out', acknowledge: null });
  });

  test('with a concern beside it: both are seen to, and nothing cheerful is said', () => {
    expect(effects('Wrong number, stop texting me')).toMatchObject({
      consent: 'opted_out',
      suspends: 'number',
      worklist: ['wrong_number'],
      acknowledge: null,
    });
  });

  test('START takes it back', () => {
    expect(effects('START', { optedOut: true })).toMatchObject({ consent: 'opted_in', acknowledge: null });
  });

  test('YES takes it back and confirms; another yes only confirms', () => {
    expect(effects('YES', { optedOut: true })).toMatchObject({ consent: 'opted_in', outcome: 'answered' });
    expect(effects('y', { optedOut: true })).toMatchObject({ consent: null, outcome: 'answered' });
    expect(effects('YES')).toMatchObject({ consent: null, outcome: 'answered' });
  });

  test('but not where an opt-out came later and was read before: the answer alone counts', () => {
    const late = { optedOut: true, since: { optedOut: true } };
    expect(effects('START', late)).toMatchObject({ consent: null, outcome: 'opted_in' });
    expect(effects('YES', late)).toMatchObject({ consent: null, outcome: 'answered' });
    expect(effects('STOP', late)).toMatchObject({ consent: 'opted_out' });
  });
});

describe('an answer that is read only after a later one to the same visit', () => {
  const since = { answered: ['A'] };

  test('turns nothing, and a person sees that the patient said both', () => {
    const declined = { asked: [asked('A', { answer: 'declined' })], since };
    expect(short('Y', declined)).toEqual({ ...quiet, outcome: 'visit_changed', late: ['A confirmed'] });
  });

  test('which said the same: there is nothing to see', () => {
    expect(short('Y', { asked: [asked('A', { answer: 'confirmed' })], since })).toEqual({
      ...quiet,
      outcome: 'answered',
    });
  });

  test('still answers the other visits of the message', () => {
    const both = [asked('A', { answer: 'declined', sentMessageId: 'one' }), asked('B', { sentMessageId: 'one' })];
    expect(short('Y all', { asked: both, since })).toEqual({
      ...quiet,
      outcome: 'answered',
      answers: ['B confirmed'],
      late: ['A confirmed'],
      acknowledge: 'confirmed',
    });
  });
});

describe('what is no answer', () => {
  test('HELP is answered', () => {
    expect(short('HELP')).toEqual({ ...quiet, outcome: 'helped', acknowledge: 'help' });
  });

  test.each([
    ['I think I am having a heart attack', 'emergency', ['emergency'], 'emergency'],
    ['He passed away last week', 'deceased', ['deceased'], null],
    ['You have the wrong number', 'wrong_number', ['wrong_number'], null],
    ['I need to reschedule', 'cancellation_request', ['cancellation_request'], 'unclear'],
    ['Yes but can I come later?', 'unclear', ['unclear_reply'], 'unclear'],
    ['Thanks!', 'courtesy', [], null],
    ['I am driving and cannot answer right now. Sent automatically', 'auto_reply', [], null],
  ] as const)('%j', (text, outcome, worklist, acknowledge) => {
    expect(short(text)).toEqual({ ...quiet, outcome, worklist, acknowledge });
  });

  test('the number or the patient is suspended', () => {
    expect(effects('You have the wrong number').suspends).toBe('number');
    expect(effects('He passed away last week').suspends).toBe('patient');
  });
});
