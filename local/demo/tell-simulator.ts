import { phoneToE164 } from '../../domain/contacts/phone.ts';
import { Fault } from '../../domain/fault.ts';
import { yourDateOfBirth, yourLandlines, yourMailboxes, yourPhones } from './demo-feed.ts';
import { listPhones } from './demo-lists.ts';
import { goneMailbox, tourPhones } from './tour-visits.ts';
import { isLandline, peopleCount, personOf, phoneOf } from './demo-people.ts';

/** Tells the simulator whose phones and mailboxes there are, so that somebody is there to answer them: all but yours. */
export async function tellSimulator(simulatorUrl: string): Promise<void> {
  const theirs = Array.from({ length: peopleCount }, (_, number) => number)
    .filter((number) => phoneToE164(phoneOnFile(number)) === phoneOf(number))
    .map((number) => {
      const { first_name: first, last_name: last, cell_phone: cell } = personOf(number);
      return { e164: phoneOf(number), name: `${first} ${last}`, landline: cell === '' || isLandline(number) };
    });
  const yours = [
    ...yourPhones.map((e164, index) => ({ e164, name: `Your phone ${String(index + 1)}`, yours: true })),
    ...yourLandlines.map((e164, index) => ({
      e164,
      name: `Your landline ${String(index + 1)}`,
      yours: true,
      landline: true,
    })),
  ];
  const tour = [...tourPhones, ...listPhones].map((phone) => ({ ...phone, yours: true }));
  await put(simulatorUrl, '/patients', { phones: [...yours, ...tour, ...theirs] });
  const gone = { address: goneMailbox, name: 'A mailbox that is gone', yours: true, delivery: 'bounces' };
  await put(simulatorUrl, '/mailboxes', { mailboxes: [...yourMail(), gone, ...theirMail()] });
}

function phoneOnFile(number: number): string {
  const { cell_phone: cell, home_phone: home } = personOf(number);
  return cell === '' ? home : cell;
}

function yourMail(): object[] {
  return yourMailboxes.map((address, index) => ({
    address,
    name: `Your mailbox ${String(index + 1)}`,
    yours: true,
    dateOfBirth: yourDateOfBirth,
  }));
}

/** One in forty is gone, and one in forty lies behind a program that follows every link. */
function theirMail(): object[] {
  return Array.from({ length: peopleCount }, (_, number) => ({ number, person: personOf(number) }))
    .filter(({ person }) => person.email !== '')
    .map(({ number, person }) => ({
      address: person.email,
      name: `${person.first_name} ${person.last_name}`,
      dateOfBirth: person.date_of_birth,
      delivery: number % 40 === 19 ? 'bounces' : 'delivers',
      scanner: number % 40 === 29,
    }));
}

async function put(simulatorUrl: string, path: string, body: object): Promise<void> {
  const response = await fetch(new URL(path, simulatorUrl), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  if (!response.ok) {
    throw new Fault(
      'carrier_unavailable',
      `The simulator did not take the demo's ${path.slice(1)} (${String(response.status)}).`,
    );
  }
}
