import type { StagedRow } from '../../db/staging.ts';
import { phoneToE164 } from '../../domain/contacts/phone.ts';
import { Fault } from '../../domain/fault.ts';
import { patientLanguage } from '../../domain/feed/patient-language.ts';
import { feedListShapes, type FeedList } from '../../domain/feed/feed-lists.ts';
import { visitTime } from '../../domain/planning/visit-time.ts';
import type { FeedRow } from '../../feeds/feed.ts';

/** Longer than any value that a PMS means: Postgres could not index an id of such a length, and the whole file would fail. */
const longestValue = 500;

/** Visits of other centuries are slips of the hand, and the first years of all are none that Postgres knows. */
const years = { from: Date.UTC(1900, 0), until: Date.UTC(2200, 0) };

/** Works out of a feed's row what rules say and SQL could not: the numbers' E.164 forms, the language, the visit's instant. */
export function stageRow(row: FeedRow, list: FeedList, zones: ReadonlyMap<string, string>): StagedRow {
  const isTooLong = Object.values(row.values).some((value) => value.length > longestValue);
  const values = isTooLong ? cutShort(row.values) : row.values;
  return {
    file: row.file,
    line: row.line,
    defect: row.defect?.reason ?? (isTooLong ? 'too_long' : null),
    words: row.defect?.words ?? null,
    values: { ...values, language: patientLanguage(values.language) },
    ...instantOf(values, list, zones.get(values.facility_id)),
    cellE164: phoneToE164(values.cell_phone),
    homeE164: phoneToE164(values.home_phone),
    workE164: phoneToE164(values.work_phone),
    guarantorE164: phoneToE164(values.guarantor_phone),
  };
}

/** When a visit is, or when the day of a recall or order begins at its facility. What cannot be picked up yet need not say when it can. */
function instantOf(
  values: FeedRow['values'],
  list: FeedList,
  zone: string | undefined,
): Pick<StagedRow, 'instant' | 'timeDefect'> {
  const text = values[feedListShapes[list].time];
  if (list === 'appointments') return visitInstant(text, zone);
  if (list === 'orders' && text === '' && values.status !== 'received') return { instant: null, timeDefect: null };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return { instant: null, timeDefect: zone === undefined ? null : 'bad_date' };
  const { instant, timeDefect } = visitInstant(`${text}T00:00`, zone);
  // Where a day begins with a jump of the clocks, it begins at the jump.
  if (timeDefect === 'dst_gap_time' && zone !== undefined) {
    return { instant: visitTime(`${text}T00:00`, zone).at, timeDefect: null };
  }
  return { instant, timeDefect: timeDefect === null ? null : 'bad_date' };
}

/** A time that the clocks skip is no time of a visit: the PMS must say what it means. */
function visitInstant(wallTime: string, zone: string | undefined): Pick<StagedRow, 'instant' | 'timeDefect'> {
  if (zone === undefined) return { instant: null, timeDefect: null };
  try {
    const { at, skipped } = visitTime(wallTime, zone);
    if (at < years.from || at >= years.until) return { instant: null, timeDefect: 'bad_time' };
    return skipped ? { instant: null, timeDefect: 'dst_gap_time' } : { instant: at, timeDefect: null };
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_input') return { instant: null, timeDefect: 'bad_time' };
    throw error;
  }
}

function cutShort(values: FeedRow['values']): FeedRow['values'] {
  const cut = Object.entries(values).map(([column, value]) => [column, value.slice(0, longestValue)]);
  return Object.fromEntries(cut) as FeedRow['values'];
}
