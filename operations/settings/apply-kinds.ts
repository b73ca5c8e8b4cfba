import type { PracticeTransaction } from '../../db/database.ts';
import { findKindsOfPractice, findKindsWithMessages, removeKind, writeKind } from '../../db/kinds.ts';
import { findStepsOfLevels } from '../../db/steps.ts';
import { Fault, type InputProblem } from '../../domain/fault.ts';
import { hasSteps, changeTold, type Kind } from '../../domain/kinds.ts';
import {
  kindProblems,
  kindSlug,
  kindsOf,
  type KindOfPractice,
  type OwnKind,
  type SwitchedKind,
} from '../../domain/settings/own-kind.ts';
import { offsetProblems } from '../../domain/settings/step-problems.ts';
import { shippedKinds } from '../../domain/shipped-kinds.ts';
import { byKey, refuseIfAny, type AppliedChange, type ChangeRequest } from './change-request.ts';

/**
 * Adds, changes and removes (null) kinds of the practice's own by their slugs, and switches those that ship; null lets one of these be
 * as it ships. Throws `bad_input` where one cannot be.
 */
export async function applyKinds(
  tx: PracticeTransaction,
  { facilityId, values }: Pick<ChangeRequest, 'facilityId' | 'values'>,
): Promise<AppliedChange> {
  if (facilityId !== null) throw new Fault('bad_input', 'Kinds are of the whole practice: leave the facility out.');
  refuseIfAny(
    'kinds',
    Object.entries(values).flatMap(([slug, value]) => shapeProblems(slug, value)),
  );
  const wanted = values as Readonly<Record<Kind, OwnKind | SwitchedKind | null>>;
  const present = new Map((await findKindsOfPractice(tx)).map((kind) => [kind.slug, kind]));
  const before = kindsOf([...present.values()]);
  const pairs = Object.entries(wanted)
    .map(([slug, value]) => ({ key: slug, before: plain(present.get(slug)), after: plain(asWritten(slug, value)) }))
    .filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after));
  refuseIfAny(
    'kinds',
    await removalProblems(
      tx,
      pairs.filter(({ after }) => after === null).map(({ key }) => key),
    ),
  );

  for (const { key: slug } of pairs) {
    const written = asWritten(slug, wanted[slug] ?? null);
    await (written === undefined ? removeKind(tx, slug) : writeKind(tx, written));
    present.delete(slug);
    if (written !== undefined) present.set(slug, written);
  }
  const after = kindsOf([...present.values()]);
  const touched = pairs.map(({ key }) => key);
  refuseIfAny(
    'kinds',
    (await findStepsOfLevels(tx)).flatMap(({ kind: slug, slot, own: { offset = null } }) => {
      const kind = after.get(slug);
      if (!touched.includes(slug) || kind === undefined) return [];
      return offsetProblems(offset, kind).map((problem) => ({
        path: slug,
        message: `Its step "${slot}" would not fit: ${problem} Change the step first.`,
      }));
    }),
  );
  return {
    ...byKey(pairs),
    plans: touched.some((slug) =>
      [before.get(slug), after.get(slug)].some(
        (kind) => kind !== undefined && (hasSteps(kind) || changeTold(kind) !== null),
      ),
    ),
  };
}

function shapeProblems(slug: Kind, value: unknown): InputProblem[] {
  if (!kindSlug.test(slug)) {
    return [
      { path: slug, message: 'Must be a name of small letters, digits and underscores, such as "flu_campaign".' },
    ];
  }
  if (value === null) return [];
  return kindProblems(slug, value).map((message) => ({ path: slug, message }));
}

/** What has a step would lose its meaning, and what has a message its name. */
async function removalProblems(tx: PracticeTransaction, slugs: readonly Kind[]): Promise<InputProblem[]> {
  const own = slugs.filter((slug) => !shippedKinds.has(slug));
  if (own.length === 0) return [];
  const withSteps = new Set((await findStepsOfLevels(tx)).map(({ kind }) => kind));
  const withMessages = new Set(await findKindsWithMessages(tx, own));
  return own.flatMap((slug) => {
    if (withSteps.has(slug)) return [{ path: slug, message: 'Has steps: remove these first.' }];
    if (withMessages.has(slug)) return [{ path: slug, message: 'Has messages, which keep it: switch it off instead.' }];
    return [];
  });
}

function asWritten(slug: Kind, value: OwnKind | SwitchedKind | null): KindOfPractice | undefined {
  if (value === null) return undefined;
  const { on, ...own } = value;
  return { slug, on, own: 'name' in own ? own : null };
}

/** As staff write it. */
function plain(kind: KindOfPractice | undefined): OwnKind | SwitchedKind | null {
  if (kind === undefined) return null;
  if (kind.own === null) return { on: kind.on };
  const { name, startsFrom, answers, endedBy, text, capped } = kind.own;
  return { on: kind.on, name, startsFrom, answers, endedBy, text, capped };
}
