import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from '../config/configuration.ts';

/** The result of a reload of the configuration. */
export interface Reload {
  /** Changed sections that are in force now. */
  readonly applied: readonly string[];
  /** Changed sections that the running process does not use until it is restarted. */
  readonly restart: readonly string[];
}

type Section = keyof Configuration;

/**
 * How parts of a running application take changed sections. Each function prepares the change, throws where the new
 * values are not possible, and returns the function that makes it; undefined where it needs a restart.
 */
export type SectionChanges = { readonly [Name in Section]?: (next: Configuration) => Change | undefined };

type Change = () => void | Promise<void>;

/** The sections in which two configurations differ. Rights are first, since what loses them has to end soon. */
function changedSections(before: Configuration, after: Configuration): Section[] {
  const sections = new Set(['auth', ...Object.keys(before), ...Object.keys(after)] as Section[]);
  return [...sections].filter((section) => !isDeepStrictEqual(before[section], after[section]));
}

/** Makes one object equal to another, so that everything that reads it finds the new values. */
function replaceProperties<Value extends object>(target: Value, value: Value): void {
  for (const key of Object.keys(target)) if (!(key in value)) delete target[key as keyof Value];
  Object.assign(target, value);
}

/** A copy of a configuration for the parts of one application to read, and for a reload to change. */
export function liveConfiguration(configuration: Configuration): Configuration {
  return { ...configuration, limits: { ...configuration.limits } };
}

function putInForce(live: Configuration, next: Configuration, sections: readonly Section[]): void {
  for (const section of sections) {
    if (section === 'limits') replaceProperties(live.limits, next.limits);
    else Object.assign(live, { [section]: next[section] });
  }
}

/**
 * Makes the function that puts another configuration in force in a running application. `live` is the configuration that
 * its parts read; a section that no part can change stays as it is and is named.
 */
export function createReload(
  live: Configuration,
  parts: readonly SectionChanges[],
): (configuration: Configuration) => Promise<Reload> {
  return async (next) => {
    const changed = changedSections(live, next);
    const prepared = changed.map((section) => ({
      section,
      changes: parts.flatMap((part) => part[section]?.(next) ?? []),
    }));
    const applied = prepared.filter(({ changes }) => changes.length > 0).map(({ section }) => section);
    putInForce(live, next, applied);
    for (const { changes } of prepared) for (const change of changes) await change();
    return { applied, restart: changed.filter((section) => !applied.includes(section)) };
  };
}
