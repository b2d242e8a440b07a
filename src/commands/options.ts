/** What the command line said. */
export interface CommandOptions {
  readonly config: string | undefined;
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly seed: number;
}
