import { expect } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { asCrosspointError, CrosspointError } from '../../src/adapters/errors.ts';
import { Desks } from '../../src/adapters/five9-cti/client/desks.ts';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { DeskEventTranslator } from '../../src/adapters/five9-cti/events/translator.ts';
import type { DeskStatus } from '../../src/adapters/five9-cti/quirks.ts';
import { settings } from '../../src/adapters/five9-cti/settings.ts';
import type { ChosenReadings } from '../../src/adapters/readings.ts';
import { brief } from './scripted.ts';

type Input = Readonly<Record<string, unknown>>;
type Answer = (input: Input, agent: string, ask: { signal?: AbortSignal; deadline?: number }) => unknown;

/** When the tests' clock starts. */
export const START = Date.parse('2026-03-02T10:00:00.000Z');

const ANSWERS: Readonly<Record<string, Answer>> = {
  getStatus: () => ({ loggedIn: true, ready: true, onCall: false, callConnected: false, currentCall: [] }),
  getUserDetails: () => ({ username: 'ann@example.com', extension: '4711' }),
  getAvailableCampaigns: () => [{ id: '11', name: 'Billing' }],
  getCampaignDispositions: () => [{ id: '301', name: 'Sale' }],
  getAvailableSkills: () => [],
  getNotReadyReasonCodes: () => [{ id: '502', name: 'Lunch' }],
  getReasonCodes: () => [{ id: '601', name: 'End of shift' }],
  getCallbacks: () => [],
  addListener: () => '7',
};

interface Choices {
  readonly agents?: readonly string[];
  readonly readings?: ChosenReadings;
  readonly login?: object;
  /** The answers of the services by operation; null for the rest. */
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly more?: object;
}

/** Desks of an account whose services are functions and whose clock the test sets. */
export function unitDesks({ agents = ['ann'], readings = {}, login, answers = {}, more = {} }: Choices = {}) {
  const clock = { now: START };
  const quiet = () => {};
  const warnings: object[] = [];
  const log = { debug: quiet, info: quiet, warn: (facts: object) => void warnings.push(facts), error: quiet };
  const lines = agents.map((agent) => ({ agent, url: 'http://127.0.0.1:9/agent', ...(login && { login }) }));
  const chosen = settings.parse({ desks: lines, readings, ...more });
  const desks = new Desks('floor', chosen, { log, now: () => new Date(clock.now) });
  const replies: Record<string, Answer> = { ...ANSWERS, ...answers };
  const asked: { agent: string; operation: string; input: Input; ask: { deadline?: number } }[] = [];
  for (const desk of desks.all) {
    const send = async (operation: string, input: Input, ask: { signal?: AbortSignal; deadline?: number }) => {
      asked.push({ agent: desk.agent, operation, input, ask });
      return (await replies[operation]?.(input, desk.agent, ask)) ?? null;
    };
    Object.assign(desk, { client: { send, close: async () => {} } });
  }
  const [desk] = desks.all;
  if (!desk) throw new Error('no desk');
  const sent = () => asked.filter(({ operation }) => !operation.startsWith('get'));
  return {
    ...{ desks, desk, asked, replies, clock, warnings, settings: chosen },
    /** Sets the status that the services answer. */
    show: (status: DeskStatus) => {
      replies.getStatus = () => status;
    },
    /** The operations that were sent, other than reads, with their inputs. */
    sent: () => sent().map(({ operation, input }) => [operation, input]),
    /** The names of all operations that were asked for. */
    operations: () => asked.map(({ operation }) => operation),
  };
}

/** A status that lists calls on a line that is put through. */
export function talkingTo(...calls: readonly (string | object)[]): DeskStatus {
  const currentCall = calls.map((one) => (typeof one === 'string' ? { callSessionId: one } : one));
  return { loggedIn: true, ready: true, onCall: true, callConnected: true, currentCall };
}

/** A refusal of the service. */
export function refusal(code: CrosspointError['code'], operation?: string): CrosspointError {
  return new CrosspointError(code, 'Refused', operation ? { operation } : {});
}

/** The code and the message with which an act was refused; null where it was carried out. */
export async function refused(act: Promise<unknown> | undefined): Promise<{ code: string; message: string } | null> {
  expect(act).toBeDefined();
  return Promise.resolve(act).then(
    () => null,
    (thrown: unknown) => {
      const { code, message } = asCrosspointError(thrown);
      return { code, message };
    },
  );
}

/** A call of the agent ann as the event log has it. */
export const logged = (id: string, state: CallRecord['state'], more: Partial<CallRecord> = {}): CallRecord => ({
  ...{ nativeId: `ann/${id}`, callId: id, channel: 'VOICE', state, startedAt: '2026-03-02T09:59:00.000Z' },
  agent: { nativeId: 'ann' },
  ...more,
});

/** Events in a few words each, those that are late marked. */
export const inBrief = (events: readonly EventRecord[]): string[] =>
  events.map((event) => `${brief(event)}${event.late ? ' late' : ''}`);

/** One desk and the translator of its events; `changes` answers the changes of calls and of recordings, in brief. */
export function translating(choices?: Parameters<typeof unitDesks>[0]) {
  const world = unitDesks(choices);
  const translator = new DeskEventTranslator(world.desk, world.desks.queue);
  const of = (event: object, status?: DeskStatus) => translator.of(event as DeskEvent, status);
  const changes = (...events: object[]) => inBrief(events.flatMap((event) => of(event)));
  return { ...world, translator, of, changes };
}
