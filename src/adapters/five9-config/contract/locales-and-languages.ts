import { list, mutation, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { adminConfigTranslation } from './types/translations.ts';

const localeName = required(string, 'Name of the locale.');

/** The locale and its translations. */
export const localesAndLanguages = {
  getAvailableLocales: query('Locales of the domain.', {
    page: 199,
    output: list(string),
    faults: [...everyCall],
    quota: 'Query',
  }),
  getConfigurationTranslations: query('Translations of the configuration into a locale.', {
    page: 200,
    input: { localeName },
    output: list(adminConfigTranslation),
    faults: [...everyCall, ...argumentFaults, faults.LocaleNotFoundFault],
    quota: 'Query',
  }),
  getLocale: query('Locale in use.', {
    page: 200,
    output: string,
    faults: [...everyCall],
    quota: 'Query',
  }),
  setLocale: mutation('Sets the locale in use.', {
    page: 201,
    input: { localeName },
    faults: [...everyCall, ...argumentFaults, faults.LocaleNotFoundFault],
    quota: 'Modify',
  }),
  updateConfigurationTranslations: mutation(
    'Changes translations of the configuration; answers those of unknown objects.',
    {
      page: 201,
      input: { localeName, diffTranslations: required(list(adminConfigTranslation), 'Translations to change.') },
      output: list(adminConfigTranslation),
      outputName: 'translationsWithNonExistingKey',
      faults: [...everyCall, ...argumentFaults, faults.LocaleNotFoundFault],
      quota: 'Modify',
    },
  ),
};
