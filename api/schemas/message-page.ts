import Type, { type Static } from 'typebox';
import type { MessageStory } from '../../operations/explaining/explain-message.ts';
import { Appointment, appointmentJson } from './appointment.ts';
import { HistoryLine, historyJson } from './history-line.ts';
import { Message, messageJson } from './message.ts';
import { Order, orderJson } from './order.ts';
import { Recall, recallJson } from './recall.ts';
import { Named, Nullable } from './shapes.ts';

/** A message, what it is about, and why it was or was not sent. */
export const MessagePage = Type.Object(
  {
    ...Message.properties,
    appointment: Nullable(Named(Appointment)),
    recall: Nullable(Named(Recall)),
    order: Nullable(Named(Order)),
    why: Type.Array(
      Type.Object({
        question: Type.String(),
        answer: Type.String(),
        stops: Type.Boolean({ description: 'Whether this alone keeps the message from going, as things stand now' }),
      }),
      { description: 'Why it was, will be or will not be sent, one question after the other' },
    ),
    history: Type.Array(Named(HistoryLine), { description: 'Its hand-overs and the carrier’s reports, oldest first' }),
  },
  { $id: 'MessagePage' },
);
export type MessagePage = Static<typeof MessagePage>;

/** The story as the API writes it. */
export function messagePageJson({ message, about, why, history }: MessageStory): MessagePage {
  return {
    ...messageJson(message),
    appointment: about?.type === 'appointment' ? appointmentJson(about.visit) : null,
    recall: about?.type === 'recall' ? recallJson(about.recall) : null,
    order: about?.type === 'order' ? orderJson(about.order) : null,
    why: [...why],
    history: history.map((entry) => historyJson(entry, message.timeZone)),
  };
}
