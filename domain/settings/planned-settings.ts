import Type from 'typebox';
import type { Setting } from './setting.ts';
import {
  ChannelModeShape,
  Count,
  OpenWeekdays,
  Phones,
  Span,
  WallTime,
  WeekdayWindows,
  YesNo,
} from './setting-shapes.ts';

const planned = { ofFacility: true, plans: true } as const;
/** One that the kind of visit may decide. */
const ofVisits = { ...planned, ofVisits: true } as const;

/** The settings that plans are made by. */
export const plannedSettings = {
  begin_delivery: {
    schema: Type.Enum(['exact', 'earliest'], { description: '"exact" or "earliest"' }),
    default: 'exact',
    effect: 'A message goes at the minute that its step names, or on that day when the channel’s window opens.',
    ...planned,
  },
  text_mode: {
    schema: ChannelModeShape,
    default: 'on',
    effect: 'Texts go, do not go, or stand in where the channel before them cannot be used or failed.',
    ...ofVisits,
  },
  text_from: {
    schema: WallTime,
    default: '09:00',
    effect: 'Texts go from this time of day on; never before 08:00.',
    ...planned,
  },
  text_to: {
    schema: WallTime,
    default: '18:00',
    effect: 'The last minute of the day that texts go in; never after 21:00.',
    ...planned,
  },
  text_weekdays: {
    schema: WeekdayWindows,
    default: {},
    effect: 'Weekdays on which texts go at other times than text_from to text_to; null: none, as on a closed day.',
    ...planned,
  },
  voice_mode: {
    schema: ChannelModeShape,
    default: 'backup',
    effect: 'Calls are made, are not made, or stand in where the channel before them cannot be used or failed.',
    ...ofVisits,
  },
  voice_from: {
    schema: WallTime,
    default: '10:00',
    effect: 'Calls are made from this time of day on; never before 08:00.',
    ...planned,
  },
  voice_to: {
    schema: WallTime,
    default: '18:00',
    effect: 'The last minute of the day that calls are made in; never after 21:00.',
    ...planned,
  },
  voice_weekdays: {
    schema: WeekdayWindows,
    default: {},
    effect:
      'Weekdays on which calls are made at other times than voice_from to voice_to; null: none, as on a closed day.',
    ...planned,
  },
  email_mode: {
    schema: ChannelModeShape,
    default: 'on',
    effect: 'Emails go, do not go, or stand in where the channel before them cannot be used or failed.',
    ...ofVisits,
  },
  email_from: { schema: WallTime, default: '08:00', effect: 'Emails go from this time of day on.', ...planned },
  email_to: { schema: WallTime, default: '20:00', effect: 'The last minute of the day that emails go in.', ...planned },
  email_weekdays: {
    schema: WeekdayWindows,
    default: {},
    effect: 'Weekdays on which emails go at other times than email_from to email_to; null: none, as on a closed day.',
    ...planned,
  },
  open_days: {
    schema: OpenWeekdays,
    default: [1, 2, 3, 4, 5, 6, 7],
    effect: 'The weekdays on which messages go; one that falls on another moves to the open day before.',
    ...planned,
  },
  minimum_lead: {
    schema: Span,
    default: 'PT2H',
    span: ['PT0M', 'PT72H'],
    effect: 'No reminder goes later than this before the visit.',
    ...ofVisits,
  },
  booking_grace: {
    schema: Span,
    default: 'PT10M',
    span: ['PT0M', 'PT2H'],
    effect: 'For so long after a visit was booked or moved in the PMS, where that tells when, nothing about it goes.',
    ...planned,
  },
  tell_moves: {
    schema: YesNo,
    default: false,
    effect:
      'A visit that the PMS moves from now on is told to its patient by a Move Notice, when booking_grace is over and it still stands so.',
    ...planned,
  },
  tell_cancellations: {
    schema: YesNo,
    default: false,
    effect:
      'A visit that the PMS cancels from now on is told to its patient by a Cancellation Notice, when booking_grace is over.',
    ...planned,
  },
  contact_choice: {
    schema: Type.Enum(['preference', 'every'], { description: '"preference" or "every"' }),
    default: 'preference',
    effect:
      'The channel that the patient prefers by the PMS goes first, or every contact in order until one can be used.',
    ...planned,
  },
  voice_phones: {
    schema: Phones,
    default: ['cell', 'home', 'work'],
    effect: 'Which of a patient’s phones are called, in this order.',
    ...planned,
  },
  stop_on_answer: {
    schema: YesNo,
    default: true,
    effect: 'A Confirm or Decline ends the other messages about the visit.',
    ...ofVisits,
  },
  courtesy_reminder: {
    schema: YesNo,
    default: false,
    effect: 'Where an answer ends the messages, a confirmed visit gets one more on the day before.',
    ...ofVisits,
  },
  early_confirm_days: {
    schema: Count(0, 100),
    default: 5,
    effect: 'A confirmation that came so many days ahead, or more, leaves the last reminder.',
    ...ofVisits,
  },
  text_expiration: {
    schema: Span,
    default: 'PT0M',
    span: ['PT0M', 'PT72H'],
    effect: 'An answer that comes later than this before the visit does not count: a person reads it.',
    ...ofVisits,
  },
} as const satisfies Record<string, Setting>;
