import { expect, test } from 'vitest';
import { readCallQuestion, readCallStatus } from '../../../../channels/twilio/call-webhook.ts';

const form = (fields: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    CallSid: 'CA1',
    From: '+17575550100',
    To: '+17575550123',
    CallStatus: 'in-progress',
    ...fields,
  });

test.each([
  ['human', 'human'],
  ['machine_start', 'machine'],
  ['machine_end_beep', 'machine'],
  ['machine_end_silence', 'machine'],
  ['machine_end_other', 'machine'],
  ['fax', 'machine'],
  ['unknown', 'unsure'],
  ['', null],
] as const)('answered by "%s" is %s', (word, by) => {
  expect(readCallQuestion(form({ AnsweredBy: word })).pickedUpBy).toBe(by);
  expect(readCallStatus(form({ AnsweredBy: word })).pickedUpBy).toBe(by);
});

test.each([
  ['queued', 'under_way'],
  ['initiated', 'under_way'],
  ['ringing', 'under_way'],
  ['in-progress', 'under_way'],
  ['completed', 'completed'],
  ['busy', 'busy'],
  ['no-answer', 'no_answer'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
  ['a-word-of-tomorrow', null],
] as const)('"%s" is %s', (status, progress) => {
  expect(readCallStatus(form({ CallStatus: status })).progress).toBe(progress);
});

test('a code teaches something of the number only where the call failed', () => {
  expect(readCallStatus(form({ CallStatus: 'failed', ErrorCode: '13224' })).verdict).toBe('invalid_contact');
  expect(readCallStatus(form({ CallStatus: 'completed', ErrorCode: '13224' })).verdict).toBeNull();
  expect(readCallStatus(form({ CallStatus: 'failed' })).verdict).toBeNull();
});

test.each([
  ['completed', true],
  ['answered', true],
  ['busy', false],
  ['no-answer', false],
  ['failed', false],
  ['canceled', false],
] as const)('a leg to the desk that ended as %s was taken: %s', (word, taken) => {
  expect(readCallQuestion(form({ DialCallStatus: word })).transferTaken).toBe(taken);
});

test.each([
  ['in-progress', true],
  ['ringing', true],
  ['completed', false],
] as const)('the line of a call that is %s is open: %s', (status, open) => {
  expect(readCallQuestion(form({ CallStatus: status })).open).toBe(open);
});

test.each(['CallSid', 'CallStatus'])('a form without %s is refused by its name', (field) => {
  const lacking = form();
  lacking.delete(field);
  expect(() => readCallStatus(lacking)).toThrow(`The carrier's form lacks ${field}.`);
  expect(() => readCallQuestion(lacking)).toThrow(field);
});
