import type { Answers } from './answers.ts';
import { type ConfigValues, fail } from './collection.ts';
import type { Domain } from './domain.ts';

/** Locales the domain may use. */
export const LOCALES: readonly string[] = ['en_US', 'es_ES', 'fr_CA', 'de_DE', 'pt_BR'];

/** Where a kind of object to be translated is found. */
const COLLECTIONS = {
  CAMPAIGN: 'campaigns',
  SKILL: 'skills',
  DISPOSITION: 'dispositions',
  LIST: 'lists',
  REASON_CODE: 'reasonCodes',
  CONNECTOR: 'connectors',
  CONTACT_FIELD: 'fields',
} as const;

function isKnown(domain: Domain, { objectId, objectType }: ConfigValues): boolean {
  const collection = COLLECTIONS[objectType as keyof typeof COLLECTIONS];
  return collection !== undefined && domain[collection].items.some(({ id }) => id === objectId);
}

function checked(localeName: string): string {
  if (LOCALES.includes(localeName)) return localeName;
  return fail('LocaleNotFoundFault', `Locale "${localeName}" doesn't exist.`, { localeName });
}

function keyOf({ objectField, objectId, objectType }: ConfigValues): string {
  return `${String(objectType)} ${String(objectId)} ${String(objectField)}`;
}

/** The chapter Locales and Languages. */
export function localeAnswers(domain: Domain): Answers {
  let locale = 'en_US';
  const translations = new Map<string, Map<string, ConfigValues>>(LOCALES.map((name) => [name, new Map()]));
  return {
    getAvailableLocales: () => LOCALES,
    getLocale: () => locale,
    setLocale({ localeName }) {
      locale = checked(localeName);
    },
    getConfigurationTranslations: ({ localeName }) => [...(translations.get(checked(localeName))?.values() ?? [])],
    updateConfigurationTranslations({ localeName, diffTranslations }) {
      const stored = translations.get(checked(localeName));
      const known = diffTranslations.filter((one) => isKnown(domain, one));
      for (const translation of known) stored?.set(keyOf(translation), translation);
      return diffTranslations.filter((one) => !known.includes(one));
    },
  };
}
