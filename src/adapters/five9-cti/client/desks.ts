import type { AgentReference, ListQuery, Rows } from '../../adapter.ts';
import { Drift } from '../../calls/drift.ts';
import { isOutage } from '../../calls/guard.ts';
import { RetryBudget } from '../../calls/retry-budget.ts';
import type { SendOptions } from '../../contract.ts';
import { asCrosspointError, CrosspointError, invalidArgument } from '../../errors.ts';
import type { AdapterDependencies } from '../../vendor.ts';
import { QueueBoard } from '../events/queue-board.ts';
import type { Settings } from '../settings.ts';
import { Desk } from './desk.ts';
import { VENDOR } from './service.ts';

function same(one: string | null | undefined, other: string | null | undefined): boolean {
  return !!one && !!other && one.toLowerCase() === other.toLowerCase();
}

/** The account's desks, and which of them is meant. */
export class Desks {
  readonly all: readonly Desk[];
  readonly drift = new Drift();
  readonly retries = new RetryBudget();
  /** The calls that wait, by the lists of all desks. */
  readonly queue: QueueBoard;
  private learning: Promise<unknown> | undefined;
  /** The desk that answered last, so that an unreachable one is not called first each time. */
  private reliable: Desk | undefined;

  constructor(
    readonly account: string,
    settings: Settings,
    private readonly dependencies: AdapterDependencies,
  ) {
    this.queue = new QueueBoard(account, dependencies.now, settings.readings);
    this.all = settings.desks.map((desk) => new Desk(account, desk, settings, dependencies, this));
  }

  /** The desk of an agent, by the configured name or the log-in name. */
  of(agent: string): Desk {
    const named = this.all.find((desk) => same(desk.agent, agent));
    const desk = named ?? this.all.find((one) => same(one.reference().userName, agent));
    if (!desk) throw this.error('NOT_FOUND', 'No desk of this account belongs to that agent');
    return desk;
  }

  /** The desk an operation names, which need not be named while it is the only one. */
  chosen(desk: unknown): Desk {
    const [only, second] = this.all;
    if (desk === undefined || desk === null) {
      if (only && !second) return only;
      throw invalidArgument('This account has several desks; name the agent', 'desk');
    }
    const found = this.all.find(({ agent }) => typeof desk === 'string' && same(agent, desk));
    if (!found) throw invalidArgument('This account has no such desk', 'desk');
    return found;
  }

  /** The desk of the native id of a call or callback, and its id there. */
  ofCall(nativeId: string): { desk: Desk; id: string } {
    const owner = ownerOf(nativeId);
    const desk = this.all.find(({ agent }) => agent === owner);
    if (!desk) throw this.error('NOT_FOUND', 'No desk of this account has that object');
    return { desk, id: nativeId.slice(owner.length + 1) };
  }

  /** The desks that can contribute rows to a query. */
  wanted({ agent, nativeIds }: ListQuery, ofCalls: boolean): readonly Desk[] {
    const mine = agent ? this.all.filter((desk) => isAgent(desk, agent)) : this.all;
    if (!nativeIds) return mine;
    const owners = new Set(nativeIds.map((id) => (ofCalls ? ownerOf(id) : id)));
    return mine.filter((desk) => owners.has(desk.agent));
  }

  /** Calls desks concurrently; a desk that does not answer affects only its rows, unless none answers. */
  async readAll<Row>(desks: readonly Desk[], ask: (desk: Desk) => Promise<readonly Row[]>): Promise<Rows<Row>> {
    const answers = await Promise.allSettled(desks.map((desk) => ask(desk)));
    const failures = answers.flatMap((answer, at) =>
      answer.status === 'rejected' ? [{ desk: desks[at]?.agent, error: asCrosspointError(answer.reason) }] : [],
    );
    const [first] = failures;
    if (first && failures.length === desks.length) throw first.error;
    for (const { desk, error } of failures) this.logUnanswered(desk, error);
    const items = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    return { items, truncated: failures.length > 0, fetchedAt: this.dependencies.now().toISOString() };
  }

  /** A desk whose agent works for a campaign, with the campaign's id there; null where no agent does. */
  async workingFor(campaign: string): Promise<{ desk: Desk; id: string } | null> {
    const known = () => {
      for (const desk of this.all) {
        const id = desk.campaignCalled(campaign);
        if (id) return { desk, id };
      }
      return null;
    };
    return known() ?? this.learnCampaigns().then(known);
  }

  /** Reads the campaigns of every desk; concurrent callers share the result. */
  private learnCampaigns(): Promise<unknown> {
    this.learning ??= this.readAll(this.all, async (desk) => [...(await desk.readCampaigns({})).keys()]).finally(() => {
      this.learning = undefined;
    });
    return this.learning;
  }

  /** Calls one desk after another until one answers, for an answer that is the same at all of them. */
  async first<Value>(calls: number, ask: (desk: Desk) => Promise<Value>, { signal }: SendOptions): Promise<Value> {
    let trouble: unknown;
    const { all, reliable } = this;
    const order = reliable ? [reliable, ...all.filter((desk) => desk !== reliable)] : all;
    for (const desk of order) {
      try {
        const value = await ask(desk);
        this.reliable = desk;
        return value;
      } catch (error) {
        trouble = error;
        if (signal?.aborted) break;
        if (isOutage(error) && !this.retries.take(calls)) break;
      }
    }
    throw trouble;
  }

  /** An error of this account. */
  error(code: CrosspointError['code'], message: string): CrosspointError {
    return new CrosspointError(code, message, { account: this.account, vendor: VENDOR });
  }

  private logUnanswered(desk: string | undefined, { code, operation }: CrosspointError): void {
    this.dependencies.log.warn({ account: this.account, desk, code, operation }, 'A desk did not answer');
  }
}

/** The agent of the native id of a call or callback; empty for an id without one. */
function ownerOf(nativeId: string): string {
  return nativeId.slice(0, Math.max(0, nativeId.lastIndexOf('/')));
}

function isAgent(desk: Desk, { nativeId, userName, extension }: AgentReference): boolean {
  const known = desk.reference();
  if (nativeId) return same(known.nativeId, nativeId);
  return same(known.userName, userName) || (!!extension && (known.extension ?? extension) === extension);
}
