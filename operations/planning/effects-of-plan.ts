import type { StoredMessage } from '../../db/planned-messages.ts';
import type { PlannedMessage } from '../../domain/planning/planning-facts.ts';
import type { EffectName, MessageEffect } from '../../domain/settings/plan-effects.ts';
import { MINUTE_MS } from '../../domain/zone-clock.ts';
import type { ComparedPlan } from './compare-plans.ts';

/** A message as words are chosen for it. */
export type Worded = Pick<PlannedMessage, 'kind' | 'channel' | 'language'>;

/**
 * What a plan's difference makes of its messages, as staff see it: what changes of a message that was not to be sent, and is not, is
 * none of it, nor what changes within a minute. `isReworded` says whether other words are in use than before.
 */
export function effectsOf(
  { visit, stored, planned: all, withhold }: ComparedPlan,
  zone: string,
  isReworded: (message: Worded) => boolean,
): MessageEffect[] {
  const common = { appointmentId: visit.id, zone };
  const byId = new Map(stored.map((message) => [message.id, message]));
  const dropped = (['moved', 'settings_changed'] as const).flatMap((reason) =>
    withhold[reason].flatMap((id) => {
      const message = byId.get(id);
      if (message === undefined) return [];
      const { kind, channel, sendAt: from } = message;
      return [{ ...common, what: 'withhold' as const, kind, channel, from, to: null, reason }];
    }),
  );
  const written = all.flatMap((planned) => {
    const present = stored.find((message) => message.occurrence === visit.startsAt && isOneSlot(message, planned));
    const waits = present?.state === 'not_sent' ? present : null;
    return effectNames(waits, planned, isReworded).map((what) => ({
      ...common,
      what,
      ...{ kind: planned.kind, channel: planned.channel },
      from: waits?.sendAt ?? null,
      to: planned.withheld === null ? planned.sendAt : null,
      reason: planned.withheld,
    }));
  });
  return [...dropped, ...written];
}

function effectNames(
  waits: StoredMessage | null,
  planned: PlannedMessage,
  isReworded: (message: Worded) => boolean,
): EffectName[] {
  if (waits === null) return planned.withheld === null ? ['appear'] : [];
  if (planned.withheld !== null) return ['withhold'];
  return [
    ...(minute(waits.sendAt) === minute(planned.sendAt) ? [] : ['move' as const]),
    ...(waits.contactPointId === planned.contactPointId ? [] : ['redirect' as const]),
    ...(waits.language === planned.language && !isReworded(planned) ? [] : ['reword' as const]),
    ...(waits.answerableUntil === planned.answerableUntil ? [] : ['expire' as const]),
  ];
}

function minute(at: number): number {
  return Math.floor(at / MINUTE_MS);
}

function isOneSlot(one: Pick<PlannedMessage, 'kind' | 'slot' | 'channel'>, other: typeof one): boolean {
  return one.kind === other.kind && one.slot === other.slot && one.channel === other.channel;
}
