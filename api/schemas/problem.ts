import Type, { type Static } from 'typebox';
import type { FaultCode } from '../../domain/fault.ts';

/** Every code that a problem document may bear, with what it means to the one who asked. */
export const problemCodes = {
  bad_input: 'The request cannot be read or does not fit its description.',
  unauthenticated: 'Send `Authorization: Bearer TOKEN` with a token of `kept key add`.',
  forbidden: 'This token, or this signature, does not open that.',
  not_found: 'Nothing is there, or not for this token.',
  conflict: 'It does not fit what is already so.',
  feed_refused: 'The feed cannot be trusted; the sync run says why.',
  too_large: 'The body is larger than anything that is taken here.',
  unsupported_media: 'The body is of a type that is not taken here.',
  too_many_requests: 'Too many requests: wait as long as `retry-after` says.',
  overloaded: 'The server has more to do than it can: try again in a few seconds.',
  not_configured: 'The server lacks a setting; `kept doctor` names it.',
  database_conflict: 'Two changes met: try again.',
  database_unavailable: 'The database cannot be reached: try again.',
  engine_unavailable: 'The workflow engine cannot be reached: try again.',
  carrier_unavailable: 'The carrier cannot be reached: try again.',
  database_rejected: 'This failed here, not in the request.',
  invariant: 'This failed here, not in the request.',
  unknown: 'This failed here, not in the request.',
} as const satisfies Record<FaultCode, string> & Record<string, string>;

export type ProblemCode = keyof typeof problemCodes;

/** A failure in words and as a code. @see https://www.rfc-editor.org/rfc/rfc9457 */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'A name of the code that is unique in the world' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong and what to do' }),
    instance: Type.String({ description: 'This one request, as the log knows it' }),
    code: Type.Enum(Object.keys(problemCodes) as ProblemCode[], {
      description: Object.entries(problemCodes)
        .map(([code, meaning]) => `- \`${code}\`: ${meaning}`)
        .join('\n'),
    }),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: 'Every part of the request that does not fit',
      }),
    ),
    differences: Type.Optional(
      Type.Array(
        Type.Object({
          key: Type.String({ description: 'What was to be changed' }),
          was: Type.Unknown({ description: 'As it was read' }),
          theirs: Type.Unknown({ description: 'As it is now' }),
          yours: Type.Unknown({ description: 'As it was to be' }),
          changeId: Type.String({ description: 'The change that made it so' }),
          changedBy: Type.String({ description: 'What the token of that change is called' }),
          changedAt: Type.String({ format: 'date-time' }),
        }),
        { description: 'What somebody else changed meanwhile' },
      ),
    ),
  },
  { $id: 'Problem' },
);
export type Problem = Static<typeof Problem>;
