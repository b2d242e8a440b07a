import { parseArgs } from 'node:util';
import { CrosspointError } from './adapters/errors.ts';
import { keepSmall } from './memory.ts';

const HELP = `crosspoint: a GraphQL gateway over a contact centre's vendor APIs

  crosspoint serve [--config crosspoint.yaml] [--seed N]   serve; without a configuration, a simulated contact centre
  crosspoint check --config crosspoint.yaml                ask every account something harmless and say what was found
  crosspoint simulate <vendor|all> [--port N] [--seed N]   run vendor simulators alone; all stand ten ports apart
  crosspoint schema                                        print the GraphQL schema
  crosspoint coverage                                      print which vendor operations are covered
  crosspoint key                                           make an API key and the hash the configuration keeps

PORT overrides the port of serve. LOG_LEVEL is one of debug, info, warn, error, silent.
`;

/** What the command line said. */
export interface CommandOptions {
  readonly config: string | undefined;
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly seed: number;
}

type Command = (options: CommandOptions, words: readonly string[]) => Promise<number>;

/** Each command is loaded only when it is asked for, so that none pays for the others at start. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => {
    keepSmall();
    return (await import('./commands/serve.ts')).serve;
  },
  check: async () => (await import('./commands/check.ts')).check,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  schema: async () => (await import('./commands/schema.ts')).schema,
  coverage: async () => (await import('./commands/coverage.ts')).coverage,
  key: async () => (await import('./commands/key.ts')).key,
};

const FLAGS = {
  config: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean' },
} as const;

function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new CrosspointError('INVALID_ARGUMENT', `--${flag} must be a whole number`);
  return Number(text);
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  const [name, ...words] = positionals;
  const load = name === undefined ? undefined : COMMANDS[name];
  if (values.help || !load) {
    (values.help ? process.stdout : process.stderr).write(HELP);
    return values.help ? 0 : 2;
  }
  const port = wholeNumber('port', values.port);
  const seed = wholeNumber('seed', values.seed) ?? 1;
  const command = await load();
  return command({ config: values.config, host: values.host, port, seed }, words);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof CrosspointError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(known ? `${(error as Error).message}\n` : `${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
