import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { linkedSignal } from '../adapters/calls/deadline.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import { type AlertSettings, thresholdOf } from '../config/alerts.ts';
import { type BackOff, backOffMs, pauseFor } from '../storage/back-off.ts';
import type { Lease } from '../storage/lease.ts';
import { type AlertStore, countAt, type StoredAlert } from './alert-store.ts';
import { AlertCondition } from './condition.ts';
import type { AppliedRule } from './definition.ts';
import { type GroupFigures, isOf, isWatched, type Watched, watchedOf } from './watched.ts';

/** Reads the figures of a rule at an account. */
export type ReadFigures = (rule: AlertSettings, account: string) => Promise<GroupFigures>;

/** Options of a monitor. */
interface AlertMonitorOptions {
  /** The configured rules. */
  readonly rules: readonly AlertSettings[];
  /** Reads the rules that were created over GraphQL at any gateway. */
  readonly created?: () => Promise<readonly AppliedRule[]>;
  readonly store: AlertStore;
  readonly logger: Log;
  readonly lease?: Lease | undefined;
  /** The accounts of rules that name none. */
  accounts(): readonly string[];
  /** Makes the reader of one round. */
  reader(): ReadFigures;
  /** The value of a figure of a group that has no calls and agents. */
  emptyValue(rule: AlertSettings): number | null;
  readonly now: () => Date;
  /** Milliseconds of a clock that only runs forward. */
  readonly uptime?: () => number;
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;
/** Milliseconds between two looks for rules of other gateways while there is none. */
const LOOK_EVERY_MS = 3_000;
const NO_ACCOUNT = 'No account of the rule has an event stream of calls and agents';
const RESTART: BackOff = { first: 1_000, most: 30_000 };
/** Alerts that may be raised at a time; further ones are not raised, except these of an account that has fewer. */
const MOST_RAISED = 1_000;
const ALWAYS_RAISED = 50;

/** The state of a gateway that applies the rules. */
interface Watching {
  readonly stored: Map<string, StoredAlert>;
  /** Conditions that began to hold, or not to hold, and not for long enough. */
  readonly pending: Map<string, AlertCondition>;
  /** Why rules cannot be applied, as stored. */
  readonly failing: Map<string, string>;
}

/** Raises and clears the alerts of the rules, configured and created; of several gateways one does. */
export class AlertMonitor {
  readonly #options: AlertMonitorOptions;
  readonly #stopping = new AbortController();
  #configured: readonly AlertSettings[];
  #isFull = false;
  /** Interruptions of the watch since its last look. */
  #interruptions = 0;
  #isConfigured = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(options: AlertMonitorOptions) {
    this.#options = options;
    this.#configured = options.rules;
  }

