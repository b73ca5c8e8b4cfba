import { AssertionError, Liquid, LiquidError, type Template } from 'liquidjs';
import { Fault } from '../fault.ts';
import { fields, type FieldWords } from './fields.ts';

const allowedTags: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'comment']);
const allowedFilters: ReadonlySet<string> = new Set([
  'capitalize',
  'default',
  'downcase',
  'escape',
  'strip',
  'truncate',
  'upcase',
]);

/** Turns a template and a message's words into its text. */
export interface TemplateRenderer {
  /** The fields that a template names. Throws `bad_input` like `check`. */
  fieldsIn(body: string): readonly string[];
  /** Throws `bad_input`, saying what is wrong, where a template cannot be used or names what is no field. */
  check(body: string): void;
  /** Throws `bad_input` likewise. Blanks at the ends are dropped, and a run of them becomes one. */
  render(body: string, words: FieldWords): string;
}

/**
 * Templates are written by staff, so they can do little: show a field, choose by one, and change its case. Tags and filters are
 * taken away rather than trusted to the library's limits, which have had ways around them.
 */
export function createTemplateRenderer(): TemplateRenderer {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // Includes and layouts are no tags here; nor is there anything that one could name.
    templates: {},
    parseLimit: 10_000,
    renderLimit: 100,
    memoryLimit: 100_000,
  });
  for (const tag of Object.keys(engine.tags)) if (!allowedTags.has(tag)) Reflect.deleteProperty(engine.tags, tag);
  for (const filter of Object.keys(engine.filters)) if (!allowedFilters.has(filter)) engine.unregisterFilter(filter);

  function parse(body: string): Template[] {
    const template = understood(() => engine.parse(body));
    const unknown = engine.globalFullVariablesSync(template).filter((name) => !Object.hasOwn(fields, name));
    if (unknown.length > 0) {
      throw new Fault('bad_input', `The template names what is no field: ${unknown.join(', ')}. Use ${fieldNames}.`);
    }
    return template;
  }

  return {
    fieldsIn: (body) => engine.globalFullVariablesSync(parse(body)),
    check: (body) => void parse(body),
    render(body, words) {
      const template = parse(body);
      const text = understood(() => engine.renderSync(template, words) as string);
      return text.replace(/[ \t]+/g, ' ').trim();
    },
  };
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
