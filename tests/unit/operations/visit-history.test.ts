import { expect, test } from 'vitest';
import { visitHistory, type VisitEvents } from '../../../operations/explaining/visit-history.ts';
import type { PressEvent } from '../../../db/press-events.ts';
import { aMessage } from './a-story.ts';

const nothing: VisitEvents = {
  messages: [],
  changes: [],
  attempts: [],
  receipts: [],
  replies: [],
  answers: [],
  presses: [],
  questions: [],
  worklist: [],
};
const message = aMessage();

test('everything stands on one time line, oldest first', () => {
  const attempt = {
    messageId: message.id,
    number: 1,
    openedAt: 200,
    outcome: 'taken',
    code: null,
    carrierId: 'SM1',
    settledAt: 300,
    settledBy: 'response',
  } as const;
  const history = visitHistory({
    ...nothing,
    messages: [message],
    changes: [{ version: 1, cause: 'feed', detail: { runId: 'run-1' }, at: 100 }],
    attempts: [attempt],
    receipts: [{ messageId: message.id, status: 'delivered', code: null, at: 400 }],
    replies: [{ messageId: message.id, channel: 'text', body: 'Y', reading: 'confirm', outcome: 'answered', at: 500 }],
    answers: [{ answer: 'confirmed', source: 'text', occurrence: 0, at: 500 }],
  });
  expect(history.map(({ at, text }) => `${String(at)} ${text}`)).toEqual([
    '100 Plan version 1: the feed brought it (run id run-1).',
    '200 Appointment Reminder by text (one-day): attempt 1 opened.',
    '300 Appointment Reminder by text (one-day): attempt 1: the carrier took it, known from its response.',
    '400 Appointment Reminder by text (one-day): the carrier reported "delivered".',
    '500 The patient wrote "Y": read as confirm, answered.',
    "500 The visit's answer is confirmed, by text.",
  ]);
});

test('what happened at one instant stands in the order of its causes: reply, answer, plan, withheld', () => {
  const withheld = aMessage({ state: 'withheld', reason: 'answered', stateAt: 100 });
  const history = visitHistory({
    ...nothing,
    messages: [withheld],
    changes: [{ version: 2, cause: 'reply', detail: {}, at: 100 }],
    replies: [{ messageId: null, channel: 'text', body: 'Y', reading: 'confirm', outcome: 'answered', at: 100 }],
    answers: [{ answer: 'confirmed', source: 'text', occurrence: 0, at: 100 }],
  });
  expect(history.map(({ what }) => what)).toEqual(['reply', 'answer', 'plan', 'withheld']);
  expect(history.at(-1)?.text).toBe('Appointment Reminder by text (one-day) will not be sent: Already answered.');
});

test('a plan change names its message by its id and its reason in words', () => {
  const detail = { messageId: 'message', withheld: 'not_live', code: null };
  expect(visitHistory({ ...nothing, changes: [{ version: 2, cause: 'send', detail, at: 1 }] })).toEqual([
    {
      at: 1,
      what: 'plan',
      messageId: 'message',
      text: 'Plan version 2: a message was due (withheld “Practice not live”).',
    },
  ]);
});

test('an attempt without a word says so by having no end, and a move says what it did to the answer', () => {
  const attempt = {
    messageId: 'message',
    number: 2,
    openedAt: 1,
    outcome: 'open',
    code: null,
    carrierId: null,
    settledAt: null,
    settledBy: null,
  } as const;
  const history = visitHistory({
    ...nothing,
    attempts: [attempt],
    answers: [{ answer: 'none', source: 'move', occurrence: 0, at: 2 }],
  });
  expect(history.map(({ text }) => text)).toEqual([
    'A message: attempt 2 opened.',
    'The visit moved, so its answer is none again.',
  ]);
});

test('what was asked back and what waits for a person are told', () => {
  const questions = [{ answer: 'declined', choices: 2, at: 1, settledAt: null }] as const;
  const worklist = [{ type: 'late_answer', state: 'open', messageId: null, at: 2 }] as const;
  expect(visitHistory({ ...nothing, questions, worklist }).map(({ text }) => text)).toEqual([
    'We asked back which of 2 visits was meant (declined): no answer yet.',
    'Worklist: late answer (open).',
  ]);
});

test('what was pressed on a page is told with what came of it, and an answer that was taken back', () => {
  const press = (at: number, button: PressEvent['button'], outcome: PressEvent['outcome']): PressEvent => ({
    messageId: message.id,
    button,
    outcome,
    at,
  });
  const history = visitHistory({
    ...nothing,
    messages: [message],
    presses: [
      press(100, 'confirm', 'confirmed'),
      press(200, 'decline', 'unclear'),
      press(300, 'unsubscribe', 'opted_out'),
    ],
    answers: [
      { answer: 'confirmed', source: 'email', occurrence: 0, at: 100 },
      { answer: 'none', source: 'email', occurrence: 0, at: 200 },
    ],
  });
  expect(history.map(({ what, text }) => `${what}: ${text}`)).toEqual([
    'press: Confirm was pressed on the page: confirmed.',
    "answer: The visit's answer is confirmed, by email.",
    'press: Decline was pressed on the page: the other button was pressed within seconds, so neither counts and a person sees to it.',
    'answer: An answer was taken back: the visit has none again.',
    'press: Unsubscribe was pressed on the page: the address gets no more mails.',
  ]);
});
