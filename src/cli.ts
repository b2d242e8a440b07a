import { parseArgs } from 'node:util';
import packageFile from '../package.json' with { type: 'json' };
import { CrosspointError } from './adapters/errors.ts';
import type { CommandOptions } from './commands/options.ts';

const HELP = `crosspoint: a GraphQL gateway over a contact centre's vendor APIs

  crosspoint serve [--config crosspoint.yaml] [--port N]   serve; without a configuration, a simulated contact centre,
                   [--seed N]                              another one for another seed
  crosspoint check --config crosspoint.yaml                ask every account something harmless and say what was found
  crosspoint simulate <vendor|all> [--port N] [--seed N]   run vendor simulators alone; all stand ten ports apart,
                   [--host ADDRESS]                        on loopback unless another address is given
                   [--reading id=value]                    play this reading of the vendor's guide; may be repeated
                   [--as-printed]                          play what the guide's examples print
  crosspoint readings <vendor>                             print what the vendor's guide leaves open
  crosspoint schema [--plane unified|vendor]               print the GraphQL schema, or one plane of it
  crosspoint coverage                                      print which vendor operations are covered
  crosspoint key                                           make an API key and the hash the configuration keeps

PORT overrides the port of serve. LOG_LEVEL is one of debug, info, warn, error, silent.
`;

type Command = (options: CommandOptions, words: readonly string[]) => Promise<number>;

const FLAGS = {
  config: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  reading: { type: 'string', multiple: true },
  'as-printed': { type: 'boolean' },
  plane: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** A command and what may stand behind its name. */
interface Entry {
  readonly flags: readonly (keyof typeof FLAGS)[];
  readonly words: number;
  load(): Promise<Command>;
}

/** Each command is loaded only when it is asked for, so that none pays for the others at start. */
const COMMANDS: ReadonlyMap<string, Entry> = new Map([
  ['serve', { flags: ['config', 'port', 'seed'], words: 0, load: loadServe }],
  ['check', { flags: ['config'], words: 0, load: async () => (await import('./commands/check.ts')).check }],
  [
    'simulate',
    {
      flags: ['port', 'host', 'seed', 'reading', 'as-printed'],
      words: 1,
      load: async () => (await import('./commands/simulate.ts')).simulate,
    },
  ],
  ['schema', { flags: ['plane'], words: 0, load: async () => (await import('./commands/schema.ts')).schema }],
  ['coverage', { flags: [], words: 0, load: async () => (await import('./commands/coverage.ts')).coverage }],
  ['readings', { flags: [], words: 1, load: async () => (await import('./commands/readings.ts')).printReadings }],
  ['key', { flags: [], words: 0, load: async () => (await import('./commands/key.ts')).key }],
]);

async function loadServe(): Promise<Command> {
  return (await import('./commands/serve.ts')).serve;
}

function wholeNumber(flag: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) > most)
    throw new CrosspointError('INVALID_ARGUMENT', `--${flag} must be a whole number, ${most} at most`);
  return Number(text);
}

/** Refuses what a command would pass over, such as a configuration without its --config, which would open every door. */
function checkUse(name: string, { flags, words }: Entry, given: readonly string[], rest: readonly string[]): void {
  const idle = given.find((flag) => !flags.some((known) => known === flag));
  const excess = idle === undefined ? rest[words] : `--${idle}`;
  if (excess !== undefined)
    throw new CrosspointError('INVALID_ARGUMENT', `${name} does not take ${excess}; see crosspoint --help`);
}

/** Prints the usage, for an invocation without a known command. */
function refuse(name: string | undefined): number {
  process.stderr.write(name === undefined ? HELP : `There is no command ${name}.\n\n${HELP}`);
  return 2;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  const { help, version, ...flags } = values;
  const [name = '', ...words] = positionals;
  if (version) {
    process.stdout.write(`crosspoint ${packageFile.version}\n`);
    return 0;
  }
  if (help || name === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const entry = COMMANDS.get(name);
  if (!entry) return refuse(positionals[0]);
  checkUse(name, entry, Object.keys(flags), words);
  const port = wholeNumber('port', flags.port, 65_535);
  const seed = wholeNumber('seed', flags.seed, 999_999_999) ?? 1;
  const command = await entry.load();
  const played = { readings: flags.reading ?? [], asPrinted: flags['as-printed'] ?? false };
  const { config, host, plane } = flags;
  return command({ config, host, plane, port, seed, ...played }, words);
}

/** The message of an error that an operator can act on; undefined for a defect of the program. */
function messageOf(error: unknown): string | undefined {
  if (error instanceof CrosspointError || (error instanceof TypeError && 'code' in error)) return error.message;
  const { code, port } = (error ?? {}) as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use; choose another with --port`;
  return code === 'EACCES' && port !== undefined
    ? `Port ${port} needs more rights; choose another with --port`
    : undefined;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${messageOf(error) ?? (error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
}
