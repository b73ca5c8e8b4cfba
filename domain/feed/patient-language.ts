const names: Readonly<Record<string, string>> = { english: 'en', spanish: 'es', español: 'es', espanol: 'es' };

/**
 * A patient's language by two letters, from what a PMS calls it: `es`, `es-MX`, `spa`, `Spanish`. English where nothing is said, or
 * something that is no language: a patient is better reached in English than not at all.
 */
export function patientLanguage(text: string): string {
  const word = text.trim().toLowerCase();
  const name = names[word];
  if (name !== undefined) return name;
  const tag = word.replaceAll('_', '-');
  if (!/^[a-z]{2,3}(-[a-z0-9]+)*$/.test(tag)) return 'en';
  const letters = canonical(tag).split('-')[0] ?? '';
  return letters.length === 2 ? letters : 'en';
}

/** `spa` is `es`: a tag is written with the shortest code that there is. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? '';
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}
