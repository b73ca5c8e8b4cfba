import { englishAnswers } from './english-answers.ts';
import { englishConcerns } from './english-concerns.ts';
import { englishRequests } from './english-requests.ts';
import { spanishAnswers } from './spanish-answers.ts';
import { spanishConcerns } from './spanish-concerns.ts';
import { spanishRequests } from './spanish-requests.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Every language is always tried: the language on file is often a guess, and families share phones. */
export const vocabularies: readonly Vocabulary[] = [
  { name: 'en', answers: englishAnswers, requests: englishRequests, concerns: englishConcerns },
  { name: 'es', answers: spanishAnswers, requests: spanishRequests, concerns: spanishConcerns },
];
