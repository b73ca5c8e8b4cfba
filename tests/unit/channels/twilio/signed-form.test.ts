import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSignedForm, type SignedRequest } from '../../../../channels/twilio/signed-form.ts';

const token = 'the-present-token';

/** Signs by the carrier's published steps, not by its package. */
function aSignedRequest(
  form: URLSearchParams,
  address = 'https://kept.example/webhooks/twilio/text?a=1',
): SignedRequest {
  const fields = [...form].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + value);
  const signature = createHmac('sha1', token)
    .update(address + fields.join(''), 'utf8')
    .digest('base64');
  return { address, signature, body: form.toString() };
}

const aForm = (): URLSearchParams =>
  new URLSearchParams({ MessageSid: 'SM1', Body: 'Sí & 🙂 +1', From: '+17575550123' });

test('a form that any accepted token signed is read exactly', () => {
  const request = aSignedRequest(aForm());
  expect([...(readSignedForm(request, ['the-next-token', token]) ?? [])]).toEqual([...aForm()]);
  expect(readSignedForm(request, [token])?.get('Body')).toBe('Sí & 🙂 +1');
});

test.each([
  ['no signature', { signature: '' }],
  ['a signature of something else', { signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
  ['a field that was changed', { body: aForm().toString().replace('SM1', 'SM2') }],
  ['a field that was added', { body: `${aForm().toString()}&Extra=1` }],
  ['a field that was repeated', { body: `${aForm().toString()}&From=%2B17575550999` }],
  ['another address', { address: 'https://kept.example/webhooks/twilio/text?a=2' }],
  ['another host', { address: 'https://elsewhere.example/webhooks/twilio/text?a=1' }],
])('%s is not read', (_case, changes) => {
  expect(readSignedForm({ ...aSignedRequest(aForm()), ...changes }, [token])).toBeNull();
});

test('a token that is not accepted, or none at all, opens nothing', () => {
  expect(readSignedForm(aSignedRequest(aForm()), ['another'])).toBeNull();
  expect(readSignedForm(aSignedRequest(aForm()), [])).toBeNull();
});

test('whatever the words, what was signed is what is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (body, name) => {
      const form = new URLSearchParams({ Body: body, From: name });
      expect(readSignedForm(aSignedRequest(form), [token])?.get('Body')).toBe(form.get('Body'));
    }),
  );
});
