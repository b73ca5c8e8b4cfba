import { aRow } from './practice-with-feed.ts';

const ids = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
const rows = (prefix: string, count: number, row: Parameters<typeof aRow>[0] = {}) =>
  ids(prefix, count).map((id) => aRow({ appointment_id: id, ...row }));

/** An export, and the one of the next hour with everything in it that a sync can meet. */
export const firstExport = [
  ...rows('SAME', 6),
  ...rows('MOVED', 3),
  ...rows('CHANGED', 3),
  ...rows('GONE', 3),
  ...rows('BAD', 1),
];
export const secondExport = [
  ...rows('SAME', 6),
  ...rows('MOVED', 3, { starts_at: '2026-12-03T15:00' }),
  ...rows('CHANGED', 3, { status: 'cancelled', cell_phone: '757-555-0143' }),
  ...rows('NEW', 4, { language: 'es' }),
  ...rows('BAD', 1, { status: 'booked' }),
];
