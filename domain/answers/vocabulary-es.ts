import type { Vocabulary } from './vocabulary.ts';

/** Spanish. "No" is English too, and means the same. */
export const spanishVocabulary: Vocabulary = {
  confirm: ['sí', 'si'],
};
