import type { MessageCircumstances } from '../../db/message-circumstances.ts';
import { groupOfSlot } from '../../db/group-messages.ts';
import type { StaffMessage } from '../../db/staff-messages.ts';
import { changeTold, type KindRecord } from '../../domain/kinds.ts';
import { withheldReasons } from '../../domain/message-state.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import type { ChannelMode, Mover } from '../../domain/planning/planning-facts.ts';
import type { About } from './about.ts';
import type { ReasonStep } from './reason-step.ts';
import { standingSteps } from './standing-steps.ts';
import { wallTimeInWords } from './wall-time-in-words.ts';

/** The same of a message that a step planned, with what the practice sets for it. */
export interface PlannedCircumstances extends MessageCircumstances {
  /** Of the step that planned it, as the schedule has it now: null where no step of the slot is left. */
  readonly offset: string | null;
  readonly channelMode: ChannelMode;
}

/** Why a message was, will be or will not be sent, one question after the other, as things stand at `now`. */
export function messageReasons(
  message: StaffMessage,
  about: About,
  circumstances: PlannedCircumstances,
  kind: KindRecord,
  now: EpochMs,
): ReasonStep[] {
  return [
    plannedStep(message, about, circumstances, kind),
    timeStep(message, now),
    ...standingSteps(message, about, kind),
    patientStep(message, circumstances),
    contactStep(message, circumstances),
    practiceStep(circumstances),
    channelStep(message, circumstances),
    copyStep(message, circumstances, now),
    outcomeStep(message),
  ];
}

const moverWords: Readonly<Record<Mover, string>> = {
  earliest: 'delivery begins when the day’s window opens',
  closure: 'nothing goes by this channel on that day',
  window: 'it fell outside the hours of delivery',
  minimum_lead: 'it would have come too close to the visit',
  grace: 'the visit had just been booked or moved',
  late: 'its time had passed already',
  staff: 'staff gave it this time',
};

/** What the offsets of steps count from, and what a message is for, by what it is about. */
const planWords: Readonly<Record<About['type'], { readonly from: string; readonly of: string }>> = {
  appointment: { from: 'the visit', of: 'the visit on' },
  recall: { from: 'the day that it is due', of: 'the recall that counts from' },
  order: { from: 'the day that it is ready', of: 'the order that counts from' },
};

function plannedStep(
  message: StaffMessage,
  { type }: About,
  { offset }: PlannedCircumstances,
  kind: KindRecord,
): ReasonStep {
  const at = wallTimeInWords(message.occurrence, message.timeZone);
  const asked = wallTimeInWords(message.computedAt, message.timeZone);
  const { from, of } = planWords[type];
  const question = 'What planned it?';
  const group = groupOfSlot(message.slot);
  if (group !== null) {
    const answer = `Staff sent ${message.kindName} to a group (group message ${group}) at ${asked}, for ${of} ${at}.`;
    return { question, answer, stops: false };
  }
  if (changeTold(kind) !== null) {
    const what = changeTold(kind) === 'visit_moved' ? 'moved the visit to' : 'cancelled the visit on';
    return { question, answer: `The PMS ${what} ${at}: ${message.kindName} goes from ${asked} on.`, stops: false };
  }
  return {
    question,
    answer: `Step ${message.slot} of ${message.kindName}${offset === null ? ', which the schedule no longer has,' : ` (${offsetInWords(offset, from)})`} asks for ${asked}, for ${of} ${at}.`,
    stops: false,
  };
}

/** `-P3D`: 3 days before the visit. What is written otherwise stays as it is. */
function offsetInWords(offset: string, from: string): string {
  const [, sign, days, hours] = /^([+-]?)P(?:(\d+)D|T(\d+)H)$/.exec(offset) ?? [];
  const count = days ?? hours;
  if (count === undefined) return offset;
  const unit = `${days === undefined ? 'hour' : 'day'}${count === '1' ? '' : 's'}`;
  return `${count} ${unit} ${sign === '-' ? 'before' : 'after'} ${from}`;
}

