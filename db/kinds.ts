import { askedOf, type Kind } from '../domain/kinds.ts';
import { shippedKinds } from '../domain/shipped-kinds.ts';
import type { KindOfPractice } from '../domain/settings/own-kind.ts';
import type { PracticeTransaction } from './database.ts';

/** What the practice has of kinds beside those that ship, by slug. */
export function findKindsOfPractice(tx: PracticeTransaction): Promise<KindOfPractice[]> {
  return tx.sql<KindOfPractice[]>`${kindsOfPracticeSql(tx.sql)} ORDER BY slug`;
}

/** The same, as part of a statement that reads more. */
export function kindsOfPracticeSql(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT slug, is_on AS on, CASE WHEN name IS NOT NULL THEN jsonb_build_object(
      'name', name, 'startsFrom', starts_from, 'answers', answers, 'endedBy', ended_by, 'text', text_holds,
      'capped', is_capped
    ) END AS own
    FROM kinds`;
}

const shippedNames = Object.fromEntries([...shippedKinds.values()].map(({ slug, name }) => [slug, name]));

const shippedCapped = [...shippedKinds.values()].flatMap(({ slug, capped }) => (capped ? [slug] : []));

/** Whether texts and calls of the kind count for the caps whose slug stands in the column. */
export function isCappedSql(sql: PracticeTransaction['sql'], column: 'planned.kind' | 'went.kind' | 'rival.kind') {
  const slug = sql(column);
  return sql`(${slug} = ANY(${shippedCapped}::text[]) OR ${slug} IN (SELECT own.slug FROM kinds own WHERE own.is_capped))`;
}

const shippedAsks = Object.fromEntries([...shippedKinds.values()].map((kind) => [kind.slug, askedOf(kind)]));

/** What `askedOf` says of the kind whose slug stands in the column. */
export function askedOfSql(sql: PracticeTransaction['sql'], column: 'message.kind') {
  const slug = sql(column);
  return sql`coalesce(
    (SELECT CASE
       WHEN own.answers = 'none' THEN 'nothing'
       WHEN own.starts_from IN ('after_visit', 'after_no_show') THEN 'message'
       ELSE 'visit'
     END FROM kinds own WHERE own.slug = ${slug} AND own.name IS NOT NULL),
    ${sql.json(shippedAsks)}::jsonb ->> ${slug}, 'nothing')`;
}

const shippedTells = Object.fromEntries([...shippedKinds.values()].map(({ slug, tells }) => [slug, tells]));

/** What the kind tells of a visit's time whose slug stands in the column; those of a practice's own tell nothing. */
export function tellsSql(sql: PracticeTransaction['sql'], column: 'told.kind') {
  return sql`coalesce(${sql.json(shippedTells)}::jsonb ->> ${sql(column)}, 'nothing')`;
}

/** What staff know the kind by whose slug stands in the column. */
export function kindNameSql(sql: PracticeTransaction['sql'], column: 'm.kind' | 'counted.kind') {
  const slug = sql(column);
  return sql`coalesce(
    (SELECT own.name FROM kinds own WHERE own.slug = ${slug}), ${sql.json(shippedNames)}::jsonb ->> ${slug}, ${slug})`;
}

/** Lets the practice have this of a kind. */
export async function writeKind(tx: PracticeTransaction, { slug, on, own }: KindOfPractice): Promise<void> {
  await tx.sql`
    INSERT INTO kinds (practice_id, slug, is_on, name, starts_from, answers, ended_by, text_holds, is_capped)
    VALUES (
      ${tx.practiceId}, ${slug}, ${on}, ${own?.name ?? null}, ${own?.startsFrom ?? null}, ${own?.answers ?? null},
      ${own?.endedBy ?? null}, ${own?.text ?? null}, ${own?.capped ?? null}
    )
    ON CONFLICT (practice_id, slug) DO UPDATE SET
      is_on = excluded.is_on, name = excluded.name, starts_from = excluded.starts_from, answers = excluded.answers,
      ended_by = excluded.ended_by, text_holds = excluded.text_holds, is_capped = excluded.is_capped`;
}

/** Takes away what the practice has of a kind: one that ships is then as it ships. */
export async function removeKind(tx: PracticeTransaction, slug: Kind): Promise<void> {
  await tx.sql`DELETE FROM kinds WHERE slug = ${slug}`;
}

/** Which of these kinds have messages, whatever became of them. */
export async function findKindsWithMessages(tx: PracticeTransaction, slugs: readonly Kind[]): Promise<Kind[]> {
  const rows = await tx.sql<{ slug: Kind }[]>`
    SELECT slug FROM unnest(${slugs as string[]}::text[]) AS slug
    WHERE EXISTS (SELECT FROM messages WHERE kind = slug)`;
  return rows.map(({ slug }) => slug);
}
