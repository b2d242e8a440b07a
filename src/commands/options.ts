/** The options of the command line. */
export interface CommandOptions {
  readonly config: string | undefined;
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly seed: number;
  /** Readings to play, each as `id=value`. */
  readonly readings: readonly string[];
  /** Whether to play what the guides' examples print. */
  readonly asPrinted: boolean;
  /** The plane of the schema to print; absent for the whole schema. */
  readonly plane: string | undefined;
}
