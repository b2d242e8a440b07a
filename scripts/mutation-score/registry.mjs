// What the tests import as `vitest`: it notes suites, tests and hooks, so that they can be run again and again.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import { now } from './clock.mjs';

// The fake timers and spies of Vitest ask for the settings of the process that it runs tests in.
globalThis.__vitest_worker__ = { config: { fakeTimers: {} } };
export const { vi } = await import('vitest');

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
/** Milliseconds that `expect.poll` waits by default, as in `vitest.config.ts`. */
const POLL_MS = 15_000;

export function expect(value, message) {
  return chai.expect(value, message);
}
Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
setState({ ...getState(globalThis[GLOBAL_EXPECT]), assertionCalls: 0 }, expect);
globalThis[GLOBAL_EXPECT] = expect;
expect.soft = expect;
expect.getState = () => ({ testPath: '', currentTestName: '' });
expect.poll = (read, options = {}) => polled(read, { timeout: POLL_MS, interval: 50, ...options }, []);

/** Any matcher behind it is tried until it holds. */
function polled(read, options, names) {
  return new Proxy(() => undefined, {
    get: (_, name) => polled(read, options, [...names, name]),
    apply: (_, __, given) => untilHolds(read, options, names, given),
  });
}

async function untilHolds(read, { timeout, interval }, names, given) {
  const until = now() + timeout;
  for (;;) {
    try {
      const [matcher, ...before] = names.toReversed();
      let assertion = expect(await read());
      for (const name of before.toReversed()) assertion = assertion[name];
      return assertion[matcher](...given);
    } catch (error) {
      if (now() > until) throw error;
      await sleep(interval);
    }
  }
}

const newSuite = (name, parent) => ({
  ...{ name, parent, suites: [], tests: [], skipped: false },
  ...{ beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] },
});
let current = newSuite('', null);
/** What `onTestFinished` was given in the running test. */
let finishing = [];

/** Notes what a test file declares, as a suite. */
export async function collect(name, load) {
  const file = newSuite(name, null);
  current = file;
  await load();
  await settle(file);
  return file;
}

/** Waits for suites whose functions are asynchronous. */
async function settle(suite) {
  for (const inner of suite.suites) {
    current = inner;
    await inner.declare?.();
    await settle(inner);
  }
}

/** Begins to note what is to be done after the running test; answers a function that does it. */
export function beginTest() {
  finishing = [];
  const mine = finishing;
  return async () => {
    for (const finish of mine.toReversed()) await finish();
  };
}

const functionOf = (given) => given.find((each) => typeof each === 'function');

function suite(name, ...given) {
  const inner = newSuite(String(name), current);
  inner.declare = functionOf(given);
  current.suites.push(inner);
}

function single(name, ...given) {
  const timeout = given.map((each) => each?.timeout ?? each).find((each) => typeof each === 'number') ?? 60_000;
  const test = { name: String(name), run: functionOf(given), timeout, suite: current };
  if (test.run) current.tests.push(test);
}

const skip = () => undefined;

/** A function that declares, and its variants. */
function declaring(declare) {
  const each =
    (table) =>
    (name, run, ...more) => {
      for (const row of table) {
        const given = Array.isArray(row) ? row : [row];
        const options = typeof run === 'function' ? more : [run];
        const body = typeof run === 'function' ? run : functionOf(more);
        declare(`${name} ${given.map(brief).join(' ')}`, () => body(...given), ...options);
      }
    };
  const all = Object.assign((...given) => declare(...given), { each, for: each, skip, todo: skip });
  all.skipIf = (isSkipped) => (isSkipped ? Object.assign(skip, { each: () => skip }) : all);
  all.runIf = (isRun) => all.skipIf(!isRun);
  all.concurrent = all;
  all.sequential = all;
  return all;
}

function brief(value) {
  return typeof value === 'object' ? '' : String(value).slice(0, 40);
}

export const describe = declaring(suite);
export const test = declaring(single);
export const it = test;
export const beforeAll = (run) => void current.beforeAll.push(run);
export const afterAll = (run) => void current.afterAll.push(run);
export const beforeEach = (run) => void current.beforeEach.push(run);
export const afterEach = (run) => void current.afterEach.push(run);
export const onTestFinished = (run) => void finishing.push(run);
export const onTestFailed = skip;
export const inject = skip;
