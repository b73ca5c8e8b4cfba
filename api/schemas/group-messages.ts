import Type, { type Static } from 'typebox';
import type { RecipientCount, StaffGroup, StaffRecipient } from '../../db/staff-groups.ts';
import { withheldReasons } from '../../domain/message-state.ts';
import type { GroupPreview as Preview } from '../../operations/groups/preview-group.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { appointmentLabels } from './appointment.ts';
import { KindSlug } from './exclusion.ts';
import { channels, messageLabels, messageStates, reasons } from './message.ts';
import { FacilityName, Id, Nullable, OneOf, Time } from './shapes.ts';
import { tried, triedJson } from './templates.ts';

/** Which visits a group is of. */
const GroupFilter = Type.Object(
  {
    from: { ...Time, description: 'Visits from then on' },
    to: { ...Time, description: 'Visits before then' },
    facility: Type.Optional(FacilityName),
    provider: Type.Optional(Type.String({ maxLength: 100, description: 'Its id in the PMS' })),
    type: Type.Optional(Type.String({ maxLength: 100, description: 'The type’s id in the PMS' })),
    withKind: Type.Optional({ ...KindSlug, description: 'Visits that have messages of this kind' }),
    label: Type.Optional(OneOf(appointmentLabels, 'Visits that bear this label')),
    except: Type.Optional(Type.Array(Id, { maxItems: 1000, description: 'Visits that are left out' })),
  },
  { additionalProperties: false },
);

/** What to tell, and to which visits. */
export const GroupBody = Type.Object(
  {
    kind: KindSlug,
    words: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9-]{1,40}$',
        default: 'standard',
        description: 'The name of the words: of Appt Cancellation standard, emergency or weather ship',
      }),
    ),
    channel: Type.Optional(
      OneOf(channels, 'By which it goes first, text where none is given; the others that are not off stand in for it'),
    ),
    shift: Type.Optional(
      Type.String({
        pattern: '^-?PT(?:\\d{1,2}H)?(?:\\d{1,3}M)?$',
        description: 'Of a kind that tells of a new time: how much later the visits are, PT30M, or earlier, -PT1H',
      }),
    ),
    filter: GroupFilter,
  },
  { additionalProperties: false },
);
export type GroupBody = Static<typeof GroupBody>;

