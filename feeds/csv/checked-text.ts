import { isUtf8 } from 'node:buffer';
import { Transform, type TransformCallback } from 'node:stream';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';

const newline = 0x0a;

/** No line of a feed comes near it; without a limit a file that is no text at all would be read into memory. */
const longestLine = 1 << 20;

/** A stream that text goes through, and how many lines it has had, the last counted whether or not it ends. */
export interface CheckedText {
  readonly transform: Transform;
  readonly lines: () => number;
}

/**
 * Lets the bytes of a file through whole lines at a time, with `\n` for `\r\n`, once they are known to be UTF-8.
 * Its stream fails with a `FeedRefusal` (`bad_encoding`) that names the line and the byte in it, both from 1.
 */
export function checkedText(file: string): CheckedText {
  let carry: Buffer = Buffer.alloc(0);
  let linesBefore = 0;

  function pass(bytes: Buffer, transform: Transform): void {
    if (!isUtf8(bytes)) throw notUtf8(file, bytes, linesBefore);
    linesBefore += countLines(bytes);
    // The parser would count the two characters of a line end in quotes as two lines.
    transform.push(bytes.includes('\r\n') ? Buffer.from(bytes.toString('utf8').replaceAll('\r\n', '\n')) : bytes);
  }

  function settle(callback: TransformCallback, work: () => void): void {
    try {
      work();
      callback();
    } catch (error) {
      callback(error instanceof Error ? error : new Error('unknown'));
    }
  }

  const transform = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      settle(callback, () => {
        const bytes = Buffer.concat([carry, chunk]);
        const end = bytes.lastIndexOf(newline) + 1;
        carry = bytes.subarray(end);
        if (end > 0) pass(bytes.subarray(0, end), this);
        if (carry.length > longestLine) {
          throw new FeedRefusal('bad_encoding', `${file} is not a CSV file: line ${linesBefore + 1} does not end.`);
        }
      });
    },
    flush(callback) {
      settle(callback, () => {
        if (carry.length > 0) pass(carry, this);
      });
    },
  });
  return { transform, lines: () => linesBefore + (carry.length > 0 ? 1 : 0) };
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

function notUtf8(file: string, bytes: Buffer, linesBefore: number): FeedRefusal {
  let line = linesBefore + 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(newline, start);
    const text = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(text) || end < 0) {
      const byte = validLength(text) + 1;
      return new FeedRefusal(
        'bad_encoding',
        `${file} is not UTF-8 (line ${line}, byte ${byte}): have the PMS export it as UTF-8. Nothing of it was taken, ` +
          'since names would be misspelt.',
      );
    }
    line += 1;
    start = end + 1;
  }
}

/** How many bytes of a line are good before the first that is not. */
function validLength(text: Buffer): number {
  let length = text.length;
  while (!isUtf8(text.subarray(0, length))) length -= 1;
  return length;
}
