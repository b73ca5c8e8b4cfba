import { Transform } from 'node:stream';

/** Lines of a file, both included, counted from 1. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

const newline = 0x0a;

/** Lets only these lines through. */
export function lineRange({ from, to }: Lines): Transform {
  let line = 1;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      if (from === 1 && to === Infinity) {
        callback(null, chunk);
        return;
      }
      const kept: Buffer[] = [];
      let start = 0;
      while (start < chunk.length) {
        const end = chunk.indexOf(newline, start) + 1 || chunk.length;
        if (line >= from && line <= to) kept.push(chunk.subarray(start, end));
        if (chunk[end - 1] === newline) line += 1;
        start = end;
      }
      callback(null, Buffer.concat(kept));
    },
  });
}
