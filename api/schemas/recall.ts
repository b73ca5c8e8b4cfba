import Type, { type Static } from 'typebox';
import type { StaffRecall } from '../../db/staff-recalls.ts';
import type { RecallLabel } from '../../domain/labels.ts';
import type { Story } from '../../operations/explaining/explain-subject.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { answers, pmsStates } from './appointment.ts';
import { messageStates } from './message.ts';
import { Day, Id, Nullable, OneOf, Time } from './shapes.ts';
import { storyJson, storyProperties, type EngineView } from './story.ts';

export const recallLabels = [
  'Removed in PM System',
  'Booked',
  'Declined',
  'Confirmed',
  'Not Confirmed',
] as const satisfies readonly RecallLabel[];

/** A recall in a list. */
export const Recall = Type.Object(
  {
    id: Id,
    externalId: Type.String({ description: 'Its id in the PMS' }),
    facility: Type.Object({ id: Id, externalId: Type.String(), name: Type.String() }),
    patient: Type.Object({ id: Id, name: Type.String() }),
    type: Type.String(),
    dueOn: Day,
    startsAt: Nullable(
      Type.String({
        format: 'date-time',
        description: 'When its messages count from; null while it waits for its place among the overdue ones',
      }),
    ),
    label: OneOf(recallLabels),
    bookedBy: Nullable(Type.String({ description: 'The visit that the PMS says books it, by its id in the PMS' })),
    answer: OneOf(answers),
    answerSource: Nullable(OneOf(['text', 'voice', 'email', 'staff'])),
    answeredAt: Nullable(Time),
    delivery: Nullable(
      OneOf(messageStates, 'How far the furthest message about its present day has come; null where none was planned'),
    ),
    awaitsReview: Type.Boolean({
      description:
        'Its patient got a visit since it was written about that does not book it by itself: see `visitsSince` of its page',
    }),
    goneAt: Nullable(Time),
  },
  { $id: 'Recall' },
);
export type Recall = Static<typeof Recall>;

/** A recall as the API writes it, in its facility's time. */
export function recallJson(row: StaffRecall): Recall {
  return {
    id: row.id,
    externalId: row.externalId,
    facility: { id: row.facilityId, externalId: row.facilityExternalId, name: row.facilityName },
    patient: { id: row.patientId, name: row.patientName },
    type: row.typeName,
    dueOn: row.dueOn,
    startsAt: row.hasBegun ? isoTime(row.startsAt, row.timeZone) : null,
    label: row.label,
    bookedBy: row.bookedBy === '' ? null : row.bookedBy,
    answer: row.answer,
    answerSource: row.answerSource,
    answeredAt: isoTimeOrNull(row.answeredAt, row.timeZone),
    delivery: row.delivery,
    awaitsReview: row.awaitsReview,
    goneAt: isoTimeOrNull(row.goneAt, row.timeZone),
  };
}

/** A visit that the recall's patient got since it was written about. */
const VisitSince = Type.Object({
  appointmentId: Id,
  externalId: Type.String({ description: 'Its id in the PMS' }),
  startsAt: Time,
  type: Type.String(),
  providerName: Type.String(),
  pmsState: OneOf(pmsStates),
  review: Nullable(
    Type.Object(
      { books: Type.Boolean(), by: Type.String(), at: Time },
      {
        description: 'What staff say of it; null: nobody has looked. A visit may book the recall without, by its type',
      },
    ),
  ),
});

/** The whole story of a recall. */
export const RecallPage = Type.Object(
  {
    ...Recall.properties,
    visitsSince: Type.Array(VisitSince, {
      description: 'Visits that its patient got since it was written about, and others that staff said something of',
    }),
    ...storyProperties,
  },
  { $id: 'RecallPage' },
);
export type RecallPage = Static<typeof RecallPage>;

/** The story as the API writes it, with what the engine says beside it. */
export function recallPageJson(story: Story<'recall'>, engine: EngineView): RecallPage {
  const { timeZone } = story.recall;
  return {
    ...recallJson(story.recall),
    visitsSince: story.visitsSince.map(({ typeName, startsAt, review, ...visit }) => ({
      ...visit,
      type: typeName,
      startsAt: isoTime(startsAt, timeZone),
      review: review && { ...review, at: isoTime(review.at, timeZone) },
    })),
    ...storyJson(story, engine),
  };
}
