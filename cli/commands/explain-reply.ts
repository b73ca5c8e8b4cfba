import type { Command } from 'commander';
import { explainLines } from '../explain-lines.ts';

/** `kept explain reply`: what patients' texts are read as. */
export function explainReplyCommand(): Command {
  return explainLines({
    name: 'reply',
    summary:
      'what a text of a patient is read as, and the rule that decided: reads lines {text, lang?}. English and Spanish are both tried, ' +
      'whatever lang says',
    example: `echo '{"text":"Sí, ahí estaré"}' | kept explain reply --json`,
    async explainer() {
      const { default: Type } = await import('typebox');
      const { checkedLine } = await import('../json-lines.ts');
      const { readReply } = await import('../../domain/answers/read-reply.ts');
      const Line = Type.Object(
        {
          text: Type.String({ description: 'what the patient texted' }),
          lang: Type.Optional(Type.String({ description: 'the language on file, which binds nothing' })),
        },
        { additionalProperties: false },
      );
      return (document) => {
        const { outcome, rule } = readReply(checkedLine(Line, document).text);
        return { outcome, rule };
      };
    },
    inWords: ({ outcome, rule }) => `${outcome}, by ${rule}`,
  });
}
