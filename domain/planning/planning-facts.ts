import type { Kind, Kinds, StartsFrom } from '../kinds.ts';
import type { MessageState, WithheldReason } from '../message-state.ts';
import type { Notice } from './notice.ts';
import type { Answer, Channel, EpochMs, PmsState } from './plan.ts';
import type { WeeklyWindow } from './weekly-window.ts';

/** One line of a kind's schedule, after overrides. */
export interface Step {
  readonly kind: Kind;
  readonly slot: string;
  readonly channel: Channel;
  /** ISO 8601, before or after the visit's start: `-P3D`, `-PT2H`, `+P1D`. */
  readonly offset: string;
  readonly condition: 'unanswered' | 'confirmed' | 'always';
  /** The channels that stand in for its own, in this order; null: every channel that is on as backup. */
  readonly backups: readonly Channel[] | null;
}

/** Days included on both ends, as `YYYY-MM-DD` in the facility's zone. */
export interface Closure {
  readonly from: string;
  readonly to: string;
}

/** When a facility may write to its patients. */
export interface Calendar {
  /** IANA name. */
  readonly zone: string;
  readonly beginDelivery: 'exact' | 'earliest';
  /** By channel; a channel without one is not bound. */
  readonly windows: Readonly<Partial<Record<Channel, WeeklyWindow>>>;
  /** ISO weekdays, Monday = 1. */
  readonly openDays: readonly number[];
  readonly closures: readonly Closure[];
}

/** `backup`: used where the earlier channel of a step cannot be used, failed, or stayed without word. */
export type ChannelMode = 'on' | 'off' | 'backup';

/** Which of a patient's phones, as the PMS names them. */
export type PhoneUse = 'cell' | 'home' | 'work';

/** Whom a message goes to. */
export interface ContactSettings {
  /** The way that the patient prefers by the PMS first, or every contact in order until one can be used. */
  readonly choice: 'preference' | 'every';
  /** Which phones are called, in this order. */
  readonly voicePhones: readonly PhoneUse[];
}

/** Languages that there are words in, by kind and channel; under `kind/name` those of words that are chosen by their name too. */
export type Languages = ReadonlyMap<string, Readonly<Record<Channel, readonly string[]>>>;

/** The settings that planning obeys, after overrides. */
export interface PlanningSettings {
  /** Of kinds that are on, about whatever they are. */
  readonly steps: readonly Step[];
  readonly kinds: Kinds;
  /** When the practice went live; null before. Nothing that ended before it is followed up. */
  readonly liveAt: EpochMs | null;
  readonly calendar: Calendar;
  /** No reminder goes later than this before the visit. */
  readonly minimumLeadMs: number;
  /** Nothing about a visit goes for so long after it was booked or moved. */
  readonly bookingGraceMs: number;
  /** What the PMS changes that patients are told. */
  readonly tells: readonly ('visit_moved' | 'visit_cancelled')[];
  /** An answer counts until so long before the visit. */
  readonly textExpirationMs: number;
  readonly stopOnAnswer: boolean;
  /** A confirmation that came this many days or more before the visit leaves the last reminder. */
  readonly earlyConfirmDays: number;
  readonly channelModes: Readonly<Record<Channel, ChannelMode>>;
  readonly contacts: ContactSettings;
  readonly languages: Languages;
  /** Of messages to those in whose own there are no words. */
  readonly defaultLanguage: string;
}

/** A number or an address as the practice knows it. */
export interface ContactPoint {
  readonly id: string;
  readonly optedOut: boolean;
  readonly landline: boolean;
  readonly invalid: boolean;
  /** Someone answered that it is not this patient's. */
  readonly wrongNumber: boolean;
}

/** What is on file to reach a patient by; `invalid` where it is no number or address. */
export type Contact = ContactPoint | 'invalid';

export interface PatientFacts {
  readonly status: 'active' | 'inactive' | 'deceased';
  readonly language: string;
  /** By channel, in the order of choice; empty where nothing is on file. */
  readonly contacts: Readonly<Record<Channel, readonly Contact[]>>;
  /** By the PMS; null where it says nothing. */
  readonly preferredChannel: Channel | null;
  /** The PMS's word on each channel; null where it has none. */
  readonly allows: Readonly<Record<Channel, boolean | null>>;
}

/** A visit, a recall or an order as planning sees it. */
export interface VisitFacts {
  /** What makes messages of a kind be planned about it: the steps of other kinds are none of its own. */
  readonly starts: ReadonlySet<StartsFrom>;
  /** What its steps count from. */
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  /** When the PMS booked it for this time or moved it there, at the latest; null where it does not tell. */
  readonly bookedAt: EpochMs | null;
  /** Of an order, when it was first heard of; null of all else. */
  readonly firstSeenAt: EpochMs | null;
  /** The patient has another visit to come that was made when the PMS changed this one, or since. */
  readonly isRebooked: boolean;
  readonly pms: PmsState;
  /** No longer in a complete feed. */
  readonly gone: boolean;
  readonly answer: Answer;
  /** Of a day, such as that of a recall, nothing about it goes or is answered later; null: a visit, which ends that when it begins. */
  readonly usefulUntil: EpochMs | null;
  /** Why nothing more goes, beside what the state of a visit says; null: it is open. */
  readonly closedBy: WithheldReason | null;
  /** When the answer came; null while there is none. */
  readonly answeredAt: EpochMs | null;
  /** The kinds that staff want nothing sent of for this visit. */
  readonly excludedKinds: readonly Kind[];
  /** What was decided once to be told of it, beside its steps. */
  readonly notices: readonly Notice[];
}

/** A message that exists already for the visit at its present time. */
export interface PastMessage {
  readonly kind: Kind;
  readonly slot: string;
  readonly channel: Channel;
  readonly state: MessageState;
  readonly reason: WithheldReason | null;
  readonly detail: string | null;
  /** The message that this one was merged into, and how that stands; null where it is its own. */
  readonly carriedBy: { readonly state: MessageState; readonly detail: string | null } | null;
  readonly sendAt: EpochMs;
  readonly movedBy: readonly Mover[];
  /** The time that staff gave it; null: its step decides. */
  readonly setAt: EpochMs | null;
  /** The group message that it was held back by; null where it was not. */
  readonly heldBy: string | null;
}

export interface PlanningFacts {
  readonly subjectId: string;
  readonly patientId: string;
  readonly visit: VisitFacts;
  readonly patient: PatientFacts;
  readonly settings: PlanningSettings;
  /** Every message of the visit at its present time, whatever became of it. */
  readonly history: readonly PastMessage[];
  readonly now: EpochMs;
}

/** What moved a message from the time that its step names. */
export type Mover = 'earliest' | 'closure' | 'window' | 'minimum_lead' | 'grace' | 'late' | 'staff';

/** One message that should exist, with its time or the reason that it is withheld. */
export interface PlannedMessage {
  readonly kind: Kind;
  readonly slot: string;
  readonly channel: Channel;
  readonly language: string;
  readonly contactPointId: string | null;
  readonly computedAt: EpochMs;
  readonly sendAt: EpochMs;
  readonly movedBy: readonly Mover[];
  readonly usefulUntil: EpochMs;
  readonly answerableUntil: EpochMs;
  /** The channel of the same slot that this one stands in for; null where it is the first. */
  readonly backupOf: Channel | null;
  /** Null: it is to be sent. */
  readonly withheld: WithheldReason | null;
  /** The group message that holds it back. */
  readonly heldBy: string | null;
}
