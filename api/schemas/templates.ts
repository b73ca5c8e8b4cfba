import Type, { type Static } from 'typebox';
import type { StoredTemplate } from '../../db/templates.ts';
import { fields } from '../../domain/templates/fields.ts';
import { allowedFilters, allowedTags } from '../../domain/templates/render.ts';
import type { Segments } from '../../domain/templates/segments.ts';
import { templateKeyOf, templateKeyPattern } from '../../domain/templates/template-key.ts';
import { TemplateShape } from '../../domain/templates/template-shape.ts';
import type { ChangePreview as Preview } from '../../operations/settings/preview-change.ts';
import type { TemplateTrialResult } from '../../operations/settings/try-templates.ts';
import type { WordsForVisit } from '../../operations/settings/words-for-visit.ts';
import { isoTime } from '../iso-time.ts';
import { ChangePreview, changePreviewJson } from './change-preview.ts';
import { channels } from './message.ts';
import { Saved } from './settings.ts';
import { Nullable, OneOf, Time } from './shapes.ts';

const key = Type.String({
  description: 'Its kind, name, channel and language: `appointment_reminder/standard/text/en`',
});
const subjectLine = Nullable(Type.String({ description: 'Of an email' }));

/** A practice's words, and what words may hold. */
export const Templates = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    items: Type.Array(
      Type.Object({
        key,
        kind: Type.String(),
        name: Type.String({ description: '`standard` applies wherever no others do' }),
        channel: OneOf(channels),
        language: Type.String(),
        version: Type.Integer({ description: 'Of these words; messages bear the one that they were made from' }),
        body: Type.String(),
        subjectLine,
        savedAt: Time,
      }),
    ),
    fields: Type.Record(Type.String(), Type.String(), { description: 'What a template may name, and what that says' }),
    tags: Type.Array(Type.String()),
    filters: Type.Array(Type.String()),
  },
  { $id: 'Templates' },
);

export function templatesJson(
  version: number,
  templates: readonly StoredTemplate[],
  zone: string,
): Static<typeof Templates> {
  return {
    version,
    items: templates.map(({ kind, name, channel, language, ...template }) => ({
      key: templateKeyOf({ kind, name, channel, language }),
      ...{ kind, name, channel, language },
      version: template.version,
      body: template.body,
      subjectLine: template.subjectLine,
      savedAt: isoTime(template.savedAt, zone),
    })),
    fields: { ...fields },
    tags: [...allowedTags],
    filters: [...allowedFilters],
  };
}

/** Words by their keys; null withdraws them. */
export const TemplatesBody = Type.Record(
  Type.String({ pattern: templateKeyPattern }),
  Type.Union([TemplateShape, Type.Null()]),
  { additionalProperties: false, minProperties: 1 },
);

const SegmentsShape = Type.Object({
  encoding: OneOf(['GSM-7', 'UCS-2']),
  segments: Type.Integer(),
  characters: Type.Integer(),
  costliest: Nullable(Type.String({ description: 'The character that made it UCS-2' })),
});

export const tried = {
  key,
  segments: Nullable(Type.Unsafe<Segments>(SegmentsShape)),
  longest: Nullable(Type.String({ description: 'The longest that a message about one visit usually is' })),
  warnings: Type.Array(Type.String(), {
    description: 'What to think about; none of it keeps the words from being saved',
  }),
};

/** What words would say, and what using them would do to what is to be sent. */
export const TemplatesPreview = Type.Object(
  {
    ...ChangePreview.properties,
    templates: Type.Array(
      Type.Object({
        ...tried,
        forVisit: Nullable(
          Type.Object({
            subjectLine,
            body: Type.String({ description: 'As the patient of that visit would get it' }),
            segments: Nullable(Type.Unsafe<Segments>(SegmentsShape)),
          }),
        ),
      }),
    ),
  },
  { $id: 'TemplatesPreview' },
);

export function templatesPreviewJson(
  preview: Preview,
  results: readonly TemplateTrialResult[],
  forVisit: readonly WordsForVisit[],
): Static<typeof TemplatesPreview> {
  return {
    ...changePreviewJson(preview),
    templates: results.map((result) => {
      const words = forVisit.find((one) => one.key === result.key);
      return {
        ...triedJson(result),
        forVisit:
          words === undefined ? null : { subjectLine: words.subjectLine, body: words.body, segments: words.segments },
      };
    }),
  };
}

/** What saving words came to. */
export const SavedTemplates = Type.Object(
  { ...Saved.properties, templates: Type.Array(Type.Object(tried)) },
  { $id: 'SavedTemplates' },
);

export function triedJson({ key, segments, longest, warnings }: TemplateTrialResult) {
  return { key, segments, longest, warnings: [...warnings] };
}
