import { expect, it, onTestFinished, vi } from 'vitest';
import type { AgentRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { fakeAdapter, gatewayOver, rows } from './world.ts';

const ada: AgentRecord = { nativeId: '1', name: 'Ada', userName: 'ada' };
const bea: AgentRecord = { nativeId: '2', name: 'Bea', userName: 'bea' };

/** Lets the clock stand until `pass` is called. */
function standingClock() {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  return { pass: (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds) };
}

/** An account whose agents are listed, and one that does not answer until `answers` is set. */
function withSilentAccount() {
  const state = { answers: false };
  const silent = () => (state.answers ? Promise.resolve(rows(bea)) : new Promise<never>(() => undefined));
  const well = fakeAdapter('well', 'FIVE9_CONFIG', { agents: async () => rows(ada) });
  const hung = fakeAdapter('hung', 'FIVE9_CTI', { agents: silent });
  const { gateway } = gatewayOver([well, hung]);
  return { state, well, hung, gateway, directory: gateway.directory };
}

/** The milliseconds for which the people are waited for, in steps of 100. */
async function waitFor(read: Promise<unknown>, pass: (milliseconds: number) => Promise<unknown>): Promise<number> {
  let isDone = false;
  void read.then(() => (isDone = true));
  await pass(0);
  let waited = 0;
  for (; !isDone; waited += 100) await pass(100);
  return waited;
}

const presenceOf = (nativeId: string): EventRecord =>
  ({ kind: 'AGENT', type: 'PRESENCE_CHANGED', account: 'well', agent: { nativeId }, presence: 'READY' }) as EventRecord;

it('reads the agents of an account once in 30 s to resolve references', async () => {
  const { pass } = standingClock();
  const adapter = fakeAdapter('well', 'FIVE9_CONFIG', { agents: async () => rows(ada) });
  const { directory } = gatewayOver([adapter]).gateway;
  for (let at = 0; at < 5; at += 1) await directory.peopleIndex();
  expect(adapter.asked).toEqual(['agents']);
  await pass(29_999);
  await directory.peopleIndex();
  expect(adapter.asked).toHaveLength(1);
  // The list is served for half a second more while it is read again.
  await pass(501);
  await directory.peopleIndex();
  expect(adapter.asked).toHaveLength(2);
});

it('reads them again after an event of an agent, and after an act on the account', async () => {
  standingClock();
  let listed: readonly AgentRecord[] = [ada];
  const adapter = fakeAdapter('well', 'FIVE9_CONFIG', { agents: async () => rows(...listed) });
  const { gateway } = gatewayOver([adapter]);
  const isKnown = async (nativeId: string) =>
    (await gateway.directory.peopleIndex()).identified('well', nativeId) !== undefined;
  expect(await isKnown('2')).toBe(false);
  listed = [ada, bea];
  expect(await isKnown('2')).toBe(false);
  gateway.applyEvent(presenceOf('2'));
  expect(await isKnown('2')).toBe(true);
  listed = [ada];
  gateway.invalidateAfterMutation('well');
  expect(await isKnown('2')).toBe(false);
  expect(adapter.asked).toEqual(['agents', 'agents', 'agents']);
});

it('reads them again where they were dropped while they were read', async () => {
  standingClock();
  let listed: readonly AgentRecord[] = [ada];
  const answers: (() => void)[] = [];
  const agents = async () => {
    const read = listed;
    await new Promise<void>((answer) => answers.push(answer));
    return rows(...read);
  };
  const { gateway } = gatewayOver([fakeAdapter('well', 'FIVE9_CONFIG', { agents })]);
  const before = gateway.directory.peopleIndex();
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  listed = [ada, bea];
  gateway.applyEvent(presenceOf('2'));
  const after = gateway.directory.peopleIndex();
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  for (const answer of answers) answer();
  await before;
  expect((await after).identified('well', '2')).toBeDefined();
});

it('waits two seconds for an account that does not answer, all readers together', async () => {
  const { pass } = standingClock();
  const { directory } = withSilentAccount();
  const first = waitFor(directory.peopleIndex(), pass);
  expect(await first).toBe(2_000);
  const index = await directory.peopleIndex();
  expect(index.identified('well', '1')).toBeDefined();
  expect(() => directory.find(index, { account: 'hung', nativeId: '2' })).toThrow(
    expect.objectContaining({ code: 'TIMEOUT', message: 'The account hung did not list its agents within 2 s' }),
  );
});

it('lets a reader that comes while an account is waited for wait only as long as the first', async () => {
  const { pass } = standingClock();
  const { directory } = withSilentAccount();
  void directory.peopleIndex();
  await pass(1_900);
  expect(await waitFor(directory.peopleIndex(), pass)).toBe(100);
});

it('does not wait again within a minute for an account that did not answer, and knows its people when it does', async () => {
  const { pass } = standingClock();
  const { state, hung, directory } = withSilentAccount();
  await waitFor(directory.peopleIndex(), pass);
  await pass(5_000);
  expect(await waitFor(directory.peopleIndex(), pass)).toBe(0);
  state.answers = true;
  await pass(15_000);
  await directory.peopleIndex();
  await pass(0);
  const index = await directory.peopleIndex();
  expect(directory.find(index, { account: 'hung', nativeId: '2' })?.identities[0]?.record).toBe(bea);
  expect(hung.asked.length).toBeGreaterThan(1);
});

it('waits again where the account did not answer more than a minute ago', async () => {
  const { pass } = standingClock();
  const { state, directory } = withSilentAccount();
  await waitFor(directory.peopleIndex(), pass);
  await pass(60_000);
  state.answers = true;
  const index = await directory.peopleIndex();
  expect(directory.find(index, { account: 'hung', nativeId: '2' })).not.toBeNull();
});

it('reads the people of an account that is added', async () => {
  standingClock();
  const well = fakeAdapter('well', 'FIVE9_CONFIG', { agents: async () => rows(ada) });
  const { gateway } = gatewayOver([well]);
  await gateway.directory.peopleIndex();
  gateway.setAccounts([well, fakeAdapter('added', 'FIVE9_CTI', { agents: async () => rows(bea) })]);
  expect((await gateway.directory.peopleIndex()).identified('added', '2')).toBeDefined();
});

it('reads no account for each reader while one is read again that did not answer', async () => {
  const { pass } = standingClock();
  const { directory, gateway } = withSilentAccount();
  await waitFor(directory.peopleIndex(), pass);
  await pass(31_000);
  const read = vi.spyOn(gateway, 'read');
  for (let at = 0; at < 5; at += 1) {
    await Promise.all([directory.peopleIndex(), directory.peopleIndex()]);
    await pass(200);
  }
  expect(read.mock.calls.map(([account]) => account).sort()).toEqual(['hung', 'well']);
});
