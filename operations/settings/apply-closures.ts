import {
  addClosure,
  changeClosure,
  findClosuresById,
  findClosuresSince,
  removeClosures,
  type Closure,
  type ClosureOfPractice,
} from '../../db/closures.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import type { AreaValues } from '../../db/setting-changes.ts';
import type { InputProblem } from '../../domain/fault.ts';
import { isId } from '../../domain/is-id.ts';
import { closureProblems, ClosureShape, overlapping } from '../../domain/settings/closure-problems.ts';
import { schemaProblems } from '../../domain/schema-problems.ts';
import { refuseIfAny, type AppliedChange, type ChangeRequest } from './change-request.ts';

/**
 * Adds, changes and removes (null) closures by their ids, of the practice or of a facility. Throws `bad_input` where one is none, or
 * overlaps another of its type.
 */
export async function applyClosures(
  tx: PracticeTransaction,
  { facilityId, values, paths = {} }: Pick<ChangeRequest, 'facilityId' | 'values' | 'paths'>,
): Promise<AppliedChange> {
  const refuse = (problems: readonly InputProblem[]): void => {
    refuseIfAny(
      'closures',
      problems.map(({ path, message }) => ({ path: paths[path] ?? path, message })),
    );
  };
  refuse(Object.entries(values).flatMap(([id, value]) => shapeProblems(id, value)));
  const wanted = values as Readonly<Record<string, Closure | null>>;
  const found = await findClosuresById(tx, Object.keys(wanted));
  refuse(
    found
      .filter((closure) => closure.facilityId !== facilityId)
      .map(({ id }) => ({ path: id, message: 'Is of another place: change it there.' })),
  );
  const present = new Map(found.map((closure) => [closure.id, closure]));
  const ids = Object.keys(wanted).filter((id) => !isSame(present.get(id) ?? null, wanted[id] ?? null));
  const after: AreaValues = Object.fromEntries(ids.map((id) => [id, plain(wanted[id] ?? null)]));
  const before: AreaValues = Object.fromEntries(ids.map((id) => [id, plain(present.get(id) ?? null)]));

  const written: ClosureOfPractice[] = [];
  for (const id of ids) {
    const closure = wanted[id] ?? null;
    if (closure === null) continue;
    written.push({ ...closure, id, facilityId });
  }
  await removeClosures(
    tx,
    ids.filter((id) => (wanted[id] ?? null) === null),
  );
  for (const closure of written) await (present.has(closure.id) ? changeClosure : addClosure)(tx, closure);
  refuse(await overlapProblems(tx, written));
  const touched = [...written, ...ids.flatMap((id) => present.get(id) ?? [])];
  return { before, after, plans: touched.some(({ type }) => type === 'holiday') };
}

async function overlapProblems(
  tx: PracticeTransaction,
  written: readonly ClosureOfPractice[],
): Promise<InputProblem[]> {
  const [first] = written.map(({ from }) => from).sort();
  if (first === undefined) return [];
  const all = await findClosuresSince(tx, first);
  return written.flatMap((closure) => {
    const other = overlapping(closure, all);
    if (other === undefined) return [];
    const days = other.from === other.to ? other.from : `${other.from} to ${other.to}`;
    const where =
      other.facilityId === closure.facilityId ? '' : other.facilityId === null ? ', of all' : ', of one facility';
    const message = `"${closure.name}" overlaps the ${other.type} "${other.name}" (${days}${where}): change or remove one of them.`;
    return [{ path: closure.id, message }];
  });
}

function shapeProblems(id: string, value: unknown): InputProblem[] {
  if (!isId(id)) return [{ path: id, message: 'Is no id of a closure.' }];
  if (value === null) return [];
  const shape = schemaProblems(ClosureShape, value);
  const problems = shape.length > 0 ? shape : closureProblems(value as ClosureShape);
  return problems.map((message) => ({ path: id, message }));
}

function plain(closure: Closure | null): Closure | null {
  if (closure === null) return null;
  const { type, name, from, to } = closure;
  return { type, name, from, to };
}

function isSame(one: Closure | null, other: Closure | null): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}
