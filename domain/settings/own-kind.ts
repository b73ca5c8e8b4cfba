import Type, { type Static } from 'typebox';
import { isPlannedForVisits, type Kind, type KindRecord, type Kinds } from '../kinds.ts';
import { schemaProblems } from '../schema-problems.ts';
import { shippedKinds } from '../shipped-kinds.ts';

/** What a practice may change of a kind that ships. A description completes the sentence "this must be …". */
export const SwitchedKind = Type.Object(
  { on: Type.Boolean({ description: 'true or false: nothing of a kind that is off is planned or queued' }) },
  { additionalProperties: false },
);
export type SwitchedKind = Static<typeof SwitchedKind>;

/** A kind of a practice's own, as staff write it. */
export const OwnKind = Type.Object(
  {
    ...SwitchedKind.properties,
    name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S', description: 'a name, 60 characters at most' }),
    startsFrom: Type.Enum(['before_visit', 'after_visit', 'after_no_show', 'staff'], {
      description: '"before_visit", "after_visit", "after_no_show" or "staff"',
    }),
    answers: Type.Enum(['expected', 'optional', 'none'], { description: '"expected", "optional" or "none"' }),
    endedBy: Type.Enum(['answer', 'decline', 'nothing'], { description: '"answer", "decline" or "nothing"' }),
    text: Type.Enum(['words', 'link'], { description: '"words" or "link"' }),
    capped: Type.Boolean({ description: 'true or false: whether its texts and calls count for the caps' }),
  },
  { additionalProperties: false },
);
export type OwnKind = Static<typeof OwnKind>;

/** What a practice has of one kind. */
export interface KindOfPractice {
  readonly slug: Kind;
  readonly on: boolean;
  /** Null: it is one that ships. */
  readonly own: Omit<OwnKind, 'on'> | null;
}

/** How a slug is written. */
export const kindSlug = /^[a-z][a-z0-9_]{0,39}$/;

/** The kinds of a practice, from those that ship and what it has beside them. */
export function kindsOf(rows: readonly KindOfPractice[]): Kinds {
  const kinds = new Map(shippedKinds);
  for (const { slug, on, own } of rows) {
    const ships = shippedKinds.get(slug);
    if (ships !== undefined) kinds.set(slug, { ...ships, on });
    else if (own !== null) kinds.set(slug, ownRecord(slug, { ...own, on }));
  }
  return kinds;
}

/** What follows for rules from what staff say of a kind. */
function ownRecord(slug: Kind, own: OwnKind): KindRecord {
  return {
    slug,
    ...own,
    automatic: own.startsFrom !== 'staff',
    overCap: 'moved',
    // The last open day before is for reminders and instructions alone.
    fromClosedDay: 'after',
    report: isPlannedForVisits(own) ? 'visits' : 'log',
    tells: 'nothing',
    toGroups: own.startsFrom === 'staff',
  };
}

/** What is wrong with a kind as staff write it, as sentences. */
export function kindProblems(slug: Kind, value: unknown): string[] {
  if (shippedKinds.has(slug)) {
    return schemaProblems(SwitchedKind, value).length === 0
      ? []
      : ['Ships with Kept: of it only `on` can be set, to true or false; null lets it be as it ships.'];
  }
  const problems = schemaProblems(OwnKind, value);
  if (problems.length > 0) return problems;
  const { startsFrom, capped, answers, endedBy } = value as OwnKind;
  return [
    ...(startsFrom !== 'staff' && !capped
      ? ['What goes by itself counts for the caps: set `capped` to true, or let it start from "staff".']
      : []),
    ...(endedBy !== 'nothing' && !isBefore(startsFrom)
      ? ['After a visit its answer ends nothing: set `endedBy` to "nothing".']
      : []),
    ...(answers === 'expected' && !isBefore(startsFrom)
      ? ['Only a visit that is to come can be confirmed: set `answers` to "optional" or "none".']
      : []),
  ];
}

function isBefore(startsFrom: OwnKind['startsFrom']): boolean {
  return startsFrom === 'before_visit';
}
