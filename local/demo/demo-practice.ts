import type { PracticeFile } from '../../operations/practices/practice-file-schema.ts';

const norfolkHours = { text_to: '19:00', voice_from: '09:00', voice_to: '19:00' };
const guamHours = { text_from: '08:00', voice_from: '08:00' };
const bahrainHours = { voice_from: '09:00' };

/**
 * The practice that a local run comes with. Its three places lie so that at every minute of the year one of them is inside its hours
 * for texts and calls with at least half an hour left: in summer Norfolk's day ends at 22:00 UTC by the product's default hours and Guam's
 * begins at 23:00, so both have an hour more.
 */
export const demoPractice: PracticeFile = {
  slug: 'demo',
  name: 'Harbor Family Practice',
  name_in_messages: 'Harbor Family',
  phone: '+17575550190',
  time_zone: 'America/New_York',
  facilities: [
    {
      facility_id: 'NORFOLK',
      name: 'Harbor Family Practice, Norfolk',
      name_in_messages: 'Norfolk office',
      time_zone: 'America/New_York',
      phone: '+17575550191',
      address: '100 Harbor Way, Norfolk, VA',
      settings: norfolkHours,
    },
    {
      facility_id: 'GUAM',
      name: 'Harbor Family Practice, Guam',
      name_in_messages: 'Guam office',
      time_zone: 'Pacific/Guam',
      phone: '+16715550191',
      address: '100 Marine Corps Drive, Hagåtña, Guam',
      settings: guamHours,
    },
    {
      facility_id: 'BAHRAIN',
      name: 'Harbor Family Practice, Bahrain',
      name_in_messages: 'Bahrain office',
      time_zone: 'Asia/Bahrain',
      phone: '+12025550191',
      address: '100 Juffair Avenue, Manama',
      settings: bahrainHours,
    },
  ],
  senders: [
    { channel: 'text', address: '+17575550192', facility_id: 'NORFOLK' },
    { channel: 'text', address: '+16715550192', facility_id: 'GUAM' },
    { channel: 'text', address: '+12025550192', facility_id: 'BAHRAIN' },
    { channel: 'voice', address: '+17575550192', facility_id: 'NORFOLK' },
    { channel: 'voice', address: '+16715550192', facility_id: 'GUAM' },
    { channel: 'voice', address: '+12025550192', facility_id: 'BAHRAIN' },
    { channel: 'email', address: 'visits@harbor-family.example' },
  ],
  steps: [
    { kind: 'appointment_reminder', slot: 'three-days', channel: 'email', offset: '-P3D', backups: [] },
    { kind: 'appointment_reminder', slot: 'one-day', channel: 'text', offset: '-P1D' },
    { kind: 'appointment_reminder', slot: 'three-hours', channel: 'text', offset: '-PT3H' },
  ],
};

export interface DemoFacility {
  readonly id: string;
  readonly zone: string;
  /** Hours for texts, as minutes of the day. */
  readonly from: number;
  readonly to: number;
}

export const demoFacilities: readonly DemoFacility[] = demoPractice.facilities.map((facility) => ({
  id: facility.facility_id,
  zone: facility.time_zone,
  from: minutes(facility.settings?.text_from ?? '09:00'),
  to: minutes(facility.settings?.text_to ?? '18:00'),
}));

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}
