import { pauseFor } from '../../storage/back-off.ts';

const RETRY_AFTER_MS = 1_000;

/**
 * Asks a log or store until it answers, each second, since what is not read at the start would be missing for as long as the
 * process runs; undefined once `isOver`. `failed` is called at the first failure.
 */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  isOver: () => boolean,
  failed: (cause: unknown) => void = () => undefined,
): Promise<Answer | undefined> {
  for (let failures = 0; !isOver(); failures += 1) {
    try {
      return await ask();
    } catch (cause) {
      if (failures === 0) failed(cause);
      await pauseFor(RETRY_AFTER_MS);
    }
  }
  return undefined;
}
