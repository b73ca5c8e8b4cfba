import { phoneToE164 } from '../../domain/contacts/phone.ts';
import { draw, pick } from './draw.ts';

/** A made-up patient, in the words of the feed. */
export interface DemoPerson {
  readonly patient_id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly date_of_birth: string;
  readonly language: string;
  readonly cell_phone: string;
  readonly home_phone: string;
  readonly email: string;
  readonly patient_status: string;
  readonly allow_text: string;
  readonly guarantor_id: string;
  readonly guarantor_name: string;
  readonly guarantor_phone: string;
}

export const peopleCount = 1_000;

/** Area codes. With 555-0100 to 555-0189, which are kept for fiction, each gives ninety numbers that are nobody's. */
const areaCodes = ['757', '804', '703', '571', '540', '434', '276', '671', '202', '301', '410', '443'];

const firstNames = [
  'Ada', 'Amir', 'Bella', 'Caleb', 'Dina', 'Elias', 'Fiona', 'Gavin', 'Hana', 'Isaac', 'June', 'Kofi', 'Leah', 'Marcus',
  'Nadia', 'Owen', 'Priya', 'Quinn', 'Ruth', 'Silas', 'Tessa', 'Umar', 'Vera', 'Wes', 'Yara', 'Zane',
] as const; // prettier-ignore
const lastNames = [
  'Abbott', 'Barlow', 'Castell', 'Dunmore', 'Eastwick', 'Farrow', 'Greaves', 'Holloway', 'Ingram', 'Jessop', 'Kearny', 'Lattimer',
  'Marsh', 'Norwood', 'Oakley', 'Pemberton', 'Quayle', 'Radcliff', 'Sallow', 'Thorne', 'Underhill', 'Vance', 'Whitby', 'Yarrow',
] as const; // prettier-ignore
const spanishFirstNames = [
  'Alma',
  'Bruno',
  'Celia',
  'Diego',
  'Elena',
  'Felipe',
  'Inés',
  'Joaquín',
  'Lucía',
  'Tomás',
] as const;
const spanishLastNames = [
  'Arroyo',
  'Bravo',
  'Cordero',
  'Espino',
  'Fuentes',
  'Lozano',
  'Montes',
  'Peña',
  'Rivas',
  'Serrano',
] as const;

/** The cell phone of the person by this number, as E.164, before anything is wrong with it. */
export function phoneOf(number: number): string {
  return `+1${areaCodes[Math.floor(number / 90)] ?? ''}55501${String(number % 90).padStart(2, '0')}`;
}

/** Phones that cannot take texts, though the practice has them down as cell phones. */
export function isLandline(number: number): boolean {
  return number % 20 === 11;
}

/** Adults with a phone of their own that takes texts, and nothing against it: the first ones by number. */
export function reachablePeople(count: number): DemoPerson[] {
  const found: DemoPerson[] = [];
  for (let number = 0; found.length < count; number += 1) {
    const person = personOf(number);
    const isOrdinary = person.guarantor_id === '' && person.patient_status === 'active' && person.allow_text === '';
    const hasOwnPhone = phoneToE164(person.cell_phone) === phoneOf(number) && !isLandline(number) && number % 10 !== 4;
    if (isOrdinary && hasOwnPhone) found.push(person);
  }
  return found;
}

/** One of the `peopleCount` people, always the same by its number. */
export function personOf(number: number): DemoPerson {
  const isSpanish = draw('language', number) < 0.14;
  const adult: DemoPerson = {
    patient_id: `P${String(1000 + number)}`,
    first_name: isSpanish ? pick(spanishFirstNames, 'first', number) : pick(firstNames, 'first', number),
    last_name: isSpanish ? pick(spanishLastNames, 'last', number) : pick(lastNames, 'last', number),
    date_of_birth: dateOfBirth(1940 + Math.floor(draw('year', number) * 65), number),
    language: isSpanish ? 'es' : 'en',
    cell_phone: writtenPhone(phoneOf(number), number),
    home_phone: '',
    email: draw('email', number) < 0.6 ? `patient${String(number)}@example.com` : '',
    patient_status: number % 67 === 13 ? 'inactive' : 'active',
    allow_text: number % 43 === 17 ? 'no' : '',
    guarantor_id: '',
    guarantor_name: '',
    guarantor_phone: '',
  };
  if (number % 25 === 3) return { ...adult, cell_phone: '', home_phone: writtenPhone(phoneOf(number), number) };
  if (number % 50 === 7) return { ...adult, cell_phone: adult.cell_phone.slice(0, -2) };
  // Two adults who share a phone.
  if (number % 10 === 5)
    return { ...adult, last_name: personOf(number - 1).last_name, cell_phone: personOf(number - 1).cell_phone };
  return number % 12 === 8 ? childOf(personOf(number - 2), adult, number) : adult;
}

function childOf(parent: DemoPerson, child: DemoPerson, number: number): DemoPerson {
  return {
    ...child,
    last_name: parent.last_name,
    language: parent.language,
    date_of_birth: dateOfBirth(2012 + Math.floor(draw('child', number) * 12), number),
    cell_phone: parent.cell_phone,
    home_phone: parent.home_phone,
    email: '',
    guarantor_id: parent.patient_id,
    guarantor_name: `${parent.last_name}, ${parent.first_name}`,
    guarantor_phone: parent.cell_phone,
  };
}

function dateOfBirth(year: number, number: number): string {
  const month = 1 + Math.floor(draw('month', number) * 12);
  const day = 1 + Math.floor(draw('day', number) * 28);
  return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A number as one desk clerk or another would type it. */
function writtenPhone(e164: string, number: number): string {
  const [area, exchange, line] = [e164.slice(2, 5), e164.slice(5, 8), e164.slice(8)];
  return pick(
    [`(${area}) ${exchange}-${line}`, `${area}-${exchange}-${line}`, e164, `${area}.${exchange}.${line}`],
    'written',
    number,
  );
}
