import { Fault } from '../../domain/fault.ts';

/**
 * What an error means where the carrier's log was asked for one id: null, it has none of it; else it throws `carrier_unavailable`.
 * @see https://www.twilio.com/docs/api/errors/20404
 */
export function nothingOfThatId(error: unknown): null {
  if (typeof error === 'object' && error !== null && 'status' in error && error.status === 404) return null;
  throw logUnavailable();
}

/** The carrier's words are left out, which quote numbers. */
export function logUnavailable(): Fault {
  return new Fault('carrier_unavailable', "The carrier's log cannot be read. It will be asked again.");
}
