import { unescaped } from './unescaped.ts';

/** A form as a browser would submit it. */
export interface PageForm {
  readonly action: string;
  /** What it holds without anybody's doing: hidden fields, and what is filled in already. */
  readonly fields: readonly (readonly [string, string])[];
  /** Fields that wait for a person to write something, by name. */
  readonly empty: readonly string[];
  readonly buttons: readonly PageButton[];
}

export interface PageButton {
  /** Empty where the button adds nothing to the form. */
  readonly name: string;
  readonly value: string;
  readonly text: string;
  /** Where it leads, where that is not the form's own action. */
  readonly action: string | null;
}

/** The forms of a page that are posted. It reads plain markup, as a page that works without a script has it. */
export function formsInPage(markup: string, address: string): readonly PageForm[] {
  return [...markup.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)]
    .map(([, tag = '', inside = '']) => ({ tag, inside }))
    .filter(({ tag }) => attribute(tag, 'method')?.toLowerCase() === 'post')
    .map(({ tag, inside }) => readForm(attribute(tag, 'action') ?? '', inside, address));
}

function readForm(action: string, inside: string, address: string): PageForm {
  const inputs = [...inside.matchAll(/<input\b([^>]*)>/gi)].map(([, tag = '']) => ({
    name: attribute(tag, 'name') ?? '',
    value: attribute(tag, 'value'),
    type: attribute(tag, 'type')?.toLowerCase() ?? 'text',
  }));
  const fields = inputs.filter(({ name, type }) => name !== '' && !['submit', 'radio', 'checkbox'].includes(type));
  return {
    action: new URL(action, address).href,
    fields: fields.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
    empty: fields.filter(({ value }) => value === null).map(({ name }) => name),
    buttons: [...inside.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)].map(([, tag = '', text = '']) => {
      const own = attribute(tag, 'formaction');
      return {
        name: attribute(tag, 'name') ?? '',
        value: attribute(tag, 'value') ?? '',
        text: text.replace(/<[^>]*>/g, '').trim(),
        action: own === null ? null : new URL(own, address).href,
      };
    }),
  };
}

function attribute(tag: string, name: string): string | null {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
  return match === null ? null : unescaped(match[1] ?? match[2] ?? '');
}
