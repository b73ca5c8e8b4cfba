import Type, { type Static } from 'typebox';
import { longestBody } from './render.ts';

/** Words as staff write them. A description completes the sentence "this must be …". */
export const TemplateShape = Type.Object(
  {
    body: Type.String({
      minLength: 1,
      maxLength: longestBody,
      description: `the words of the message, ${String(longestBody)} characters at most`,
    }),
    subjectLine: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 500 }), Type.Null()], {
        description: 'the subject of an email, 500 characters at most; null of a text or a call',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TemplateShape = Static<typeof TemplateShape>;

/** The same with nothing left out. */
export interface TemplateWords {
  readonly body: string;
  /** Of an email, and of nothing else. */
  readonly subjectLine: string | null;
}

export function plainWords({ body, subjectLine = null }: TemplateShape): TemplateWords {
  return { body, subjectLine };
}
