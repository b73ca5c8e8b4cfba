import type { WithheldReason } from '../message-state.ts';
import type { Channel } from './plan.ts';
import type { Contact, ContactPoint } from './planning-facts.ts';

/**
 * The contact that a message of the channel goes to: the first in the order of choice that can be used; null where none can.
 * The search ends at one that opted out: who ended the texts to a cell phone did not ask for them at home.
 */
export function usableContact(contacts: readonly Contact[], channel: Channel): ContactPoint | null {
  for (const contact of contacts) {
    const wrong = wrongWith(contact, channel);
    if (wrong === null && contact !== 'invalid') return contact;
    if (wrong === 'opted_out') return null;
  }
  return null;
}

/** Why a channel reaches nobody, or null: an opt-out, else what is wrong with the first contact. `allowed` is the PMS's word on it. */
export function contactReason(
  contacts: readonly Contact[],
  allowed: boolean | null,
  channel: Channel,
): WithheldReason | null {
  if (allowed === false) return 'opted_out';
  if (usableContact(contacts, channel) !== null) return null;
  const wrong = contacts.map((contact) => wrongWith(contact, channel));
  if (wrong.includes('opted_out')) return 'opted_out';
  return wrong[0] ?? 'no_contact';
}

function wrongWith(contact: Contact, channel: Channel): WithheldReason | null {
  if (contact === 'invalid') return 'invalid_contact';
  if (contact.optedOut) return 'opted_out';
  if (contact.wrongNumber) return 'wrong_number';
  if (contact.invalid) return 'invalid_contact';
  return channel === 'text' && contact.landline ? 'landline' : null;
}
