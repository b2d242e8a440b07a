import packageFile from '../package.json' with { type: 'json' };
import { CrosspointError } from './adapters/errors.ts';
import { checkUse, commandOf, type Invocation, optionsFrom, readArguments } from './commands/arguments.ts';
import { commandHelp, programHelp } from './commands/help.ts';
import { UsageError } from './commands/usage-error.ts';
import { printable } from './server/printable.ts';

/** The command line was not understood; a command that ran and failed exits with 1. */
const NOT_UNDERSTOOD = 2;

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Prints the usage, for an invocation without a known command. */
function refuse(name: string | undefined): number {
  process.stderr.write(name === undefined ? programHelp() : `There is no command ${name}.\n\n${programHelp()}`);
  return NOT_UNDERSTOOD;
}

/** The help of the named command; of the program without a name. */
function help(name: string | undefined): number {
  const entry = commandOf(name);
  if (entry) return print(commandHelp(entry));
  return name === undefined || name === 'help' ? print(programHelp()) : refuse(name);
}

async function run(invocation: Invocation): Promise<number> {
  const [name, ...words] = invocation.words;
  if (invocation.flags.has('version')) return print(`crosspoint ${packageFile.version}\n`);
  if (name === 'help') return help(words[0]);
  if (invocation.flags.has('help')) return help(name);
  const entry = commandOf(name);
  if (!entry) return refuse(name);
  checkUse(entry, { ...invocation, words });
  const options = optionsFrom(invocation.flags);
  return (await entry.load())(options, words);
}

/** The message of an error that an operator can act on; undefined for a defect of the program. */
function messageOf(error: unknown): string | undefined {
  if (error instanceof CrosspointError) return error.message;
  const { code, port } = (error ?? {}) as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use; choose another with --port`;
  return code === 'EACCES' && port !== undefined
    ? `Port ${port} needs more rights; choose another with --port`
    : undefined;
}

try {
  process.exitCode = await run(readArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${printable(messageOf(error) ?? String(error instanceof Error ? error.stack : error))}\n`);
  process.exitCode = error instanceof UsageError ? NOT_UNDERSTOOD : 1;
}
