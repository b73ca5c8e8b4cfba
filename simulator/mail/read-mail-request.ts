import Type, { type Static } from 'typebox';
import type { MailError } from './mail-errors.ts';
import type { MailRequest } from './mail.ts';
import { isMailAddress } from './mailbox.ts';

const Address = Type.Object({ email: Type.String(), name: Type.Optional(Type.String()) });
const Texts = Type.Record(Type.String(), Type.String());

/** What this simulator understands of the carrier's request; what else the carrier knows is let pass. */
export const MailSend = Type.Object({
  personalizations: Type.Array(
    Type.Object({
      to: Type.Array(Address),
      headers: Type.Optional(Texts),
      custom_args: Type.Optional(Texts),
      subject: Type.Optional(Type.String()),
    }),
    { minItems: 1, maxItems: 1 },
  ),
  from: Address,
  subject: Type.Optional(Type.String()),
  content: Type.Array(Type.Object({ type: Type.String(), value: Type.String() }), { minItems: 1 }),
  attachments: Type.Optional(
    Type.Array(Type.Object({ content: Type.String(), type: Type.Optional(Type.String()), filename: Type.String() })),
  ),
  tracking_settings: Type.Optional(
    Type.Object({ open_tracking: Type.Optional(Type.Object({ enable: Type.Optional(Type.Boolean()) })) }),
  ),
});

/** Headers that are the carrier's own to write. */
const reservedHeaders = new Set(
  'x-sg-id x-sg-eid received dkim-signature content-type content-transfer-encoding to from subject reply-to cc bcc'.split(
    ' ',
  ),
);

/** Reads a mail of one recipient, and refuses it as the carrier would. */
export function readMailRequest(body: Static<typeof MailSend>): MailRequest | MailError {
  const { from, content, attachments = [], tracking_settings: tracking } = body;
  const [personalization] = body.personalizations;
  const to = personalization?.to ?? [];
  const [recipient] = to;
  const subject = personalization?.subject ?? body.subject ?? '';
  const headers = personalization?.headers ?? {};

  if (recipient === undefined)
    return refused('The to array is required for all personalization objects.', 'personalizations.0.to');
  if (to.length > 1) return refused('This simulator takes mails to one address each.', 'personalizations.0.to');
  if (!isMailAddress(recipient.email)) {
    return refused('Does not contain a valid address.', 'personalizations.0.to.0.email');
  }
  if (!isMailAddress(from.email)) return refused('The from email does not contain a valid address.', 'from.email');
  if (subject === '') return refused('The subject is required.', 'subject');
  const empty = content.findIndex(({ value }) => value === '');
  if (empty >= 0) {
    return refused(
      'The content value must be a string at least one character in length.',
      `content.${String(empty)}.value`,
    );
  }
  // Plain text comes first, then HTML.
  if (content.length > 1 && content[0]?.type !== 'text/plain') {
    return refused('If present, text/plain must be first, followed by text/html.', 'content');
  }
  const parametered = attachments.findIndex(({ type }) => /[;\r\n]/.test(type ?? ''));
  if (parametered >= 0) {
    return refused(
      "The attachment type cannot contain ';', or CRLF characters.",
      `attachments.${String(parametered)}.type`,
    );
  }
  const reserved = Object.keys(headers).find((name) => reservedHeaders.has(name.toLowerCase()));
  if (reserved !== undefined) return refused(`The header ${reserved} is reserved.`, 'personalizations.0.headers');

  return {
    from: { email: from.email, name: from.name ?? '' },
    to: recipient.email,
    subject,
    text: content.find(({ type }) => type === 'text/plain')?.value ?? '',
    html: content.find(({ type }) => type === 'text/html')?.value ?? '',
    attachments: attachments.map((one) => ({ ...one, type: one.type ?? 'application/octet-stream' })),
    headers,
    customArgs: personalization?.custom_args ?? {},
    openTracking: tracking?.open_tracking?.enable ?? false,
  };
}

function refused(message: string, field: string): MailError {
  return { status: 400, message, field };
}
