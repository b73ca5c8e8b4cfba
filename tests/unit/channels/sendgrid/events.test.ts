import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvents } from '../../../../channels/sendgrid/events.ts';

const ids = {
  practiceId: '0199a000-0000-7000-8000-000000000001',
  messageId: '0199a000-0000-7000-8000-000000000002',
  attemptId: '0199a000-0000-7000-8000-000000000003',
};

function anEvent(event: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    email: 'zebulina@mail.example',
    timestamp: 1_795_435_200,
    event,
    sg_event_id: `e-${event}`,
    sg_message_id: 'tPiw9v5qRtGbFhqKvRO1vg.recvd-5bd4d4b9-5d8wn-1-66A1.0',
    kept_practice: ids.practiceId,
    kept_message: ids.messageId,
    kept_attempt: ids.attemptId,
    ...fields,
  };
}

test.each([
  ['processed', {}, 'sent', null, null],
  ['deferred', { attempt: '5' }, 'sent', 'deferred', null],
  ['delivered', {}, 'delivered', 'delivered', null],
  ['open', {}, 'received', 'opened', null],
  ['open', { sg_machine_open: false }, 'received', 'opened', null],
  ['open', { sg_machine_open: true }, null, null, null],
  ['bounce', { type: 'bounce', bounce_classification: 'Invalid Address' }, 'bounced', 'bounced', 'invalid_contact'],
  ['bounce', { type: 'bounce', bounce_classification: 'Reputation' }, 'bounced', 'bounced', 'sender_at_fault'],
  ['bounce', { type: 'bounce' }, 'bounced', 'bounced', 'invalid_contact'],
  ['bounce', { type: 'blocked', bounce_classification: 'Content' }, 'not_received', 'blocked', 'sender_at_fault'],
  ['bounce', { type: 'blocked' }, 'not_received', 'blocked', 'unreachable'],
  ['dropped', { reason: 'Bounced Address' }, 'not_received', 'dropped_bounced', 'invalid_contact'],
  ['dropped', { reason: 'Unsubscribed Address' }, 'not_received', 'dropped_unsubscribed', 'opted_out'],
  ['dropped', { reason: 'Spam Reporting Address' }, 'not_received', 'dropped_spam_report', 'opted_out'],
  ['dropped', { reason: 'Invalid' }, 'not_received', 'dropped_invalid', 'invalid_contact'],
  ['dropped', { reason: 'Spam Content' }, 'not_received', 'dropped', 'sender_at_fault'],
  ['spamreport', {}, 'delivered', 'reported_as_spam', 'opted_out'],
  ['unsubscribe', {}, 'delivered', 'unsubscribed', 'opted_out'],
  ['group_unsubscribe', {}, 'delivered', 'unsubscribed', 'opted_out'],
  ['click', {}, null, null, null],
  ['something new', {}, null, null, null],
])('%s %j', (event, fields, word, code, verdict) => {
  const raw = anEvent(event, fields);
  expect(readEvents(JSON.stringify([raw]))).toEqual({
    events: [
      { ids, eventId: `e-${event}`, carrierId: 'tPiw9v5qRtGbFhqKvRO1vg', status: event, raw, word, code, verdict },
    ],
    foreign: 0,
    unreadable: 0,
  });
});

test('an older form of the mail id is cut where the carrier appends to it', () => {
  const [event] = readEvents(
    JSON.stringify([anEvent('open', { sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0' })]),
  )!.events;
  expect(event?.carrierId).toBe('14c5d75ce93.dfd.64b469');
});

test('law 10: what cannot be read, and what is not ours, leaves the others as they are', () => {
  const others = fc.oneof(
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.constant(JSON.stringify(anEvent('open', { kept_practice: 'x' }))),
    fc.constant(JSON.stringify(anEvent('open', { sg_event_id: 7 }))),
  );
  fc.assert(
    fc.property(fc.array(others), fc.nat(), (list, at) => {
      const items = [...list];
      items.splice(at % (items.length + 1), 0, JSON.stringify(anEvent('delivered')));
      const batch = readEvents(`[${items.join(',')}]`);
      expect(batch?.events.map(({ eventId }) => eventId)).toEqual(['e-delivered']);
      expect(batch!.foreign + batch!.unreadable).toBe(list.length);
    }),
  );
});

test.each(['', '{', '{}', 'null', '"[]"'])('%s is no list', (body) => {
  expect(readEvents(body)).toBeNull();
});
