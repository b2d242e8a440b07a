import type { NamedId } from '../../adapters/acts/campaign.ts';
import { asCrosspointError } from '../../adapters/errors.ts';

/** The key a thing has after an act, as the vendor confirmed it or, in doubt, as it was found. */
export interface CreatedId {
  readonly nativeId: string;
  readonly sure: boolean;
}

/** Runs an act that gives a thing its key. One in doubt is looked for, and the doubt is thrown on all the same. */
export async function resolveCreatedId(
  send: () => Promise<NamedId>,
  lookFor: () => Promise<string | null>,
  learn: (key: CreatedId) => void,
): Promise<undefined> {
  try {
    learn({ ...(await send()), sure: true });
  } catch (thrown) {
    const found = asCrosspointError(thrown).code === 'OUTCOME_UNKNOWN' ? await lookFor() : null;
    if (found !== null) learn({ nativeId: found, sure: false });
    throw thrown;
  }
}
