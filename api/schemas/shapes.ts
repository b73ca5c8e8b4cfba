import Type, { type Static, type TSchema } from 'typebox';

/** One of our ids. */
export const Id = Type.String({ format: 'uuid' });
/** An instant with its zone's offset: `2026-03-07T09:00:00-05:00`. */
export const Time = Type.String({ format: 'date-time' });
/** A calendar day: `2026-03-07`. */
export const Day = Type.String({ format: 'date', pattern: '^[12]' });

/** A schema that the description names once, instead of writing it out wherever it is used. */
export function Named<T extends TSchema & { readonly $id?: string }>(schema: T) {
  return Type.Unsafe<Static<T>>(Type.Ref(`${schema.$id ?? ''}#`));
}

/** Which facility a list is narrowed to. */
export const FacilityName = Type.String({ maxLength: 100, description: 'The facility’s id in the PMS, or ours' });

/** A value that may be missing. It is always there, as null, so that a reader can tell it from one that is not given out. */
export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** A word of a closed list. */
export function OneOf<const T extends string>(words: readonly T[], description = '') {
  return Type.Enum([...words] as [T, ...T[]], description === '' ? {} : { description });
}

/** How old the copy of the PMS is. It stands in every list, since until the next sync the PMS may know better. */
export const Copy = Type.Object(
  {
    asOf: Nullable(Time),
    ageSeconds: Nullable(Type.Integer()),
    stale: Type.Boolean({ description: 'Older than the practice is warned at, or there is none yet' }),
  },
  { $id: 'Copy', description: 'When the PMS wrote out the newest feed that was applied' },
);
export type Copy = Static<typeof Copy>;

/** A page of a list. */
export function PageOf<T extends TSchema & { readonly $id?: string }>(item: T) {
  return Type.Object({
    items: Type.Array(Named(item)),
    next: Nullable(Type.String({ description: 'The `cursor` of the next page; null on the last' })),
    copy: Named(Copy),
  });
}

/** The query of a list: its own filters, and which page. */
export function ListQuery<T extends Record<string, TSchema>>(filters: T) {
  return StaffQuery({
    ...filters,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 400, description: '`next` of the page before' })),
  });
}

/** The query of any staff route. */
export function StaffQuery<T extends Record<string, TSchema>>(parameters: T) {
  return Type.Object(
    {
      ...parameters,
      practice: Type.Optional(
        Type.String({ maxLength: 63, description: 'The practice’s slug, where the token opens several' }),
      ),
    },
    { additionalProperties: false },
  );
}

/** The path of one thing. */
export const IdPath = Type.Object({ id: Id }, { additionalProperties: false });

/** A failure, for a route's description. */
export const staffProblem = {
  description: 'A problem document',
  content: { 'application/problem+json': { schema: Type.Ref('Problem#') } },
};

/** Every way that any staff route can fail. */
export const staffProblems = Object.fromEntries(
  [400, 401, 403, 404, 429, 500, 503].map((status) => [status, staffProblem]),
);
