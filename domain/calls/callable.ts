import type { Contact, ContactPoint } from '../planning/planning-facts.ts';

/**
 * The phones of a patient that may be called one after another, as far as opt-outs go: who ended calls to one phone did not ask for
 * them on those that come after it.
 */
export function callable(contacts: readonly Contact[]): ContactPoint[] {
  const known = contacts.filter((contact) => contact !== 'invalid');
  const optedOut = known.findIndex((contact) => contact.optedOut);
  return optedOut === -1 ? known : known.slice(0, optedOut);
}

/**
 * The phones that a next call is held against, which goes to one that was chosen when the last call ended: that one, and what comes
 * before it and opted out. None where it is not on file any more.
 */
export function phonesOfNextCall(contacts: readonly Contact[], contactPointId: string): ContactPoint[] {
  const known = contacts.filter((contact) => contact !== 'invalid');
  const chosen = known.findIndex(({ id }) => id === contactPointId);
  return known.slice(0, chosen + 1).filter((contact, index) => index === chosen || contact.optedOut);
}
