import { goesBefore, kindOf, type Kinds } from '../kinds.ts';
import type { Step } from './planning-facts.ts';

/** The slot of the courtesy reminder. */
const courtesySlot = 'courtesy';

/**
 * The steps with a last reminder the day before for visits that are confirmed, where the practice wants one: for each kind that an
 * answer stops, like its step of that day or else its last one, unless the schedule has a step of its own for confirmed visits.
 */
export function withCourtesy(steps: readonly Step[], kinds: Kinds, wanted: boolean): readonly Step[] {
  if (!wanted) return steps;
  const isEnded = ({ condition, kind: slug }: Step): boolean => {
    const kind = kindOf(kinds, slug);
    return condition === 'unanswered' && goesBefore(kind) && kind.endedBy === 'answer';
  };
  const ended = new Set(steps.filter(isEnded).map(({ kind }) => kind));
  const courtesies = [...ended].flatMap((kind): Step[] => {
    const ofKind = steps.filter((step) => step.kind === kind);
    const model = ofKind.find(({ offset }) => offset === '-P1D') ?? ofKind.at(-1);
    if (model === undefined || ofKind.some(({ condition }) => condition === 'confirmed')) return [];
    return [{ ...model, slot: courtesySlot, offset: '-P1D', condition: 'confirmed' }];
  });
  return [...steps, ...courtesies];
}
