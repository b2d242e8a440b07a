/** How a command prints its result: lines for a person, or JSON for a program. */
export type OutputFormat = 'text' | 'json';

/** The options of the command line. */
export interface CommandOptions {
  readonly config: string | undefined;
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly seed: number;
  /** How many times as fast as usual calls come and end in the simulated contact centre. */
  readonly pace: number;
  /** Origins whose pages may call, in addition to those of the configuration. */
  readonly origins: readonly string[];
  /** Readings to play, each as `id=value`. */
  readonly readings: readonly string[];
  /** Whether to play what the guides' examples print. */
  readonly asPrinted: boolean;
  /** The plane of the schema to print; absent for the whole schema. */
  readonly plane: string | undefined;
  /** Whether to print the schema as a subgraph. */
  readonly subgraph: boolean;
  /** Folder for copies of the stores. */
  readonly to: string | undefined;
  /** Whether to print the JSON Schema of the messages of webhooks. */
  readonly webhooks: boolean;
  /** Whether to print the JSON Schema of the configuration file. */
  readonly configuration: boolean;
  /** Accounts of a new configuration, each as `vendor=url` or `id:vendor=url`. */
  readonly accounts: readonly string[];
  /** Settings of these accounts, each as `id.key=value`. */
  readonly settings: readonly string[];
  /** Whether an existing file is overwritten. */
  readonly force: boolean;
  readonly output: OutputFormat;
}

/** A command of the program: resolves with the exit code. */
export type Command = (options: CommandOptions, words: readonly string[]) => Promise<number>;
