import type { StagedRow } from '../db/staging.ts';
import { phoneToE164 } from '../domain/contacts/phone.ts';
import { Fault } from '../domain/fault.ts';
import { patientLanguage } from '../domain/feed/patient-language.ts';
import { visitTime } from '../domain/planning/visit-time.ts';
import type { FeedRow } from '../feeds/feed.ts';

/** Works out of a feed's row what rules say and SQL could not: the numbers' E.164 forms, the language, the visit's instant. */
export function stageRow(row: FeedRow, zones: ReadonlyMap<string, string>): StagedRow {
  const { values } = row;
  return {
    file: row.file,
    line: row.line,
    defect: row.defect?.reason ?? null,
    words: row.defect?.words ?? null,
    values: { ...values, language: patientLanguage(values.language) },
    ...visitInstant(values.starts_at, zones.get(values.facility_id)),
    cellE164: phoneToE164(values.cell_phone),
    homeE164: phoneToE164(values.home_phone),
    workE164: phoneToE164(values.work_phone),
  };
}

/** A time that the clocks skip is no time of a visit: the PMS must say what it means. */
function visitInstant(wallTime: string, zone: string | undefined): Pick<StagedRow, 'instant' | 'timeDefect'> {
  if (zone === undefined) return { instant: null, timeDefect: null };
  try {
    const { at, skipped } = visitTime(wallTime, zone);
    return skipped ? { instant: null, timeDefect: 'dst_gap_time' } : { instant: at, timeDefect: null };
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_input') return { instant: null, timeDefect: 'bad_time' };
    throw error;
  }
}
