declare module 'mjml' {
  /** MJML's own package brings no types: this is what the layout is made with. */
  export default function mjml2html(
    source: string,
    options: { readonly validationLevel: 'strict' },
  ): Promise<{ readonly html: string; readonly errors: readonly unknown[] }>;
}
