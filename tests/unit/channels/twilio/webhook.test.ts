import { expect, test } from 'vitest';
import { readIncomingText, readTextStatus } from '../../../../channels/twilio/webhook.ts';

const aText = { MessageSid: 'SM1', AccountSid: 'AC1', From: '+17575550123', To: '+17575550100', Body: ' Y ' };
const aStatus = { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30006' };

test('an incoming text keeps its words exactly', () => {
  expect(readIncomingText(new URLSearchParams(aText))).toEqual({
    carrierId: 'SM1',
    accountSid: 'AC1',
    from: '+17575550123',
    to: '+17575550100',
    messagingService: null,
    body: ' Y ',
    optOutType: null,
    mediaCount: 0,
  });
});

test('where the carrier obeyed it, it says as what', () => {
  expect(readIncomingText(new URLSearchParams({ ...aText, OptOutType: 'STOP' })).optOutType).toBe('STOP');
});

test('a message of pictures only has no words', () => {
  const picture = new URLSearchParams(aText);
  picture.delete('Body');
  picture.set('NumMedia', '2');
  expect(readIncomingText(picture)).toMatchObject({ body: '', mediaCount: 2 });
});

test('a text to a number of a messaging service names the service', () => {
  const form = new URLSearchParams({ ...aText, MessagingServiceSid: 'MG1' });
  expect(readIncomingText(form).messagingService).toBe('MG1');
});

test('a status has a code or none', () => {
  expect(readTextStatus(new URLSearchParams(aStatus))).toEqual({
    carrierId: 'SM1',
    status: 'undelivered',
    code: '30006',
  });
  expect(readTextStatus(new URLSearchParams({ ...aStatus, ErrorCode: '' })).code).toBeNull();
});

test.each(['MessageSid', 'AccountSid', 'From', 'To'])(
  'a text without %s is refused by that name, and by no number',
  (field) => {
    const form = new URLSearchParams(aText);
    form.delete(field);
    expect(() => readIncomingText(form)).toThrow(
      expect.objectContaining({ code: 'bad_input', message: `The carrier's form lacks ${field}.` }),
    );
  },
);

test.each(['MessageSid', 'MessageStatus'])('a status without %s is refused by that name', (field) => {
  const form = new URLSearchParams(aStatus);
  form.delete(field);
  expect(() => readTextStatus(form)).toThrow(
    expect.objectContaining({ code: 'bad_input', message: `The carrier's form lacks ${field}.` }),
  );
});
