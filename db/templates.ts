import type { EpochMs } from '../domain/planning/plan.ts';
import type { DefaultTemplate } from '../domain/templates/default-template.ts';
import { standardName, type TemplateName } from '../domain/templates/template-key.ts';
import type { TemplateWords } from '../domain/templates/template-shape.ts';
import type { PracticeTransaction } from './database.ts';

/** Words as they stand, which is their newest version. */
export interface StoredTemplate extends TemplateName, TemplateWords {
  readonly id: string;
  readonly version: number;
  readonly savedAt: EpochMs;
}

/** The practice's words as they stand, without those that were withdrawn. */
export function findTemplates(tx: PracticeTransaction): Promise<StoredTemplate[]> {
  return tx.sql<StoredTemplate[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (kind, name, channel, language)
        id, kind, name, channel, language, version, body, subject_line AS "subjectLine", created_at AS "savedAt"
      FROM templates
      ORDER BY kind, name, channel, language, version DESC
    ) AS newest
    WHERE body IS NOT NULL`;
}

/** Adds the next version of words; null withdraws them. The practice's settings are closed. */
export async function addTemplateVersion(
  tx: PracticeTransaction,
  { kind, name, channel, language }: TemplateName,
  words: TemplateWords | null,
): Promise<void> {
  await tx.sql`
    INSERT INTO templates (practice_id, kind, name, channel, language, version, body, subject_line, created_at)
    SELECT ${tx.practiceId}, ${kind}, ${name}, ${channel}, ${language}, coalesce(max(version), 0) + 1, ${words?.body ?? null},
      ${words?.subjectLine ?? null}, ${tx.now}
    FROM templates
    WHERE kind = ${kind} AND name = ${name} AND channel = ${channel} AND language = ${language}`;
}

/** Adds those words, as their first version, that the practice has never had: not even withdrawn. Returns what it added. */
export function addMissingTemplates(
  tx: PracticeTransaction,
  words: readonly DefaultTemplate[],
): Promise<(TemplateName & TemplateWords)[]> {
  return tx.sql<(TemplateName & TemplateWords)[]>`
    INSERT INTO templates (practice_id, kind, name, channel, language, body, subject_line, created_at)
    SELECT ${tx.practiceId}, kind, coalesce(name, ${standardName}), channel, language, body, "subjectLine", ${tx.now}
    FROM jsonb_to_recordset(${tx.sql.json(words as never)})
      AS shipped (kind text, name text, channel text, language text, body text, "subjectLine" text)
    WHERE NOT EXISTS (
      SELECT FROM templates had
      WHERE had.kind = shipped.kind AND had.name = coalesce(shipped.name, ${standardName}) AND had.channel = shipped.channel
        AND had.language = shipped.language
    )
    RETURNING kind, name, channel, language, body, subject_line AS "subjectLine"`;
}

/** Who writes, as messages name it, and how long a text may be. */
export interface TemplateSetting {
  readonly practice: {
    readonly nameInMessages: string;
    readonly phone: string;
    readonly facilities: readonly { readonly nameInMessages: string; readonly zone: string }[];
  };
  readonly mostSegments: number;
}

/** What templates are tried by. */
export async function findTemplateSetting(tx: PracticeTransaction): Promise<TemplateSetting> {
  const [row] = await tx.sql<[TemplateSetting]>`
    SELECT
      jsonb_build_object(
        'nameInMessages', practice.name_in_messages, 'phone', practice.phone,
        'facilities', (
          SELECT jsonb_agg(DISTINCT jsonb_build_object('nameInMessages', name_in_messages, 'zone', time_zone)) FROM facilities
        )
      ) AS practice,
      settings.text_segments_most AS "mostSegments"
    FROM practices practice
    JOIN practice_settings settings ON settings.practice_id = practice.id
    WHERE practice.id = ${tx.practiceId}`;
  return row;
}
