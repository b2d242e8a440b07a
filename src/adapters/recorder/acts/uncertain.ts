/** Commands whose outcome is not certain. */
import type { RecordingState } from '../../../../schema/vocabulary.ts';
import type { RecordingOutcome } from '../../acts/recording.ts';
import { CrosspointError } from '../../errors.ts';

/** The outcome of a command that only some cores took, or whose answer was lost. */
export function uncertainOutcome(
  wanted: RecordingState,
  state: RecordingState,
  unsure: CrosspointError,
): RecordingOutcome {
  const partial = unsure.vendorCode === 'API_PARTIAL_CORE_RESPONSE';
  // A lost answer may have named cores that did not take the command; for a pause the status of one core is not enough.
  if (!partial && state === wanted && wanted !== 'PAUSED') return { state, confirmedBy: 'STATUS' };
  const { message: trouble, code, vendorCode } = unsure;
  return { state: state === wanted ? 'UNKNOWN' : state, trouble, code, ...(vendorCode ? { vendorCode } : {}) };
}

/** The error of a command whose outcome is unknown, null where it is known; any other failure is thrown. */
export function uncertaintyOf(sent: Promise<unknown>): Promise<CrosspointError | null> {
  return sent.then(
    () => null,
    (error: unknown) => {
      if (error instanceof CrosspointError && error.code === 'OUTCOME_UNKNOWN') return error;
      throw error;
    },
  );
}
