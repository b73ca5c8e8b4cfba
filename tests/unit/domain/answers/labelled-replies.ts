import { readFileSync } from 'node:fs';
import type { ReadReply } from '../../../../domain/answers/reading.ts';

/** A text with what it must be read as. */
export interface LabelledReply extends Omit<ReadReply, 'rule'> {
  readonly text: string;
}

/** Reads the table of labelled replies that stands beside this file. */
export function labelledReplies(): readonly LabelledReply[] {
  const [, ...sections] = `\n${readFileSync(new URL('labelled-replies.txt', import.meta.url), 'utf8')}`.split('\n== ');
  return sections.flatMap((section) => {
    const [heading = '', ...lines] = section.split('\n');
    const [outcome, concern = '-', choice] = heading.split(' ');
    const label = {
      outcome: outcome as ReadReply['outcome'],
      concern: concern === '-' ? null : (concern as ReadReply['concern']),
      choice: choice === undefined ? null : choice === 'all' ? ('all' as const) : choice.split(','),
    };
    return lines.filter((line) => line !== '').map((line) => ({ text: line.replaceAll('\\n', '\n'), ...label }));
  });
}
