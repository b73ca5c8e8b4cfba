import Type, { type Static } from 'typebox';
import type { VisitStory } from '../../operations/explaining/explain-visit.ts';
import { Appointment, answers, appointmentJson, pmsStates } from './appointment.ts';
import { HistoryLine, historyJson } from './history-line.ts';
import { channels, Message, messageJson } from './message.ts';
import { Id, Named, Nullable, OneOf, Time } from './shapes.ts';

/** What the visit's workflow says, or why it says nothing. */
export const EngineView = Type.Object(
  {
    status: OneOf(
      ['answered', 'asleep', 'absent', 'unreachable'],
      'asleep: its run is parked and has no worker that could answer; absent: the engine has no run of it',
    ),
    workflowId: Type.String(),
    url: Type.Optional(Type.String({ description: 'Its page in the Temporal UI' })),
    asleepUntil: Type.Optional(Nullable(Time)),
    version: Type.Optional(Type.Integer()),
    answer: Type.Optional(OneOf(answers)),
    pms: Type.Optional(OneOf(pmsStates)),
    entries: Type.Optional(Type.Array(Type.Object({ messageId: Id, channel: OneOf(channels), at: Time }))),
    endsAt: Type.Optional(Time),
    agrees: Type.Optional(
      Type.Boolean({ description: 'Whether it has the newest plan; where not, it will soon, or the sweep repairs it' }),
    ),
    advice: Type.Optional(Type.String()),
  },
  { $id: 'EngineView' },
);
export type EngineView = Static<typeof EngineView>;

/** The whole story of a visit. */
export const VisitPage = Type.Object(
  {
    ...Appointment.properties,
    planVersion: Type.Integer(),
    plan: Type.Array(Named(Message), {
      description: 'Every message that was planned for its present time, soonest first',
    }),
    formerMessages: Type.Array(Named(Message), { description: 'Messages about times that it no longer has' }),
    history: Type.Array(Named(HistoryLine), { description: 'Everything that happened, oldest first' }),
    engine: Named(EngineView),
  },
  { $id: 'VisitPage' },
);
export type VisitPage = Static<typeof VisitPage>;

/** The story as the API writes it, with what the engine says beside it. */
export function visitPageJson({ visit, messages, history, progress }: VisitStory, engine: EngineView): VisitPage {
  const isPresent = (message: { readonly occurrence: number }) => message.occurrence === visit.startsAt;
  return {
    ...appointmentJson(visit),
    planVersion: progress.planVersion,
    plan: messages.filter(isPresent).map(messageJson),
    formerMessages: messages.filter((message) => !isPresent(message)).map(messageJson),
    history: history.map((entry) => historyJson(entry, visit.timeZone)),
    engine,
  };
}
