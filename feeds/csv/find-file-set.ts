import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { feedLists, type FeedList } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import { groupBy } from '../../domain/group-by.ts';
import { exportTimeOf } from './export-time.ts';

/** The files that make up one export. */
export interface FileSet {
  readonly list: FeedList;
  /** Where `mapping.json` lies, if there is one. */
  readonly folder: string;
  /** Names in the folder, parts in their order. */
  readonly files: readonly string[];
  readonly exportedAt: number;
}

interface Found {
  readonly name: string;
  readonly part: number;
  readonly parts: number;
  readonly exportedAt: number;
}

/**
 * The newest complete export of a list at a path: a folder, or a single file. An export that comes in parts
 * (`appointments_20261123-1of3.csv`) counts once all of them are there; until then the one before it does.
 * @throws {FeedRefusal} `no_files` or `missing_parts`.
 */
export async function findFileSet(path: string, list: FeedList, zone: string): Promise<FileSet> {
  const { folder, names: all } = await filesAt(path);
  const names = all.filter((name) => listOf(name) === list);
  if (names.length === 0) {
    throw new FeedRefusal('no_files', `${path} holds no ${list}*.csv: have the PMS write its export there.`);
  }
  const files = await Promise.all(names.map((name) => look(folder, name, zone)));
  return { ...newestComplete(folder, [...groupBy(files, setName).values()]), list };
}

/** The lists that lie at a path. Where there is none, or nothing can be read, appointments: to ask for them says what is wrong. */
export async function findLists(path: string): Promise<FeedList[]> {
  const { names } = await filesAt(path).catch((error: unknown) => {
    if (error instanceof FeedRefusal) return { names: [] };
    throw error;
  });
  const found = feedLists.filter((list) => names.some((name) => listOf(name) === list));
  return found.length > 0 ? found : ['appointments'];
}

/** The files of a folder that may be a list, or the one file: a file that is named otherwise holds appointments. */
async function filesAt(path: string): Promise<{ folder: string; names: string[] }> {
  const there = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EACCES'].includes(String(error.code)))
      return null;
    throw error;
  });
  if (there === null) {
    throw new FeedRefusal('no_files', `Nothing can be read at ${path}: check the path and who may read it.`);
  }
  if (!there.isDirectory()) return { folder: dirname(path), names: [basename(path)] };
  const names = await readdir(path);
  return { folder: path, names: names.filter((name) => listNames.test(name)) };
}

const listNames = new RegExp(`^(${feedLists.join('|')}).*\\.csv$`, 'i');

function listOf(name: string): FeedList {
  const start = listNames.exec(name)?.[1]?.toLowerCase();
  return feedLists.find((list) => list === start) ?? 'appointments';
}

async function look(folder: string, name: string, zone: string): Promise<Found> {
  const [, part, parts] = /-(\d+)of(\d+)\.csv$/i.exec(name) ?? [];
  const { mtimeMs } = await stat(join(folder, name));
  const exportedAt = exportTimeOf(name, Math.floor(mtimeMs), zone);
  return { name, part: Number(part ?? 1), parts: Number(parts ?? 1), exportedAt };
}

/** The name without the number of its part. */
function setName(file: Found): string {
  return file.name.replace(/-\d+of(\d+)\.csv$/i, '-of$1.csv');
}

function newestComplete(folder: string, sets: readonly (readonly Found[])[]): Omit<FileSet, 'list'> {
  const newestFirst = sets
    .map((files) => ({ files: files.toSorted((a, b) => a.part - b.part), exportedAt: lastOf(files) }))
    .sort(
      (a, b) => b.exportedAt - a.exportedAt || setName(b.files[0] as Found).localeCompare(setName(a.files[0] as Found)),
    );
  const taken = newestFirst.find((set) => missingParts(set.files).length === 0);
  if (taken !== undefined) {
    return { folder, files: taken.files.map((file) => file.name), exportedAt: taken.exportedAt };
  }
  const files = newestFirst[0]?.files ?? [];
  throw new FeedRefusal(
    'missing_parts',
    `The export comes in ${String(files[0]?.parts)} parts, and part ${missingParts(files).join(', ')} is missing in ` +
      `${folder}: put all parts into the folder and import the folder.`,
  );
}

function lastOf(files: readonly Found[]): number {
  return Math.max(...files.map((file) => file.exportedAt));
}

function missingParts(files: readonly Found[]): number[] {
  const parts = files[0]?.parts ?? 1;
  const there = new Set(files.map((file) => file.part));
  return Array.from({ length: parts }, (_, index) => index + 1).filter((part) => !there.has(part));
}
