import type { Channel } from '../planning/plan.ts';
import { levelsOf, type Level, type VisitPlace } from './level.ts';

/** What a step says. */
export interface StepParts {
  readonly channel: Channel;
  /** Null: the step is taken away. */
  readonly offset: string | null;
  readonly condition: 'unanswered' | 'confirmed' | 'always';
  /** Null: every channel that is on as backup. */
  readonly backups: readonly Channel[] | null;
}

export type StepPart = keyof StepParts;

/** In the order that they are written in. */
export const stepParts: readonly StepPart[] = ['channel', 'offset', 'condition', 'backups'];

/** A step as one level has it: what it says there itself. The rest follows the next wider level that has the step. */
export interface StepOfLevel extends Level {
  readonly kind: string;
  readonly slot: string;
  readonly own: Partial<StepParts>;
}

/** A step as it holds somewhere, with the level that each of its parts is of. */
export interface EffectiveStep {
  readonly kind: string;
  readonly slot: string;
  /** A part that no level says is left out. */
  readonly parts: Partial<StepParts>;
  readonly from: Readonly<Partial<Record<StepPart, Level>>>;
}

/** The steps that hold for a visit, part by part the narrowest level's word. */
export function effectiveSteps(steps: readonly StepOfLevel[], visit: VisitPlace): EffectiveStep[] {
  const bySlot = new Map<string, EffectiveStep>();
  for (const { kind, slot, own, facilityId, providerId, typeId } of levelsOf(steps, visit)) {
    const wider = bySlot.get(`${kind}/${slot}`);
    const level = { facilityId, providerId, typeId };
    const from = Object.fromEntries(stepParts.filter((part) => part in own).map((part) => [part, level]));
    bySlot.set(`${kind}/${slot}`, {
      kind,
      slot,
      parts: { ...wider?.parts, ...own },
      from: { ...wider?.from, ...from },
    });
  }
  return [...bySlot.values()];
}

/** A step with all of its parts; null where some level would have to say more. */
export function wholeStep({ parts }: Pick<EffectiveStep, 'parts'>): StepParts | null {
  const { channel, offset, condition, backups } = parts;
  if (channel === undefined || offset === undefined || condition === undefined || backups === undefined) return null;
  return { channel, offset, condition, backups };
}

/** A visit of which only what a level names is known: what holds for it holds at that level. */
export function visitAt({ facilityId, providerId, typeId }: Level): VisitPlace {
  return { facilityId: facilityId ?? '', providerId: providerId ?? '', typeId: typeId ?? '' };
}
