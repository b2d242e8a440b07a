import { CrosspointError } from '../adapters/errors.ts';

/** A problem and the path of its setting; never a value. */
export type ConfigurationProblem = readonly [path: string, message: string];

/** The error of a configuration with problems. */
export function configurationError(problems: readonly ConfigurationProblem[]): CrosspointError {
  const lines = problems.map(([path, message]) => `  ${path}: ${message}`);
  return new CrosspointError('INVALID_ARGUMENT', `The configuration is not valid:\n${lines.join('\n')}`);
}

/** A path as an operator would write it. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, '');
}
