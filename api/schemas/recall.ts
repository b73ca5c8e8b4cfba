import Type, { type Static } from 'typebox';
import type { StaffRecall } from '../../db/staff-recalls.ts';
import type { RecallLabel } from '../../domain/labels.ts';
import type { Story } from '../../operations/explaining/explain-subject.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { answers } from './appointment.ts';
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
    goneAt: isoTimeOrNull(row.goneAt, row.timeZone),
  };
}

/** The whole story of a recall. */
export const RecallPage = Type.Object({ ...Recall.properties, ...storyProperties }, { $id: 'RecallPage' });
export type RecallPage = Static<typeof RecallPage>;

/** The story as the API writes it, with what the engine says beside it. */
export function recallPageJson(story: Story<'recall'>, engine: EngineView): RecallPage {
  return { ...recallJson(story.recall), ...storyJson(story, engine) };
}
