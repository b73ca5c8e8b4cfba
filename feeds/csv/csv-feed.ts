import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { feedListShapes } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import type { Feed, OpenedFeed } from '../feed.ts';
import { findFileSet, findLists, type FileSet } from './find-file-set.ts';
import { readHeader, type Header } from './header.ts';
import { readMapping, type Mapping } from './mapping.ts';
import { readRecords } from './read-records.ts';
import { readRows } from './read-rows.ts';

/**
 * The lists that a PMS exports as CSV into a folder, or into a single file. `zone` is the practice's: the stamps in file
 * names are of its clocks.
 */
export function csvFeed(path: string, zone: string): Feed {
  return {
    lists: () => findLists(path),
    async open(list) {
      const set = await findFileSet(path, list, zone);
      const mapping = await readMapping(set.folder);
      const headers = await Promise.all(set.files.map((file) => firstLine(set, file, mapping)));
      return openedFeed(set, mapping, headers);
    },
  };
}

async function firstLine({ folder, list }: FileSet, file: string, mapping: Mapping): Promise<Header> {
  for await (const record of readRecords(join(folder, file), file))
    return readHeader({ file, list }, record.fields, mapping);
  throw new FeedRefusal('empty_file', `${file} is empty: have the PMS write its export again.`);
}

function openedFeed(set: FileSet, mapping: Mapping, headers: readonly Header[]): OpenedFeed {
  return {
    exportedAt: set.exportedAt,
    files: set.files,
    lacks: feedListShapes[set.list].columns.filter((column) => headers.some((header) => !header.includes(column))),
    async *rows() {
      for (const [index, file] of set.files.entries()) {
        const path = join(set.folder, file);
        const before = await stat(path);
        yield* readRows(path, { file, list: set.list }, headers[index] as Header, mapping);
        const after = await stat(path);
        if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
          throw new FeedRefusal(
            'still_growing',
            `${file} was written to while it was read: import it again once it is whole.`,
          );
        }
      }
    },
  };
}
