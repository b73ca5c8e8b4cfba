import { phoneToE164 } from '../../domain/contacts/phone.ts';
import { Fault } from '../../domain/fault.ts';
import { yourPhones } from './demo-feed.ts';
import { isLandline, peopleCount, personOf, phoneOf } from './demo-people.ts';

/** Tells the simulator whose phones there are, so that somebody is there to answer them: all but yours. */
export async function tellSimulator(simulatorUrl: string): Promise<void> {
  const theirs = Array.from({ length: peopleCount }, (_, number) => number)
    .filter((number) => phoneToE164(personOf(number).cell_phone) === phoneOf(number))
    .map((number) => {
      const { first_name: first, last_name: last } = personOf(number);
      return { e164: phoneOf(number), name: `${first} ${last}`, landline: isLandline(number) };
    });
  const yours = yourPhones.map((e164, index) => ({ e164, name: `Your phone ${String(index + 1)}`, yours: true }));
  const response = await fetch(new URL('/patients', simulatorUrl), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ phones: [...yours, ...theirs] }),
  });
  await response.arrayBuffer();
  if (!response.ok) {
    throw new Fault(
      'carrier_unavailable',
      `The simulator did not take the demo's phones (${String(response.status)}).`,
    );
  }
}
