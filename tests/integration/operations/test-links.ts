import { createLinks } from '../../../domain/links/links.ts';

/** Links with a secret of the tests' own, to an address where nothing listens. */
export const testLinks = createLinks({
  secret: 'a secret of the tests, long enough',
  previousSecret: null,
  publicUrl: 'http://127.0.0.1:9',
});
