import { expect, test } from 'vitest';
import { chooseTemplate, languagesAt, type Association } from '../../../../domain/templates/choose-template.ts';
import { readTemplateKey } from '../../../../domain/templates/template-key.ts';

const templates = [
  ...['pre_appointment/standard/text/en', 'pre_appointment/standard/text/es', 'pre_appointment/knee/text/en'],
  ...['pre_appointment/ghent/text/en', 'pre_appointment/ghent/text/vi', 'recall/knee/text/fr'],
].map((key) => ({ id: key, ...readTemplateKey(key)! }));

const nowhere = { facilityId: null, providerId: null, typeId: null };
const associations: Association[] = [
  { ...nowhere, kind: 'pre_appointment', name: 'knee', typeId: 'KNEE' },
  { ...nowhere, kind: 'pre_appointment', name: 'ghent', facilityId: 'ghent' },
];
const words = { templates, associations };
const place = { facilityId: 'main', providerId: 'p1', typeId: '' };
const message = { kind: 'pre_appointment', channel: 'text', language: 'en' } as const;

const chosen = (language: string, given: Partial<typeof place>) => {
  const found = chooseTemplate(words, { ...message, language }, { ...place, ...given });
  return found === undefined ? null : [found.template.name, found.level];
};

test('words for the type go before those for the facility, and these before the standard ones', () => {
  expect(chosen('en', {})).toEqual(['standard', nowhere]);
  expect(chosen('en', { facilityId: 'ghent' })).toEqual(['ghent', { ...nowhere, facilityId: 'ghent' }]);
  expect(chosen('en', { facilityId: 'ghent', typeId: 'KNEE' })).toEqual(['knee', { ...nowhere, typeId: 'KNEE' }]);
});

test('where the narrowest have none in the language, the next ones have', () => {
  expect(chosen('es', { typeId: 'KNEE' })).toEqual(['standard', nowhere]);
  expect(chosen('vi', { facilityId: 'ghent', typeId: 'KNEE' })).toEqual(['ghent', { ...nowhere, facilityId: 'ghent' }]);
  expect(chosen('vi', {})).toBeNull();
});

test('the languages at a place are those of all words that apply there', () => {
  expect(languagesAt(words, place).get('pre_appointment')?.text).toEqual(['en', 'es']);
  expect(
    languagesAt(words, { ...place, facilityId: 'ghent' })
      .get('pre_appointment')
      ?.text.toSorted(),
  ).toEqual(['en', 'es', 'vi']);
  expect(languagesAt(words, { ...place, typeId: 'KNEE' }).get('recall')?.text).toEqual([]);
});
