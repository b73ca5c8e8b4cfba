/** An element of TwiML: its attributes, its text where it holds only text, and what it holds. */
export interface Verb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly verbs: readonly Verb[];
}

const known: ReadonlySet<string> = new Set(['Say', 'Gather', 'Dial', 'Number', 'Redirect', 'Hangup', 'Pause']);
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads the verbs of a `Response`; null where the text is no TwiML, or names a verb that this carrier does not know: either ends
 * a real call with an error, too. Comments, CDATA and doctypes are not read.
 * @see https://www.twilio.com/docs/voice/twiml
 */
export function readTwiml(text: string): readonly Verb[] | null {
  const tokens = text.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '').match(/<[^<>]+>|[^<>]+/g);
  if (tokens === null) return null;
  const root: Open = { name: '', attributes: {}, text: '', verbs: [] };
  const open: Open[] = [root];
  for (const token of tokens) {
    const around = open.at(-1);
    if (around === undefined || !take(token, around, open)) return null;
  }
  const [response, ...more] = root.verbs;
  if (open.length !== 1 || root.text.trim() !== '' || response?.name !== 'Response' || more.length > 0) return null;
  return allKnown(response.verbs) ? response.verbs : null;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly verbs: Verb[];
}

/** Takes one tag or text into account; false where it does not fit. */
function take(token: string, around: Open, open: Open[]): boolean {
  if (!token.startsWith('<')) {
    around.text += unescaped(token);
    return true;
  }
  const closing = /^<\/([A-Za-z]+)\s*>$/.exec(token)?.[1];
  if (closing !== undefined) {
    open.pop();
    return closing === around.name;
  }
  const [, name, attributes = '', selfClosed] = /^<([A-Za-z]+)((?:\s+[A-Za-z]+="[^"]*")*)\s*(\/?)>$/.exec(token) ?? [];
  if (name === undefined) return false;
  const verb: Open = { name, attributes: readAttributes(attributes), text: '', verbs: [] };
  around.verbs.push(verb);
  if (selfClosed !== '/') open.push(verb);
  return true;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([A-Za-z]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replace(/&(#\d+|#x[0-9a-f]+|[a-z]+);/gi, (whole, entity: string) => {
    if (entity.startsWith('#x')) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16));
    if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.slice(1)));
    return entities[entity] ?? whole;
  });
}

function allKnown(verbs: readonly Verb[]): boolean {
  return verbs.every((verb) => known.has(verb.name) && allKnown(verb.verbs));
}
