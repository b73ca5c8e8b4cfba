import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * The E.164 form of a phone number as the PMS has it, read as one of the United States where it names no country; null where it
 * is not a number that a phone could have. The numbers 555-0100 to 555-0199, which are kept for fiction, count as valid in every
 * area. One with an extension cannot be written to: E.164 would reach the switchboard.
 */
export function phoneToE164(text: string): string | null {
  const number = parsePhoneNumberFromString(text.trim(), { defaultCountry: 'US', extract: false });
  if (number === undefined || !number.isValid() || number.ext !== undefined) return null;
  return number.number;
}

/** An E.164 number as patients of its country read it, with the country's code where that is not the United States. */
export function phoneForReading(e164: string): string {
  const number = parsePhoneNumberFromString(e164);
  if (number === undefined) return e164;
  return number.countryCallingCode === '1' ? number.formatNational() : number.formatInternational();
}
