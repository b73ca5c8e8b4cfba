import Type, { type Static } from 'typebox';
import { hasSteps, type Kinds as KindsOfPractice } from '../../domain/kinds.ts';
import { kindSlug, OwnKind, SwitchedKind } from '../../domain/settings/own-kind.ts';
import { shippedKinds } from '../../domain/shipped-kinds.ts';
import { OneOf } from './shapes.ts';

/** The kinds of a practice, and all that rules ask of them. */
export const Kinds = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    items: Type.Array(
      Type.Object({
        kind: Type.String({ description: 'As a slug, such as `appointment_reminder`' }),
        name: Type.String(),
        ships: Type.Boolean({ description: 'Ships with Kept; otherwise it is the practice’s own' }),
        on: Type.Boolean({ description: 'Nothing of a kind that is off is planned or queued' }),
        startsFrom: OneOf(
          [
            ...['before_visit', 'after_visit', 'after_no_show', 'visit_moved', 'visit_cancelled'],
            ...['recall_due', 'order_ready', 'staff', 'reply'],
          ],
          'What makes a message of it be planned or queued',
        ),
        hasSteps: Type.Boolean({ description: 'Its messages are planned by `steps`' }),
        answers: OneOf(['expected', 'optional', 'none'], 'Whether a Confirm or Decline is asked for'),
        automatic: Type.Boolean(),
        capped: Type.Boolean({ description: 'Its texts and calls count for the caps' }),
        overCap: OneOf(
          ['withheld', 'moved'],
          'What becomes of a text or call over the caps: moved is to the next free day',
        ),
        fromClosedDay: OneOf(['before', 'after'], 'To the last open day before, or to the next one'),
        endedBy: OneOf(['answer', 'decline', 'nothing'], 'Which answer ends its messages about the same visit'),
        text: OneOf(
          ['words', 'link'],
          'What a text may hold; a link leads to the patient’s page, which shows the words',
        ),
        tells: OneOf(
          ['new_time', 'cancelled', 'nothing'],
          'What it tells of the visit’s time: that it has another, that the visit does not take place, or nothing new',
        ),
        toGroups: Type.Boolean({ description: 'Staff send it to a group of visits: POST /api/v1/group-messages' }),
        report: OneOf(['visits', 'recalls', 'orders', 'log'], 'Where it is counted, beside the log'),
      }),
    ),
  },
  { $id: 'Kinds' },
);

export function kindsJson(version: number, kinds: KindsOfPractice): Static<typeof Kinds> {
  return {
    version,
    items: [...kinds.values()].map(({ slug, ...kind }) => ({
      kind: slug,
      ...kind,
      ships: shippedKinds.has(slug),
      hasSteps: hasSteps(kind),
    })),
  };
}

/** Kinds by their slugs: null removes one of the practice’s own, and lets one that ships be as it ships. */
export const KindsBody = Type.Record(
  Type.String({ pattern: kindSlug.source }),
  Type.Union([OwnKind, SwitchedKind, Type.Null()]),
  { additionalProperties: false, minProperties: 1 },
);
