// Runs noted tests in one process; a mutant is killed by the first test that fails.
import { after } from './clock.mjs';
import { beginTest } from './registry.mjs';

/** Milliseconds for the hooks of a suite. */
const HOOK_MS = 60_000;

/** Rejects where work takes longer than the milliseconds, or when the mutated code fails beside it. */
function limited(work, milliseconds, failures) {
  return new Promise((resolve, reject) => {
    const late = new Error(`took longer than ${milliseconds} ms`);
    const stop = after(milliseconds, () => reject(Object.assign(late, { isLate: true })));
    failures.onFailure = reject;
    Promise.resolve().then(work).then(resolve, reject).finally(stop);
  });
}

const chainOf = (suite) => (suite ? [...chainOf(suite.parent), suite] : []);

/** All tests of a suite. */
export function testsIn(suite) {
  return [...suite.tests, ...suite.suites.flatMap(testsIn)];
}

/**
 * Runs tests of a file with their hooks, until `options.isOver`. `options.limit` gives each test's milliseconds; `onTest` is
 * called before a test, `onEnd` after it, and `onLate` where it takes too long. Answers what failed first, with the test that it was for; null where nothing did.
 */
export async function runFile(file, tests, options) {
  const failures = { onFailure: undefined };
  const onError = (error) => failures.onFailure?.(error);
  process.on('uncaughtException', onError).on('unhandledRejection', onError);
  try {
    return await runSuite(file, new Set(tests), options, failures);
  } finally {
    process.off('uncaughtException', onError).off('unhandledRejection', onError);
  }
}

async function runSuite(suite, wanted, options, failures) {
  if (!testsIn(suite).some((test) => wanted.has(test))) return null;
  const undo = [];
  let failed = null;
  try {
    for (const hook of suite.beforeAll) {
      const after = await limited(hook, HOOK_MS, failures);
      if (typeof after === 'function') undo.push(after);
    }
    failed = await runParts(suite, wanted, options, failures);
  } catch (error) {
    failed = { test: `${suite.name} (before all)`, of: testsIn(suite).find((test) => wanted.has(test)), error };
  }
  for (const hook of [...suite.afterAll, ...undo].toReversed())
    await limited(hook, HOOK_MS, failures).catch((error) => {
      failed ??= { test: `${suite.name} (after all)`, error };
    });
  return failed;
}

async function runParts(suite, wanted, options, failures) {
  for (const test of suite.tests) {
    if (options.isOver?.()) return null;
    const failed = wanted.has(test) ? await runTest(test, options, failures) : null;
    if (failed && options.bail) return failed;
  }
  for (const inner of suite.suites) {
    const failed = await runSuite(inner, wanted, options, failures);
    if (failed && options.bail) return failed;
  }
  return null;
}

async function runTest(test, { limit, onTest, onEnd, onLate }, failures) {
  onTest?.(test);
  const chain = chainOf(test.suite);
  const finish = beginTest();
  let error = null;
  const note = (thrown) => {
    error ??= thrown ?? new Error('failed');
    if (error.isLate) onLate?.(test);
  };
  const whole = async () => {
    for (const { beforeEach } of chain) for (const hook of beforeEach) await hook();
    await test.run({});
  };
  await limited(whole, limit(test), failures).catch(note);
  await limited(finish, HOOK_MS, failures).catch(note);
  for (const { afterEach } of chain.toReversed())
    for (const hook of afterEach) await limited(hook, HOOK_MS, failures).catch(note);
  onEnd?.(test, error);
  return error ? { test: `${chain.map(({ name }) => name).join(' > ')} > ${test.name}`, of: test, error } : null;
}
