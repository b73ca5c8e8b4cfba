import Type, { type Static } from 'typebox';
import { kindName, type Kinds } from '../../domain/kinds.ts';
import { withheldReasons } from '../../domain/message-state.ts';
import type { DayAndTime, EffectGroup } from '../../domain/settings/plan-effects.ts';
import type { ChangePreview as Preview } from '../../operations/settings/preview-change.ts';
import { channels, reasons } from './message.ts';
import { Values } from './settings.ts';
import { Day, Id, Nullable, OneOf } from './shapes.ts';

const DayAndTimeShape = Type.Object({
  day: Day,
  time: Nullable(Type.String({ description: 'Where it is one for all, `09:00`' })),
});

/** What a change would do to what is to be sent. */
export const ChangePreview = Type.Object(
  {
    before: Values,
    after: Values,
    visits: Nullable(Type.Integer({ description: 'Looked at; null where no plan depends on the change' })),
    appear: Type.Integer({ description: 'Messages that are to be sent and were not' }),
    move: Type.Integer({ description: 'Messages that go at another time' }),
    redirect: Type.Integer({ description: 'Messages that go to another number or address' }),
    reword: Type.Integer({ description: 'Messages that get other words' }),
    expire: Type.Integer({ description: 'Messages that can be answered until another time' }),
    withhold: Type.Integer({ description: 'Messages that are not to be sent any more' }),
    holds: Nullable(
      Type.Object(
        {
          messages: Type.Integer(),
          days: Type.Array(Type.Object({ day: Day, messages: Type.Integer() })),
        },
        {
          description: 'The messages of the next seven days that it holds back or lets go; null where it does neither',
        },
      ),
    ),
    backlog: Nullable(
      Type.Object(
        {
          overdueRecalls: Type.Integer({ description: 'They go at `recallsADay` a day and facility, on open days' }),
          recallsTooOld: Type.Integer({ description: 'Due over 18 months ago: nobody is written to' }),
          ordersTooOld: Type.Integer({ description: 'Ready over 30 days ago: nobody is written to' }),
          recallsADay: Type.Integer(),
          facilities: Type.Array(
            Type.Object({
              facilityId: Id,
              name: Type.String(),
              overdueRecalls: Type.Integer(),
              days: Type.Integer({ description: 'On which they begin' }),
              lastDay: Day,
            }),
          ),
        },
        { description: 'The recalls and orders that going live finds waiting; null of every other change' },
      ),
    ),
    examples: Type.Array(
      Type.Object({
        what: OneOf(['appear', 'move', 'redirect', 'reword', 'expire', 'withhold']),
        count: Type.Integer(),
        kind: Type.String(),
        channel: OneOf(channels),
        from: Nullable(DayAndTimeShape),
        to: Nullable(DayAndTimeShape),
        reason: Nullable(OneOf(reasons)),
        appointmentId: Type.String({ format: 'uuid', description: 'The visit of one of them' }),
        text: Type.String({ description: 'The same as a sentence' }),
      }),
      { description: 'The ten that are most' },
    ),
  },
  { $id: 'ChangePreview' },
);
export type ChangePreview = Static<typeof ChangePreview>;

export function changePreviewJson({
  before,
  after,
  visits,
  kinds,
  counts,
  examples,
  holds,
  backlog,
}: Preview): ChangePreview {
  return {
    before: { ...before },
    after: { ...after },
    visits,
    ...counts,
    backlog:
      backlog === null ? null : { ...backlog, facilities: backlog.facilities.map((facility) => ({ ...facility })) },
    holds: holds === null ? null : { messages: holds.messages, days: [...holds.days] },
    examples: examples.map((group) => ({ ...group, text: inWords(group, kinds) })),
  };
}

function inWords(group: EffectGroup, kinds: Kinds): string {
  const { what, count, kind, channel, from, to, reason } = group;
  const one = count === 1;
  const which = `${String(count)} ${kindName(kinds, kind)} ${one ? 'message' : 'messages'} by ${channel}`;
  const [start, end] = [wordsOf(from), wordsOf(to)];
  switch (what) {
    case 'appear':
      return `${which} ${one ? 'is' : 'are'} planned for ${end}.`;
    case 'move':
      return `${which} ${one ? 'moves' : 'move'} from ${start} to ${end}.`;
    case 'redirect':
      return `${which} of ${end} ${one ? 'goes' : 'go'} to another number or address.`;
    case 'reword':
      return `${which} of ${end} ${one ? 'gets' : 'get'} other words.`;
    case 'expire':
      return `${which} of ${end} can be answered until another time.`;
    case 'withhold':
      return `${which} of ${start} will not be sent: ${reason === null ? 'no reason' : withheldReasons[reason]}.`;
  }
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Dec 24 9:00`, or without the time where it is not one. */
function wordsOf(at: DayAndTime | null): string {
  if (at === null) return 'no time';
  const [, month, day] = at.day.split('-').map(Number);
  const date = `${monthNames[(month ?? 1) - 1] ?? ''} ${String(day)}`;
  return at.time === null ? date : `${date} ${at.time.replace(/^0/, '')}`;
}
