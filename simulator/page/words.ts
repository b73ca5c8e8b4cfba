import { html, type Html } from './html.ts';

/** The colour of a label's badge. */
const tones: ReadonlyMap<string, string> = new Map([
  ['Confirmed', 'good'],
  ['Arrived', 'good'],
  ['Completed', 'good'],
  ['Declined', 'bad'],
  ['Message Not Received', 'bad'],
  ['No Show', 'bad'],
  ['Cancelled/Resch in PM System', 'quiet'],
  ['Will Not Be Sent', 'quiet'],
]);

/** A label of Kept's as a badge. */
export function badge(label: string): Html {
  return html`<span class="badge ${tones.get(label) ?? 'open'}">${label}</span>`;
}

/** A number as people read it: `(757) 555-0123`, or the country code and the rest. */
export function readableNumber(e164: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  if (american !== null) return `(${american[1] ?? ''}) ${american[2] ?? ''}-${american[3] ?? ''}`;
  return e164.replace(/^(\+\d{3})(\d{4})(\d+)$/, '$1 $2 $3');
}

/** A time of day here, with the day where it is not today. */
export function timeOfDay(at: number, now: number): Html {
  const day = (time: number): string => new Date(time).toDateString();
  const time = new Date(at).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
  const date = new Date(at).toLocaleDateString('en-US', { month: 'short', day: 'numeric' });
  return html`<time datetime="${new Date(at).toISOString()}"
    >${day(at) === day(now) ? time : `${date}, ${time}`}</time
  >`;
}
