import { readFile } from 'node:fs/promises';

/** Every command of a page of the documentation, as one script: its blocks that are marked `sh`, in their order. */
export async function commandsOf(page: string): Promise<string> {
  const text = await readFile(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  return Array.from(text.matchAll(/^```sh\n(.*?)^```$/gms), ([, block = '']) => block).join('\n');
}
