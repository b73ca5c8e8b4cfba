import type { Config } from '../../config.ts';
import { createLinks } from '../../domain/links/links.ts';
import { check, type Check } from './check.ts';

/** Whether links for patients can be made and read. */
export async function checkLinks(config: Config): Promise<Check[]> {
  return [
    await check('links', () => {
      createLinks(config);
      return Promise.resolve(`Patients' links lead to ${config.publicUrl}.`);
    }),
  ];
}
