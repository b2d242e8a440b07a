/** Longest wait a timer can hold, in seconds. */
const LONGEST = 86_400;

/** Lets requests wait until something has happened, for a time or until their client leaves. */
export class ChangeSignal {
  readonly #waiting = new Set<() => void>();

  /** Makes every waiting request check its condition again. */
  notify(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Ends when it is so, when the seconds have passed or when the client left. */
  async until(isSo: () => boolean, seconds: number, signal: AbortSignal | undefined): Promise<void> {
    if (isSo() || signal?.aborted || !(seconds > 0)) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const look = () => void (isSo() && end());
      const timer = setTimeout(end, Math.min(seconds, LONGEST) * 1_000);
      signal?.addEventListener('abort', end, { once: true });
      this.#waiting.add(look);
    });
  }
}