function timeStep(message: StaffMessage, now: EpochMs): ReasonStep {
  const at = wallTimeInWords(message.sendAt, message.timeZone);
  const moved = message.movedBy.map((mover) => moverWords[mover]).join('; ');
  const waits = message.state === 'not_sent' && message.detail !== null ? ` It was put off: ${message.detail}.` : '';
  const over = message.state === 'not_sent' && message.usefulUntil <= now;
  return {
    question: 'When does it go?',
    answer: `At ${at}${moved === '' ? '' : `, moved because ${moved}`}; useful until ${wallTimeInWords(message.usefulUntil, message.timeZone)}.${waits}`,
    stops: over,
  };
}

function patientStep(message: StaffMessage, { patientStatus, allowed }: MessageCircumstances): ReasonStep {
  const question = 'May the patient be written to?';
  if (patientStatus !== 'active') return { question, answer: `No: the PMS has them as ${patientStatus}.`, stops: true };
  return allowed === false
    ? { question, answer: `No: the PMS does not allow ${message.channel}.`, stops: true }
    : {
        question,
        answer: `Yes${allowed === null ? ': the PMS says nothing against it' : ': the PMS allows it'}.`,
        stops: false,
      };
}

/** Whether what is known of the contact point speaks against it. */
export function contactStep(message: StaffMessage, circumstances: MessageCircumstances): ReasonStep {
  const question = 'Where does it go?';
  if (message.address === null) {
    return { question, answer: `Nowhere: no usable contact for ${message.channel} is on file.`, stops: true };
  }
  const facts = [
    ['opted out', circumstances.optedOutAt],
    ['found to be a landline', message.channel === 'text' ? circumstances.landlineAt : null],
    ['found to be invalid', circumstances.invalidAt],
    ['said not to be this patient’s', circumstances.wrongNumberAt],
  ] as const;
  const against = facts.flatMap(([words, at]) =>
    at === null ? [] : [`${words} on ${wallTimeInWords(at, message.timeZone)}`],
  );
  return {
    question,
    answer: `To ${message.address}, ${against.length === 0 ? 'which nothing speaks against' : against.join(', ')}.`,
    stops: against.length > 0,
  };
}

/** Whether the practice writes to this contact yet. */
export function practiceStep({ liveAt, inRehearsal }: MessageCircumstances): ReasonStep {
  const question = 'Is the practice live?';
  if (liveAt !== null) return { question, answer: 'Yes.', stops: false };
  return inRehearsal
    ? { question, answer: 'No, but this contact is on its rehearsal list.', stops: false }
    : { question, answer: 'No: only contacts on its rehearsal list are written to.', stops: true };
}

function channelStep(message: StaffMessage, { channelMode, channelPausedAt }: PlannedCircumstances): ReasonStep {
  const question = 'Is the channel on?';
  if (channelMode === 'off') return { question, answer: 'No: it is switched off.', stops: true };
  const on = channelMode === 'backup' ? 'Yes, as backup.' : 'Yes.';
  return channelPausedAt === null
    ? { question, answer: on, stops: false }
    : { question, answer: `Paused on ${wallTimeInWords(channelPausedAt, message.timeZone)}.`, stops: true };
}

function copyStep(
  message: StaffMessage,
  { exportedAt, feedPauseAfterMs }: MessageCircumstances,
  now: EpochMs,
): ReasonStep {
  const question = 'Is the copy of the PMS new enough?';
  if (exportedAt === null) return { question, answer: 'No feed was ever applied.', stops: true };
  const stops = now - exportedAt > feedPauseAfterMs;
  return {
    question,
    answer: `${stops ? 'No' : 'Yes'}: it is of ${wallTimeInWords(exportedAt, message.timeZone)}.`,
    stops,
  };
}

/** How far the message has come. */
export function outcomeStep(message: StaffMessage): ReasonStep {
  const since = wallTimeInWords(message.stateAt, message.timeZone);
  const held = message.heldBy === null ? '' : ` by what a group was told (group message ${message.heldBy})`;
  const because = message.reason === null ? '' : `: ${withheldReasons[message.reason]}${held}`;
  return {
    question: 'What became of it?',
    answer: `${message.label}${because} (${message.state.replace('_', ' ')} since ${since}${message.detail === null ? '' : `, ${message.detail}`}).`,
    stops: message.state === 'withheld',
  };
}
