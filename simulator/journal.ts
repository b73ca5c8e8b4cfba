import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A record that outlives its process: one JSON line for each thing that happened, written before anybody is told of it. */
export interface Journal<Entry> {
  /** What was there when it was opened, in the order in which it happened. */
  readonly past: readonly Entry[];
  /**
   * Returns once the operating system has the line: a killed process loses nothing, a machine without power may. Does nothing
   * once the journal is closed, as after the end of the process. Says the entry's place: 0 for the first that ever was.
   */
  append(entry: Entry): number;
  close(): void;
}

/** Opens `journal.jsonl` in a folder, which is made where there is none. A line that was cut off in the middle is dropped. */
export function openJournal<Entry>(folder: string): Journal<Entry> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'journal.jsonl');
  const whole = wholeLines(path);
  const file = openSync(path, 'a', 0o600);
  let open = true;
  let entries = whole.length;
  return {
    past: whole.map((line) => JSON.parse(line) as Entry),
    append(entry) {
      if (open) writeSync(file, `${JSON.stringify(entry)}\n`);
      entries += 1;
      return entries - 1;
    },
    close() {
      open = false;
      closeSync(file);
    },
  };
}

function wholeLines(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(path, end);
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
}