  /** Begins when the figures are ready: those of the whole log. */
  start(ready: Promise<unknown>): void {
    this.#ended = this.#run(ready);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  /** Applies these rules from the next second on; alerts of rules that are gone are cleared. */
  configure(rules: readonly AlertSettings[]): void {
    this.#configured = rules;
    this.wake();
  }

  /** The configured rules. */
  get configured(): readonly AlertSettings[] {
    return this.#configured;
  }

  /** Ends the wait for a first rule. */
  wake(): void {
    this.#isConfigured.abort();
  }

  async #rules(): Promise<readonly AppliedRule[]> {
    return [...this.#configured, ...((await this.#options.created?.()) ?? [])];
  }

  async #run(ready: Promise<unknown>): Promise<void> {
    const { lease, logger } = this.#options;
    const { signal } = this.#stopping;
    await Promise.race([ready, once(signal, 'abort')]);
    while (!signal.aborted) {
      try {
        await this.#untilNeeded(signal);
        const watch = (leased: AbortSignal) => this.#watch(leased);
        await (lease ? lease.hold('alerts', watch, signal) : watch(signal));
      } catch (cause) {
        if (!signal.aborted) logger.warn({ cause }, 'The watch of alerts was interrupted; trying again');
      }
      this.#interruptions += 1;
      await pauseFor(backOffMs(this.#interruptions, RESTART), signal);
    }
  }

  /** Waits until there is a rule, or an alert of a former one that has to be cleared. */
  async #untilNeeded(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#isConfigured = new AbortController();
      if ((await this.#rules()).length > 0 || !(await this.#options.store.isEmpty())) return;
      const either = linkedSignal(signal, this.#isConfigured.signal);
      await pauseFor(LOOK_EVERY_MS, either.signal);
      either.clear();
    }
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { store, everyMs = EVERY_MS } = this.#options;
    const watching: Watching = { stored: await store.load(), pending: new Map(), failing: await store.failures() };
    while (!signal.aborted) {
      await this.#look(watching, signal);
      this.#interruptions = 0;
      await pauseFor(everyMs, signal);
    }
  }

  async #look(watching: Watching, signal: AbortSignal): Promise<void> {
    for (const [key, stored] of watching.stored) if (!stored.isPublished) await this.#publish(watching, key, stored);
    const read = this.#options.reader();
    const rules = (await this.#rules()).filter(({ enabled }) => enabled);
    for (const [key, { alert }] of [...watching.stored])
      if (!rules.some((rule) => isOf(rule, alert) && isWatched(rule, this.#accountsOf(rule), key)))
        await this.#clear(watching, key, null);
    for (const rule of rules) {
      const due = await this.#due(watching, rule, read);
      if (signal.aborted) return;
      for (const watched of due) await this.#turn(watching, watched);
    }
    for (const id of [...watching.failing.keys()])
      if (!rules.some((rule) => rule.id === id)) await this.#storeFailure(watching, id, null);
  }

  #accountsOf({ accounts, creatorAccounts }: AppliedRule): readonly string[] {
    if (accounts) return accounts;
    return this.#options.accounts().filter((account) => creatorAccounts?.includes(account) ?? true);
  }

  /** The figures whose alerts have to change. A rule that cannot be applied keeps its alerts and costs only itself. */
  async #due(watching: Watching, rule: AppliedRule, read: ReadFigures): Promise<Watched[]> {
    const due: Watched[] = [];
    try {
      const accounts = this.#accountsOf(rule);
      if (accounts.length === 0) throw new CrosspointError('FAILED_PRECONDITION', NO_ACCOUNT);
      for (const account of accounts) {
        const figures = await read(rule, account);
        due.push(...this.#watched(watching, rule, account, figures).filter((one) => this.#isDue(watching, one)));
      }
    } catch (thrown) {
      const { message: reason } = asCrosspointError(thrown);
      if (watching.failing.get(rule.id) !== reason)
        this.#options.logger.error({ cause: thrown, rule: rule.id, reason }, 'The rule of an alert cannot be applied');
      await this.#storeFailure(watching, rule.id, reason);
      return [];
    }
    await this.#storeFailure(watching, rule.id, null);
    return due;
  }

  async #storeFailure({ failing }: Watching, id: string, reason: string | null): Promise<void> {
    if ((failing.get(id) ?? null) === reason) return;
    await this.#options.store.storeFailure(id, reason);
    if (reason === null) failing.delete(id);
    else failing.set(id, reason);
  }

  #watched({ stored, pending }: Watching, rule: AlertSettings, account: string, figures: GroupFigures): Watched[] {
    return watchedOf(rule, account, figures, {
      keys: () => [...stored.keys(), ...pending.keys()],
      subject: (key) => stored.get(key)?.alert,
      empty: this.#options.emptyValue(rule),
    });
  }

  #isDue({ stored, pending }: Watching, { key, rule, figure }: Watched): boolean {
    const { uptime = () => performance.now() } = this.#options;
    const condition = pending.get(key) ?? new AlertCondition();
    const isDue = condition.isDue(rule, stored.has(key), figure.value, uptime());
    if (condition.isPending) pending.set(key, condition);
    else pending.delete(key);
    return isDue;
  }

  #turn(watching: Watching, { key, account, rule, figure }: Watched): Promise<void> {
    const value = figure.value ?? null;
    if (watching.stored.has(key)) return this.#clear(watching, key, value);
    const { id, figure: name } = rule;
    const { queue = null, campaign = null, agentGroup = null } = figure.subject;
    const alert = {
      ...{ id: randomUUID(), rule: id, figure: name, ...thresholdOf(rule), value },
      ...{ raisedAt: this.#options.now().toISOString(), clearedAt: null, queue, campaign, agentGroup },
    };
    return this.#raise(watching, key, { account, alert, isPublished: false });
  }

  async #raise(watching: Watching, key: string, raised: StoredAlert): Promise<void> {
    const isFull = watching.stored.size >= MOST_RAISED && countAt(watching.stored, raised.account) >= ALWAYS_RAISED;
    if (isFull && !this.#isFull)
      this.#options.logger.warn({ raised: MOST_RAISED }, 'Further alerts are not raised until others are cleared');
    this.#isFull = isFull;
    if (!isFull) await this.#change(watching, key, raised);
  }

  async #clear(watching: Watching, key: string, value: number | null): Promise<void> {
    const before = watching.stored.get(key);
    if (!before) return;
    const alert = { ...before.alert, value, clearedAt: this.#options.now().toISOString() };
    await this.#change(watching, key, { ...before, alert, isPublished: false });
  }

  async #change(watching: Watching, key: string, next: StoredAlert): Promise<void> {
    const { store, logger } = this.#options;
    const isChanged = await store.change(key, watching.stored.get(key) ?? null, next);
    // The gateway that changed it has reported it; the watch begins again with the stored alerts.
    if (!isChanged) throw new Error('The alert was changed by another gateway');
    watching.stored.set(key, next);
    const { rule, value, clearedAt } = next.alert;
    logger.info({ rule, account: next.account, value }, `An alert was ${clearedAt === null ? 'raised' : 'cleared'}`);
    await this.#publish(watching, key, next);
  }

  async #publish({ stored }: Watching, key: string, next: StoredAlert): Promise<void> {
    const marked = await this.#options.store.publish(key, next);
    if (marked) stored.set(key, marked);
    else stored.delete(key);
  }
}
