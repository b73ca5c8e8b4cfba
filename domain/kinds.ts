import { invariant } from './fault.ts';

/**
 * What a message is for, as a slug such as `appointment_reminder`. Kinds are data: a practice may have kinds of its own, so no
 * rule may branch on a slug; it asks the kind's record.
 */
export type Kind = string;

/** What makes a message of the kind be planned or queued. */
export type StartsFrom =
  | 'before_visit'
  | 'after_visit'
  | 'after_no_show'
  | 'visit_moved'
  | 'visit_cancelled'
  | 'recall_due'
  | 'order_ready'
  | 'staff'
  | 'reply';

/** A kind and everything that rules ask of it. */
export interface KindRecord {
  readonly slug: Kind;
  readonly name: string;
  /**
   * `before_visit`: steps before a visit that stands. `after_visit`: steps after one that the PMS has as arrived or completed.
   * `after_no_show`: steps after one that the PMS has as a no-show. `visit_moved`, `visit_cancelled`: when the PMS moves or cancels a
   * visit that the patient knows of, where the practice wants that told. `recall_due`, `order_ready`: steps from that day on. `staff`: sent
   * by staff, to a group or to one patient. `reply`: at once, to who has just written or called.
   */
  readonly startsFrom: StartsFrom;
  /** Whether a Confirm or Decline is asked for, taken where it comes, or none of this message's business. */
  readonly answers: 'expected' | 'optional' | 'none';
  /** Nobody presses a button for each message. */
  readonly automatic: boolean;
  /** Whether its texts and calls count for the caps and obey them. */
  readonly capped: boolean;
  /** What becomes of a text or call that is over the caps: withheld, or moved to the next day that has room. */
  readonly overCap: 'withheld' | 'moved';
  /** Where a message that falls on a closed day goes: to the last open day before, or to the next one. */
  readonly fromClosedDay: 'before' | 'after';
  /** Which answer of the patient ends its messages about the same visit. */
  readonly endedBy: 'answer' | 'decline' | 'nothing';
  /** What a text may hold: the words themselves, or only a link to the patient's page, which shows those of its mails. */
  readonly text: 'words' | 'link';
  /** The report that its messages are counted in, beside the log, which has all. */
  readonly report: 'visits' | 'recalls' | 'orders' | 'log';
  /** What it tells of the visit's time: that it has another, that the visit does not take place, or nothing new. */
  readonly tells: 'new_time' | 'cancelled' | 'nothing';
  /** Whether staff send it to a group of visits. */
  readonly toGroups: boolean;
  /** Nothing of a kind that is off is planned or queued. */
  readonly on: boolean;
}

/** The kinds of a practice by their slugs: those that ship, as it has them, and its own. */
export type Kinds = ReadonlyMap<Kind, KindRecord>;

/** What the practice has of a kind that one of its steps or messages is of. */
export function kindOf(kinds: Kinds, slug: Kind): KindRecord {
  const kind = kinds.get(slug);
  invariant(kind !== undefined, 'a kind with steps or messages is not taken away');
  return kind;
}

/**
 * What an answer to a message is to: the visit, the message alone, such as a survey after it, or nothing. `off`: a visit that the
 * message says is off, so that whatever comes back goes to a person.
 */
export type AskedOf = 'visit' | 'message' | 'nothing' | 'off';

/** What an answer to a message of the kind is to. */
export function askedOf(kind: Pick<KindRecord, 'answers' | 'startsFrom' | 'tells'>): AskedOf {
  if (kind.answers === 'none') return 'nothing';
  if (kind.tells === 'cancelled') return 'off';
  return followsVisit(kind) ? 'message' : 'visit';
}

/** Whether its messages are about a visit that is over: there is no time to keep any more, and nothing to come to. */
export function followsVisit({ startsFrom }: Pick<KindRecord, 'startsFrom'>): boolean {
  return startsFrom === 'after_visit' || startsFrom === 'after_no_show';
}

/** What staff and patients know a kind by; the slug of one that was taken away. */
export function kindName(kinds: Kinds, slug: Kind): string {
  return kinds.get(slug)?.name ?? slug;
}

const fromVisits: ReadonlySet<StartsFrom> = new Set(['before_visit', 'after_visit', 'after_no_show']);

/** Whether its messages are planned by steps about a visit. */
export function isPlannedForVisits({ startsFrom }: Pick<KindRecord, 'startsFrom'>): boolean {
  return fromVisits.has(startsFrom);
}

/** What a kind tells of that the PMS changed; null: it is no notice of that, which is planned where settings say so, by no step. */
export function changeTold({ startsFrom }: Pick<KindRecord, 'startsFrom'>): 'visit_moved' | 'visit_cancelled' | null {
  return startsFrom === 'visit_moved' || startsFrom === 'visit_cancelled' ? startsFrom : null;
}

/** Whether its messages are planned by steps at all; the others go when something happens. */
export function hasSteps(kind: Pick<KindRecord, 'startsFrom'>): boolean {
  return isPlannedForVisits(kind) || kind.startsFrom === 'recall_due' || kind.startsFrom === 'order_ready';
}

/** Whether its messages go before what they are about. */
export function goesBefore({ startsFrom }: Pick<KindRecord, 'startsFrom'>): boolean {
  return startsFrom === 'before_visit';
}
