/** A refusal as the carrier words it. */
export interface MailError {
  readonly status: number;
  readonly message: string;
  /** The field of the request that it objects to; null where it objects to something else. */
  readonly field: string | null;
}

/** The JSON that the carrier answers a refused request with. @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors */
export function mailErrorBody({ status, message, field }: MailError): object {
  // What goes wrong on the carrier's side is about no field.
  return { errors: [status >= 500 ? { message } : { message, field }] };
}

export const noMailAuthorization: MailError = {
  status: 401,
  message: 'The provided authorization grant is invalid, expired, or revoked',
  field: null,
};
export const tooManyMails: MailError = { status: 429, message: 'too many requests', field: null };
export const mailServerError: MailError = { status: 500, message: 'internal server error', field: null };
