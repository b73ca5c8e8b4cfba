import Type, { type Static } from 'typebox';
import { rowOf } from '../../operations/explaining/about.ts';
import type { Story } from '../../operations/explaining/explain-subject.ts';
import { answers, pmsStates } from './appointment.ts';
import { HistoryLine, historyJson } from './history-line.ts';
import { channels, Message, messageJson } from './message.ts';
import { Id, Named, Nullable, OneOf, Time } from './shapes.ts';

/** What the workflow of a visit, a recall or an order says, or why it says nothing. */
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

/** What the page of a visit, a recall or an order tells beside what a list shows of it. */
export const storyProperties = {
  planVersion: Type.Integer(),
  plan: Type.Array(Named(Message), {
    description: 'Every message that was planned for its present time, soonest first',
  }),
  formerMessages: Type.Array(Named(Message), { description: 'Messages about times that it no longer has' }),
  history: Type.Array(Named(HistoryLine), { description: 'Everything that happened, oldest first' }),
  engine: Named(EngineView),
};

/** The same as the API writes it, with what the engine says beside it. */
export function storyJson(story: Story, engine: EngineView) {
  const { messages, history, progress } = story;
  const { startsAt, timeZone } = rowOf(story);
  const isPresent = (message: { readonly occurrence: number }) => message.occurrence === startsAt;
  return {
    planVersion: progress.planVersion,
    plan: messages.filter(isPresent).map(messageJson),
    formerMessages: messages.filter((message) => !isPresent(message)).map(messageJson),
    history: history.map((entry) => historyJson(entry, timeZone)),
    engine,
  };
}
