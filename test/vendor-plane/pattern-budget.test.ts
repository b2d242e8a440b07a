/** The regular expressions of one request are checked within one budget. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../server/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ vendors: ['five9-config'] });
}, 60_000);
afterAll(() => gateway?.close());

function asked(patterns: readonly string[]): string {
  const fields = patterns.map(
    (pattern, at) => `a${at}: five9Config_getSkills(skillNamePattern: ${JSON.stringify(pattern)}) { name }`,
  );
  return `{ ${fields.join(' ')} }`;
}

async function processorMilliseconds(patterns: readonly string[]): Promise<number> {
  const began = process.cpuUsage();
  const { errors = [] } = await gateway.ask(asked(patterns));
  const { user, system } = process.cpuUsage(began);
  expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_ARGUMENT' });
  return (user + system) / 1_000;
}

test('60 regular expressions of 190 `a*` in one request take the time of a few', async () => {
  await gateway.ask(asked(['^Sales .+$']));
  const patterns = Array.from({ length: 60 }, (_, at) => `${'a*'.repeat(150 + at)}b`);
  expect(await processorMilliseconds(patterns.map((pattern) => `(${pattern})*`))).toBeLessThan(2_000);
});

test('60 regular expressions for the linear-time engine in one request take the time of a few', async () => {
  const patterns = Array.from({ length: 60 }, (_, at) => `(?i)${'[a-z]{1000}'.repeat(40)}x${at}`);
  expect(await processorMilliseconds(patterns)).toBeLessThan(2_000);
});

/** Each takes more than a quarter of the steps of a request to check, and none is endless. */
const costly = (count: number) => Array.from({ length: count }, (_, at) => `${'[a-m]?[n-z]?'.repeat(40)}x${at}`);

test('of expressions that are checked one by one, a request checks a few only, and is refused at the next', async () => {
  const [first = '', ...others] = costly(20);
  expect((await gateway.ask(asked([first]))).errors).toBeUndefined();
  const { errors = [] } = await gateway.ask(asked(others));
  expect(errors.map(({ message }) => message)).toEqual([
    expect.stringMatching(/of one request are too many or too long to check/),
  ]);
  const [refused] = (errors[0]?.path ?? []) as readonly string[];
  expect(Number(refused?.slice(1))).toBeLessThan(10);
});

test('the next request has its own budget, and 30 usual expressions fit into one', async () => {
  const usual = Array.from({ length: 30 }, (_, at) => `^(?:Sales|Service)[ _-]?\\d{2,3} (\\w+:)*team${at}.*$`);
  expect((await gateway.ask(asked(usual))).errors).toBeUndefined();
});
