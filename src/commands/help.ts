import { COMMANDS, type CommandEntry, FLAGS } from './commands.ts';

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}\n`).join('');
}

function flagRow(name: string): readonly [string, string] {
  const { value, short, description = '' } = FLAGS[name] ?? {};
  return [`${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`, description];
}

const usageOf = ({ name, words, flags }: CommandEntry) =>
  ['crosspoint', name, ...words, ...(flags.length ? ['[flags]'] : [])].join(' ');

/** The help of the program: its commands in one line each. */
export function programHelp(): string {
  const commands = COMMANDS.map((entry) => [`crosspoint ${entry.name}`, entry.summary] as const);
  return [
    "crosspoint: a GraphQL gateway over a contact centre's vendor APIs\n",
    `Commands:\n${columns(commands)}`,
    `Flags:\n${columns(['help', 'version'].map(flagRow))}`,
    'crosspoint help COMMAND prints the flags and examples of a command. Without a configuration,\n' +
      '"crosspoint serve" simulates a contact centre: start with it.\n',
    'Exit codes: 0 done; 1 the command ran and failed, or a check of it failed; 2 the command line was not understood.\n',
  ].join('\n');
}

/** The help of one command: usage, details, flags and examples. */
export function commandHelp(entry: CommandEntry): string {
  return [
    `${usageOf(entry)}\n\n${entry.summary}\n${entry.details}\n`,
    `Flags:\n${columns([...entry.flags, 'help'].map(flagRow))}`,
    `Examples:\n${entry.examples.map((example) => `  ${example}\n`).join('')}`,
  ].join('\n');
}
