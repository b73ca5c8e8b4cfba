import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clusterFolderOf } from '../../../local/cluster-folder.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'kept-cluster-'));
});
afterEach(() => rm(parent, { recursive: true }));

test('the cluster is in the data folder', async () => {
  await chmod(parent, 0o755);
  expect(await clusterFolderOf(join(parent, 'data'))).toBe(join(parent, 'data', 'postgres'));
});

test.runIf(process.getuid?.() === 0)(
  "where root's data folder is closed to other accounts it is elsewhere, and there again the next time",
  async () => {
    await chmod(parent, 0o700);
    const first = await clusterFolderOf(join(parent, 'data'));
    expect(first.startsWith(parent)).toBe(false);
    expect(await clusterFolderOf(join(parent, 'data'))).toBe(first);
    expect(await clusterFolderOf(join(parent, 'other'))).not.toBe(first);
  },
);
