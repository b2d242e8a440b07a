import type { NamedId } from '../../adapters/acts/campaign.ts';
import { asCrosspointError } from '../../adapters/errors.ts';

/** The native id that an act created, confirmed by the vendor or, after an unknown outcome, found by reading. */
export interface CreatedId {
  readonly nativeId: string;
  /** True when the vendor confirmed it. */
  readonly confirmed: boolean;
}

/** Runs an act that creates a native id. After an unknown outcome the id is looked up, and the error is thrown all the same. */
export async function resolveCreatedId(
  send: () => Promise<NamedId>,
  lookUp: () => Promise<string | null>,
  onCreated: (key: CreatedId) => void,
): Promise<undefined> {
  try {
    onCreated({ ...(await send()), confirmed: true });
  } catch (thrown) {
    const found = asCrosspointError(thrown).code === 'OUTCOME_UNKNOWN' ? await lookUp() : null;
    if (found !== null) onCreated({ nativeId: found, confirmed: false });
    throw thrown;
  }
}
