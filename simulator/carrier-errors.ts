/** A refusal as the carrier words it. */
export interface CarrierError {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

/** The JSON that the carrier answers a refused request with. @see https://www.twilio.com/docs/usage/twilios-response#exceptions */
export function errorBody(error: CarrierError): { code: number; message: string; more_info: string; status: number } {
  const more_info = `https://www.twilio.com/docs/errors/${String(error.code)}`;
  return { code: error.code, message: error.message, more_info, status: error.status };
}

export const notAuthenticated: CarrierError = { status: 401, code: 20003, message: 'Authenticate' };
export const tooManyRequests: CarrierError = { status: 429, code: 20429, message: 'Too Many Requests' };
export const serverError: CarrierError = { status: 500, code: 20500, message: 'Internal Server Error' };

export function noSuchResource(path: string): CarrierError {
  return { status: 404, code: 20404, message: `The requested resource ${path} was not found` };
}
