import { CrosspointError } from '../../adapters/errors.ts';

/** Where in the input that stands which an adapter or a contract calls otherwise. */
export type PathAliases = Readonly<Record<string, readonly (string | number)[]>>;

/** Runs an act with its input, and lets what is refused of an argument name it as the caller wrote it. */
export async function withInputPaths<Value>(
  input: object,
  run: () => Promise<Value>,
  words: PathAliases = {},
): Promise<Value> {
  try {
    return await run();
  } catch (thrown) {
    throw thrown instanceof CrosspointError ? withCallersPath(thrown, input, words) : thrown;
  }
}

/** The path of a refused argument, which an adapter names in our words and a vendor's contract in its own. */
function withCallersPath(error: CrosspointError, input: object, words: PathAliases): CrosspointError {
  const path = callersPath(error, input, words);
  if (path === undefined) return error;
  const { code, message, account, vendor, operation, vendorCode, retryable, details, cause } = error;
  const facts = { account, vendor, operation, vendorCode, retryable, details, cause };
  return new CrosspointError(code, message, { ...facts, path: ['input', ...path] });
}

/** A vendor's argument is the caller's where both are the same word, as FIRSTNAME is firstName and campaign campaignId. */
function callersPath({ argumentPath, operation }: CrosspointError, input: object, words: PathAliases) {
  const word = argumentPath?.findLast((part) => typeof part === 'string');
  if (word === undefined || argumentPath?.[0] === 'input') return undefined;
  const other = Object.hasOwn(words, word) ? words[word] : undefined;
  if (other) return other;
  const like = [word.toLowerCase(), `${word}Id`.toLowerCase()];
  const same = Object.keys(input).find((key) => like.includes(key.toLowerCase()));
  if (same !== undefined) return [same];
  return operation === undefined ? [word] : undefined;
}
