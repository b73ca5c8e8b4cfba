import type { Command } from 'commander';
import { explainLines } from '../explain-lines.ts';

/** `kept explain segments`: what texts cost to send. */
export function explainSegmentsCommand(): Command {
  return explainLines({
    name: 'segments',
    summary: 'how many segments a text takes, and which character makes it dear: reads lines {text}',
    example: `echo '{"text":"Su cita es el sábado"}' | kept explain segments --json`,
    async explainer() {
      const { default: Type } = await import('typebox');
      const { checkedLine } = await import('../json-lines.ts');
      const { countSegments } = await import('../../domain/templates/segments.ts');
      const Line = Type.Object({ text: Type.String({ description: 'a text' }) }, { additionalProperties: false });
      return (document) => countSegments(checkedLine(Line, document).text);
    },
    inWords: ({ encoding, segments, characters, costliest }) =>
      `${segments} ${segments === 1 ? 'segment' : 'segments'} of ${encoding}, ${characters} characters` +
      (costliest === null ? '' : `, because of ${costliest}`),
  });
}