/** Milliseconds of a shift; null where none is given. */
export function shiftMsOf(shift: string | undefined): number | null {
  const parts = /^(-?)PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(shift ?? '');
  if (parts === null) return null;
  const [, sign = '', hours = '0', minutes = '0'] = parts;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** What staff told a group of visits. */
export const GroupMessage = Type.Object(
  {
    id: Id,
    kind: Type.String(),
    words: Type.String(),
    channel: OneOf(channels),
    shiftMinutes: Nullable(
      Type.Number({ description: 'How much later the visits are; null: it tells of no new time' }),
    ),
    filter: GroupFilter,
    state: OneOf(
      ['planning', 'planned', 'undoing', 'undone'],
      '`planning` and `undoing` go on by themselves; what has not had its turn is counted as `waiting`',
    ),
    recipients: Type.Integer({ description: 'How many visits it is of' }),
    by: Type.String({ description: 'The token that it was sent with' }),
    createdAt: Time,
    undoneAt: Nullable(Time),
    undoneBy: Nullable(Type.String()),
  },
  { $id: 'GroupMessage' },
);
export type GroupMessage = Static<typeof GroupMessage>;

export function groupJson(row: StaffGroup): GroupMessage {
  return {
    id: row.id,
    kind: row.kind,
    words: row.words,
    channel: row.channel,
    shiftMinutes: row.shiftMs === null ? null : row.shiftMs / 60_000,
    filter: row.filter,
    state: row.state,
    recipients: row.recipients,
    by: row.keyName,
    createdAt: isoTime(row.createdAt, row.timeZone),
    undoneAt: isoTimeOrNull(row.undoneAt, row.timeZone),
    undoneBy: row.undoneBy,
  };
}

/** A group with how far it has come. */
export const GroupPage = Type.Object(
  {
    group: Type.Ref('GroupMessage#'),
    progress: Type.Object({
      waiting: Type.Integer({ description: 'Visits whose turn has not come' }),
      leftOut: Type.Integer({ description: 'Visits that were cancelled, moved or begun when their turn came' }),
      undone: Type.Integer(),
      handedOver: Type.Integer({
        description: 'Visits whose message a carrier was given: these stay when it is undone',
      }),
    }),
    labels: Type.Array(Type.Object({ label: OneOf(messageLabels), count: Type.Integer() }), {
      description: 'The visits by the label of their message that came furthest',
    }),
    withheld: Type.Array(Type.Object({ reason: OneOf(reasons), text: Type.String(), count: Type.Integer() }), {
      description: 'Why those that will not be sent are not, and visits were left out',
    }),
  },
  { $id: 'GroupPage' },
);

/** A group's page as the API writes it. */
export function groupPageJson(group: StaffGroup, counts: readonly RecipientCount[]) {
  const sum = (some: (count: RecipientCount) => boolean): number =>
    counts.filter(some).reduce((total, { count }) => total + count, 0);
  const why = [...new Set(counts.flatMap(({ reason }) => reason ?? []))];
  return {
    group: groupJson(group),
    progress: {
      waiting: sum(({ state }) => state === 'waiting'),
      leftOut: sum(({ state }) => state === 'left_out'),
      undone: sum(({ state }) => state === 'undone'),
      handedOver: sum(({ label }) => label !== null && label !== 'Message Not Sent' && label !== 'Will Not Be Sent'),
    },
    labels: messageLabels.map((label) => ({ label, count: sum((count) => count.label === label) })),
    withheld: why.map((reason) => ({
      reason,
      text: withheldReasons[reason],
      count: sum((count) => count.reason === reason),
    })),
  };
}

/** What sending a group would do. */
export const GroupPreview = Type.Object(
  {
    recipients: Type.Integer({ description: 'How many visits it would be of; those of one family become one message' }),
    withheld: Type.Array(Type.Object({ reason: OneOf(reasons), text: Type.String(), count: Type.Integer() }), {
      description: 'The visits that nothing would be sent about, and why',
    }),
    words: Type.Array(Type.Object({ ...tried, visits: Type.Integer() }), {
      description: 'The words that would be sent first, by channel and language, the most used first',
    }),
  },
  { $id: 'GroupPreview' },
);

/** What sending a group would do, as the API writes it. */
export function groupPreviewJson({ recipients, withheld, words }: Preview): Static<typeof GroupPreview> {
  return {
    recipients,
    withheld: [...withheld].map(([reason, count]) => ({ reason, text: withheldReasons[reason], count })),
    words: words.map((one) => ({ ...triedJson(one), visits: one.visits })),
  };
}

/** A visit of a group. */
export const GroupRecipient = Type.Object(
  {
    appointmentId: Id,
    facility: Type.String(),
    patient: Type.Object({ id: Id, name: Type.String() }),
    phones: Type.Array(Type.String(), { description: 'As the PMS has them' }),
    startsAt: Type.String({ format: 'date-time', description: 'The time that the visit had when it was chosen' }),
    toldAt: Nullable(Type.String({ format: 'date-time', description: 'The new time that is told' })),
    state: OneOf(
      ['waiting', 'planned', 'left_out', 'undone', 'told'],
      '`told`: the group was undone when this had been handed over',
    ),
    message: Nullable(
      Type.Object({
        id: Id,
        channel: OneOf(channels),
        state: OneOf(messageStates),
        label: OneOf(messageLabels),
      }),
    ),
    reason: Nullable(OneOf(reasons, 'Why it was left out, or its message will not be sent')),
  },
  { $id: 'GroupRecipient' },
);

/** A visit of a group as the API writes it. */
export function recipientJson(row: StaffRecipient): Static<typeof GroupRecipient> {
  const { messageId: id, channel, messageState: state, label, timeZone } = row;
  return {
    appointmentId: row.id,
    facility: row.facilityName,
    patient: { id: row.patientId, name: row.patientName },
    phones: [...row.phones],
    startsAt: isoTime(row.occurrence, timeZone),
    toldAt: row.toldAt === row.occurrence ? null : isoTime(row.toldAt, timeZone),
    state: row.state,
    message: id === null || channel === null || state === null || label === null ? null : { id, channel, state, label },
    reason: row.reason,
  };
}
