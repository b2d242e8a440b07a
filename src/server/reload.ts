import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from '../config/configuration.ts';
import type { Authenticator } from './auth.ts';

/** What a reload of the configuration did. */
export interface Reload {
  /** Changed sections that are in force now. */
  readonly applied: readonly string[];
  /** Changed sections that the running process does not use until it is restarted. */
  readonly restart: readonly string[];
}

type Section = keyof Configuration;

/** The sections in which two configurations differ. */
function changedSections(before: Configuration, after: Configuration): Section[] {
  const sections = new Set([...Object.keys(before), ...Object.keys(after)] as Section[]);
  return [...sections].filter((section) => !isDeepStrictEqual(before[section], after[section]));
}

/** Makes the function that puts another configuration in force in a running application. */
export function createReload(
  started: Configuration,
  authenticator: Authenticator,
): (configuration: Configuration) => Reload {
  let inForce = started;
  return (configuration) => {
    const changed = changedSections(inForce, configuration);
    const { auth } = configuration;
    const isApplied = (section: Section) => section === 'auth' && auth !== null;
    if (auth && changed.includes('auth')) {
      authenticator.replace(auth);
      inForce = { ...inForce, auth };
    }
    return {
      applied: changed.filter(isApplied),
      restart: changed.filter((section) => !isApplied(section)),
    };
  };
}
