import { AssertionError, Liquid, LiquidError, type Template } from 'liquidjs';
import { Fault } from '../fault.ts';
import { fields, type FieldWords } from './fields.ts';

/** What a template may do. */
export const allowedTags: readonly string[] = ['if', 'unless', 'case', 'comment'];
export const allowedFilters: readonly string[] = ['capitalize', 'default', 'downcase', 'strip', 'truncate', 'upcase'];

/** Longest body, in characters. */
export const longestBody = 10_000;

/** Turns a template and a message's words into its text. */
export interface TemplateRenderer {
  /** The fields that a template names. Throws `bad_input` like `check`. */
  fieldsIn(body: string): readonly string[];
  /** Throws `bad_input`, saying what is wrong, where a template cannot be used or names what is no field. */
  check(body: string): void;
  /** Throws `bad_input` likewise. Blanks at the ends are dropped, and a run of them becomes one. */
  render(body: string, words: FieldWords): string;
  /** A template that is rendered many times, and may take only part of the memory that a message's text may. Throws likewise. */
  prepare(body: string): (words: FieldWords) => string;
}

/** What the library counts as memory: characters that filters touch, not bytes. */
const memory = { whenTried: 100_000, whenSent: 1_000_000 };

/** Bodies of which a renderer keeps what they were parsed to: more than are in use at a time, and at most a few megabytes. */
const mostKept = 200;

interface Parsed {
  readonly template: Template[];
  /** That it names. */
  readonly fields: readonly string[];
}

/** Takes a quoted text, or what names something by a value or spans a range. */
const quotedOrComputed = /"[^"]*"|'[^']*'|\[|\.\./g;

/**
 * Templates are written by staff, so they can do little: show a field, choose by one, and change its case. Tags and filters are
 * taken away rather than trusted to the library's limits, which have had ways around them. Without loops the work is bounded by
 * the template's length; a limit of time would only make it a matter of the machine's load whether a message goes.
 */
export function createTemplateRenderer(): TemplateRenderer {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // Includes and layouts are no tags here; nor is there anything that one could name.
    templates: {},
    parseLimit: longestBody,
  });
  for (const tag of Object.keys(engine.tags)) if (!allowedTags.includes(tag)) Reflect.deleteProperty(engine.tags, tag);
  for (const filter of Object.keys(engine.filters))
    if (!allowedFilters.includes(filter)) engine.unregisterFilter(filter);

  const parsed = new Map<string, Parsed>();

  /** What comes of a body depends on nothing else, so that of the last ones is kept: to parse one took longer than all else of a send's words. */
  function parse(body: string): Parsed {
    const known = parsed.get(body);
    if (known !== undefined) return known;
    const found = parseAnew(body);
    const [oldest] = parsed.keys();
    if (parsed.size === mostKept && oldest !== undefined) parsed.delete(oldest);
    parsed.set(body, found);
    return found;
  }

  function parseAnew(body: string): Parsed {
    const template = understood(() => engine.parse(body));
    if (namesByValue(body)) {
      throw new Fault(
        'bad_input',
        'The template names a field by a value, or a range: name fields as they are listed.',
      );
    }
    const named = engine.globalFullVariablesSync(template);
    const unknown = named.filter((name) => !Object.hasOwn(fields, name));
    if (unknown.length > 0) {
      throw new Fault('bad_input', `The template names what is no field: ${unknown.join(', ')}. Use ${fieldNames}.`);
    }
    return { template, fields: named };
  }

  function write(template: Template[], words: FieldWords, memoryLimit: number): string {
    const text = understood(() => engine.renderSync(template, words, { memoryLimit }) as string);
    return text.replace(/[ \t]+/g, ' ').trim();
  }

  return {
    fieldsIn: (body) => parse(body).fields,
    check: (body) => void parse(body),
    render: (body, words) => write(parse(body).template, words, memory.whenSent),
    prepare(body) {
      const { template } = parse(body);
      return (words) => write(template, words, memory.whenTried);
    },
  };
}

/** Whether a tag or an output holds what depends on a field's words in another way than a comparison does. */
function namesByValue(body: string): boolean {
  return [...body.matchAll(/\{\{[^]*?\}\}|\{%[^]*?%\}/g)].some(([inside]) =>
    [...inside.matchAll(quotedOrComputed)].some(([found]) => found === '[' || found === '..'),
  );
}

const fieldNames = Object.keys(fields).join(', ');

/** The library's sentences quote the template, never a field's words. */
function understood<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    // The limits make a plain AssertionError of their own.
    if (!(error instanceof AssertionError) && !LiquidError.is(error)) throw error;
    throw new Fault('bad_input', `The template is not understood: ${error.message}.`);
  }
}
