import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkedSignal } from '../adapters/calls/deadline.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import { type AlertRule, thresholdOf } from '../config/alerts.ts';
import { type BackOff, backOffMs } from '../storage/back-off.ts';
import type { Lease } from '../storage/lease.ts';
import type { AlertStore, StoredAlert } from './alert-store.ts';
import { AlertCondition } from './condition.ts';
import { type GroupFigures, isWatched, type Watched, watchedOf } from './watched.ts';

/** Reads the figures of a rule at an account. */
export type ReadFigures = (rule: AlertRule, account: string) => Promise<GroupFigures>;

/** Options of a monitor. */
interface AlertMonitorOptions {
  readonly rules: readonly AlertRule[];
  readonly store: AlertStore;
  readonly logger: Log;
  readonly lease?: Lease | undefined;
  /** The accounts of rules that name none. */
  accounts(): readonly string[];
  /** Makes the reader of one round. */
  reader(): ReadFigures;
  /** The value of a figure of a group that has no calls and agents. */
  emptyValue(rule: AlertRule): number | null;
  readonly now: () => Date;
  /** Milliseconds of a clock that only runs forward. */
  readonly uptime?: () => number;
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;
const RESTART: BackOff = { first: 1_000, most: 30_000 };
/** Alerts that may be raised at a time; further ones are not raised. */
const MOST_RAISED = 1_000;

/** The state of a gateway that applies the rules. */
interface Watching {
  readonly stored: Map<string, StoredAlert>;
  /** Conditions that began to hold, or not to hold, and not for long enough. */
  readonly pending: Map<string, AlertCondition>;
}

/** Raises and clears the alerts of the configured rules; of several gateways one does. */
export class AlertMonitor {
  readonly #options: AlertMonitorOptions;
  readonly #stopping = new AbortController();
  #rules: readonly AlertRule[];
  /** Rules that cannot be applied, with the reason. */
  readonly #failing = new Map<string, string>();
  #isFull = false;
  /** Interruptions of the watch since its last look. */
  #interruptions = 0;
  #isConfigured = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(options: AlertMonitorOptions) {
    this.#options = options;
    this.#rules = options.rules;
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
  configure(rules: readonly AlertRule[]): void {
    this.#rules = rules;
    this.#isConfigured.abort();
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
      await sleep(backOffMs(this.#interruptions, RESTART), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Waits until there is a rule, or an alert of a former one that has to be cleared. */
  async #untilNeeded(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#isConfigured = new AbortController();
      if (this.#rules.length > 0 || (await this.#options.store.load()).size > 0) return;
      const either = linkedSignal(signal, this.#isConfigured.signal);
      if (!either.signal.aborted) await once(either.signal, 'abort');
      either.clear();
    }
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { store, everyMs = EVERY_MS } = this.#options;
    const watching: Watching = { stored: await store.load(), pending: new Map() };
    while (!signal.aborted) {
      await this.#look(watching, signal);
      this.#interruptions = 0;
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #look(watching: Watching, signal: AbortSignal): Promise<void> {
    for (const [key, stored] of watching.stored) if (!stored.isPublished) await this.#publish(watching, key, stored);
    const read = this.#options.reader();
    const rules = this.#rules.filter(({ enabled }) => enabled);
    for (const rule of rules) {
      const due = await this.#due(watching, rule, read);
      if (signal.aborted) return;
      for (const watched of due) await this.#turn(watching, watched);
    }
    for (const key of [...watching.stored.keys()])
      if (!rules.some((rule) => isWatched(rule, this.#accountsOf(rule), key))) await this.#clear(watching, key, null);
  }

  #accountsOf({ accounts }: AlertRule): readonly string[] {
    return accounts ?? this.#options.accounts();
  }

  /** The figures whose alerts have to change. A rule that cannot be applied keeps its alerts and costs only itself. */
  async #due(watching: Watching, rule: AlertRule, read: ReadFigures): Promise<Watched[]> {
    try {
      const due: Watched[] = [];
      for (const account of this.#accountsOf(rule)) {
        const figures = await read(rule, account);
        due.push(...this.#watched(watching, rule, account, figures).filter((one) => this.#isDue(watching, one)));
      }
      this.#failing.delete(rule.id);
      return due;
    } catch (thrown) {
      const { message: reason } = asCrosspointError(thrown);
      if (this.#failing.get(rule.id) !== reason)
        this.#options.logger.error({ cause: thrown, rule: rule.id, reason }, 'The rule of an alert cannot be applied');
      this.#failing.set(rule.id, reason);
      return [];
    }
  }

  #watched({ stored, pending }: Watching, rule: AlertRule, account: string, figures: GroupFigures): Watched[] {
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
    const isFull = watching.stored.size >= MOST_RAISED;
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
