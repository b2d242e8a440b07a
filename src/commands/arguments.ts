import { parseArgs } from 'node:util';
import { originShape } from '../config/origin.ts';
import { COMMANDS, type CommandEntry, FLAGS } from './commands.ts';
import type { CommandOptions, OutputFormat } from './options.ts';
import { UsageError } from './usage-error.ts';

/** The flags of an invocation by name; a flag without a value has none. */
type GivenFlags = ReadonlyMap<string, readonly string[]>;

/** An invocation, split into words and flags. */
export interface Invocation {
  readonly words: readonly string[];
  readonly flags: GivenFlags;
}

const refusal = (message: string) => new UsageError(message);

function optionsOf() {
  const rows = Object.entries(FLAGS).map(([name, { value, short }]) => [
    name,
    { type: value ? ('string' as const) : ('boolean' as const), ...(short && { short }) },
  ]);
  return Object.fromEntries(rows);
}

/** Splits the command line. Throws INVALID_ARGUMENT for an unknown flag, and for a flag without its value. */
export function readArguments(args: readonly string[]): Invocation {
  const { tokens } = parseArgs({ args: [...args], options: optionsOf(), strict: false, tokens: true });
  const words: string[] = [];
  const flags = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const given = flags.get(token.name) ?? [];
    const value = checkedValue(token.name, token.rawName, token.value, given.length > 0);
    flags.set(token.name, [...given, ...(value === undefined ? [] : [value])]);
  }
  return { words, flags };
}

function checkedValue(name: string, raw: string, value: string | undefined, isRepeated: boolean): string | undefined {
  const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
  if (!flag) throw refusal(`There is no flag ${raw}; crosspoint help lists the commands and their flags`);
  if (flag.value && (value === undefined || value.startsWith('--')))
    throw refusal(`${raw} needs a value: ${raw} ${flag.value}`);
  if (!flag.value && value !== undefined) throw refusal(`${raw} takes no value`);
  if (isRepeated && flag.value && !flag.repeatable) throw refusal(`${raw} may be given once`);
  return value;
}

/** The command of a name; undefined for an unknown one. */
export function commandOf(name: string | undefined): CommandEntry | undefined {
  return COMMANDS.find((entry) => entry.name === name);
}

/** Refuses arguments that a command would ignore, such as a configuration without its --config, which would admit every caller. */
export function checkUse({ name, flags, words }: CommandEntry, given: Invocation): void {
  const idle = [...given.flags.keys()].find((flag) => !flags.includes(flag));
  const excess = idle === undefined ? given.words[words.length] : `--${idle}`;
  if (excess !== undefined) throw refusal(`${name} does not take ${excess}; see crosspoint help ${name}`);
}

function wholeNumber(flags: GivenFlags, flag: string, most: number, least = 0): number | undefined {
  const [text] = flags.get(flag) ?? [];
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) > most || Number(text) < least)
    throw refusal(`--${flag} must be a whole number, ${least ? `from ${least} to ${most}` : `${most} at most`}`);
  return Number(text);
}

function checkedOrigin(text: string): string {
  const { success, data, error } = originShape.safeParse(text);
  if (success) return data;
  throw refusal(`--origin ${error.issues[0]?.message}`);
}

function outputOf(flags: GivenFlags): OutputFormat {
  const [word = process.stdout.isTTY ? 'text' : 'json'] = flags.get('output') ?? [];
  if (word !== 'text' && word !== 'json') throw refusal('--output must be text or json');
  return word;
}

/** The options that the flags choose, checked. */
export function optionsFrom(flags: GivenFlags): CommandOptions {
  const one = (flag: string) => flags.get(flag)?.[0];
  return {
    config: one('config'),
    host: one('host'),
    plane: one('plane'),
    to: one('to'),
    port: wholeNumber(flags, 'port', 65_535),
    seed: wholeNumber(flags, 'seed', 999_999_999) ?? 1,
    pace: wholeNumber(flags, 'pace', 60, 1) ?? 1,
    readings: flags.get('reading') ?? [],
    origins: (flags.get('origin') ?? []).map(checkedOrigin),
    asPrinted: flags.has('as-printed'),
    subgraph: flags.has('subgraph'),
    webhooks: flags.has('webhooks'),
    configuration: flags.has('configuration'),
    accounts: flags.get('account') ?? [],
    settings: flags.get('set') ?? [],
    force: flags.has('force'),
    output: outputOf(flags),
  };
}
