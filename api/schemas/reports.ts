import Type, { type Static } from 'typebox';
import type { StaffAppointment } from '../../db/staff-appointments.ts';
import type { DeliveryByKind, MessageCount } from '../../db/staff-reports.ts';
import { Appointment, appointmentJson } from './appointment.ts';
import { messageLabels, messageStates, reasons } from './message.ts';
import { Copy, Day, Id, Named, Nullable, OneOf } from './shapes.ts';

/** How many messages of each kind bear each label. */
export const MessageReport = Type.Object(
  {
    kinds: Type.Array(
      Type.Object({
        kind: Type.String(),
        kindName: Type.String(),
        total: Type.Integer(),
        labels: Type.Array(Type.Object({ label: OneOf(messageLabels), count: Type.Integer() })),
        withheld: Type.Array(Type.Object({ reason: OneOf(reasons), count: Type.Integer() }), {
          description: 'Why those that will not be sent are not',
        }),
      }),
    ),
    copy: Named(Copy),
  },
  { $id: 'MessageReport' },
);
export type MessageReport = Static<typeof MessageReport>;

/** The counts as the API writes them, every label in its place, also those that no message bears. */
export function messageReportKinds(counts: readonly MessageCount[]): MessageReport['kinds'] {
  const kinds = [...new Set(counts.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const ofKind = counts.filter((count) => count.kind === kind);
    return {
      kind,
      kindName: ofKind[0]?.kindName ?? kind,
      total: sum(ofKind),
      labels: messageLabels.map((label) => ({ label, count: sum(ofKind.filter((count) => count.label === label)) })),
      withheld: ofKind.flatMap(({ reason, count }) => (reason === null ? [] : [{ reason, count }])),
    };
  });
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/** A day's visits by message kind. A visit stands under each kind that has a message for it, else under none. */
export const FacilityReport = Type.Object(
  {
    date: Day,
    groups: Type.Array(
      Type.Object({
        kind: Nullable(Type.String({ description: 'Null: no message was planned for these visits' })),
        kindName: Nullable(Type.String()),
        visits: Type.Array(
          Type.Object({
            appointment: Named(Appointment),
            delivery: Nullable(
              Type.Object(
                {
                  messageId: Id,
                  state: OneOf(messageStates),
                  label: OneOf(messageLabels),
                  reason: Nullable(OneOf(reasons)),
                },
                { description: 'How far the messages of this kind have come: the furthest of them' },
              ),
            ),
          }),
        ),
      }),
    ),
    copy: Named(Copy),
  },
  { $id: 'FacilityReport' },
);
export type FacilityReport = Static<typeof FacilityReport>;

/** The day's visits under their kinds, soonest first. */
export function facilityReportGroups(
  visits: readonly StaffAppointment[],
  deliveries: readonly DeliveryByKind[],
): FacilityReport['groups'] {
  const planned = new Map(deliveries.map((delivery) => [`${delivery.kind} ${delivery.appointmentId}`, delivery]));
  const withMessages = new Set(deliveries.map(({ appointmentId }) => appointmentId));
  const kinds = [...new Set(deliveries.map(({ kind }) => kind))].sort();
  const groups = kinds.map((kind) => ({
    kind,
    kindName: deliveries.find((delivery) => delivery.kind === kind)?.kindName ?? kind,
    visits: visits.flatMap((visit) => {
      const delivery = planned.get(`${kind} ${visit.id}`);
      if (delivery === undefined) return [];
      const { messageId, state, label, reason } = delivery;
      return [{ appointment: appointmentJson(visit), delivery: { messageId, state, label, reason } }];
    }),
  }));
  const without = visits.filter(({ id }) => !withMessages.has(id));
  if (without.length === 0) return groups;
  const rest = without.map((visit) => ({ appointment: appointmentJson(visit), delivery: null }));
  return [...groups, { kind: null, kindName: null, visits: rest }];
}
