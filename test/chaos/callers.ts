/** Callers of a chaos run: they read, and send acts under a key until they are answered. */
import { setTimeout as wait } from 'node:timers/promises';
import { KEY } from '../instances/gateways.ts';
import type { Random } from '../simulation/random.ts';
import { codesOf } from './codes.ts';
import type { GatewayProcess, World } from './world.ts';

const ANSWER_DEADLINE_MS = 35_000;
/** Milliseconds after a failure of a gateway in which it may still not be reached. */
const UNREACHABLE_MS = 20_000;
const NOT_DONE = new Set(['UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED']);

/** An answer: its data, every code in it, and none where the gateway did not answer. */
export interface Answered {
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  readonly data: any;
  readonly codes: readonly string[];
}

/** Asks a gateway; null where no answer came. */
export async function ask(url: string, query: string, variables: object = {}): Promise<Answered | null> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };
  const signal = AbortSignal.timeout(ANSWER_DEADLINE_MS);
  const request = { method: 'POST', headers, signal, body: JSON.stringify({ query, variables }) };
  const answer = await fetch(url, request)
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch(() => null);
  if (answer === null) return null;
  try {
    const { data, errors = [] } = JSON.parse(answer.text);
    return { data, codes: codesOf(errors) };
  } catch {
    return { data: null, codes: [`without a code: HTTP ${answer.status} ${answer.text.slice(0, 200)}`] };
  }
}

const SOURCES = 'sources { account { key } error { code message } }';
const READS = [
  `{ campaigns(first: 20) { edges { node { id name } } ${SOURCES} } }`,
  `{ agents(first: 20) { edges { node { id name } } ${SOURCES} } }`,
  `{ calls(first: 20) { edges { node { id state } } ${SOURCES} } }`,
  `{ recordings(first: 5) { edges { node { id } } ${SOURCES} } }`,
  '{ accounts { key status } }',
  '{ realtimeMetrics { rows { __typename } } }',
];

/** The reasons of the accounts that did not contribute to a list. */
function sourceCodes(data: Record<string, { sources?: { error: { code: string } | null }[] }> | null): string[] {
  const sources = Object.values(data ?? {}).flatMap((list) => list?.sources ?? []);
  return codesOf(sources.flatMap(({ error }) => (error ? [{ extensions: error }] : [])));
}

/** What the readers saw. */
export class Readers {
  reads = 0;
  /** How often each code was answered. */
  readonly codes = new Map<string, number>();
  /** Answers that did not come without a reason that the run knows. */
  readonly unanswered: string[] = [];
  #isOver = false;

  constructor(
    private readonly world: World,
    private readonly random: Random,
    count: number,
    private readonly everyMs: number,
  ) {
    for (let each = 0; each < count; each += 1) void this.#read();
  }

  stop(): void {
    this.#isOver = true;
  }

  note(code: string): void {
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
  }

  async #read(): Promise<void> {
    while (!this.#isOver) {
      await wait(this.random.between(0, this.everyMs * 2));
      const gateway = this.random.pick(this.world.gateways);
      const began = Date.now();
      const answered = await ask(gateway.url, this.random.pick(READS));
      this.reads += 1;
      if (answered) for (const code of [...answered.codes, ...sourceCodes(answered.data)]) this.note(code);
      else this.#missed(gateway, began);
    }
  }

  #missed({ name }: GatewayProcess, began: number): void {
    const { troubles } = this.world;
    const isExcused = [began, Date.now()].some((at) => troubles.near([name], at, UNREACHABLE_MS));
    if (!isExcused && !this.#isOver) this.unanswered.push(`${name} did not answer at ${new Date(began).toISOString()}`);
  }
}

/** An act under a key: the creation of a campaign of this name. */
export interface Act {
  readonly mark: string;
  readonly account: string;
  readonly answers: string[];
  /** When its last answer came. */
  answeredAt: number;
}

const CREATE = `mutation ($input: CampaignCreateInput!) {
  campaignCreate(input: $input) { userErrors { code message } campaign { name } }
}`;
const ACCOUNTS = ['five9-config', 'engage'];

/** Whether nothing more is asked about an act. */
export const isFinal = ({ answers }: Act) => {
  const last = answers.at(-1);
  return last !== undefined && last !== 'no answer' && !NOT_DONE.has(last);
};

/** Callers that begin an act every so often. */
export class Actors {
  readonly acts: Act[] = [];
  #isOver = false;

  constructor(
    private readonly world: World,
    private readonly random: Random,
    everyMs: number,
  ) {
    void this.#begin(everyMs);
  }

  /** No act begins any more; those that began continue until they are answered. */
  stop(): void {
    this.#isOver = true;
  }

  async #begin(everyMs: number): Promise<void> {
    while (!this.#isOver) {
      const account = this.random.pick(ACCOUNTS);
      const act = { mark: `chaos-${this.acts.length + 1}`, account, answers: [], answeredAt: 0 };
      this.acts.push(act);
      void this.#act(act);
      await wait(this.random.between(0, everyMs * 2));
    }
  }

  async #act(act: Act): Promise<void> {
    const { mark, account } = act;
    const input = { account, name: mark, direction: 'OUTBOUND', idempotencyKey: mark };
    while (!isFinal(act)) {
      if (act.answers.length > 0) await wait(this.random.between(200, 1_500));
      const answered = await ask(this.random.pick(this.world.gateways).url, CREATE, { input });
      const [refusal] = answered ? [...answered.codes, ...codesOf(errorsOf(answered.data))] : ['no answer'];
      act.answers.push(refusal ?? 'OK');
      act.answeredAt = Date.now();
    }
  }
}

function errorsOf(data: { campaignCreate: { userErrors: { code: string; message: string }[] } } | null) {
  return (data?.campaignCreate?.userErrors ?? []).map(({ code, message }) => ({ message, extensions: { code } }));
}
