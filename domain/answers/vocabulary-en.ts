import type { Vocabulary } from './vocabulary.ts';

/** English. The digits are those of the voice menu, which people carry over to texts. */
export const englishVocabulary: Vocabulary = {
  confirm: ['y', 'yes', '1'],
  decline: ['n', 'no', '9'],
};
