import { mayUseAccount, readAccounts, type StoredAccounts } from '../access/caller.ts';
import type { Watchable } from '../adapters/adapter.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { WebhookSettings } from '../config/webhooks.ts';
import { type BackOff, backOffMs, pauseFor } from '../storage/back-off.ts';
import type { Lease } from '../storage/lease.ts';
import type { Hub } from '../subscriptions/deliver/hub.ts';
import type { VendorOf } from '../subscriptions/deliver/visibility.ts';
import type { Cursors } from '../subscriptions/log/cursor.ts';
import { WATCHABLE } from '../subscriptions/request.ts';
import { type Allows, publicAnd } from './address.ts';
import { Definitions, type EventSelection } from './definition.ts';
import { type Deliveries, Delivery } from './delivery.ts';
import { configuredPolicy, configuredTarget, createdPolicy, createdTarget, type DeliveryPolicy } from './policy.ts';
import { type DeliveryTarget, Sender } from './sender.ts';

interface WebhooksOptions {
  /** Those of the configuration. */
  readonly webhooks: readonly WebhookSettings[];
  /** Private networks that webhooks made over GraphQL may reach. */
  readonly networks?: readonly string[];
  readonly hub: Hub;
  readonly cursors: Cursors;
  readonly logger: Log;
  readonly vendorOf: VendorOf;
  readonly lease?: Lease | undefined;
  /** Has these kinds watched until the answered function is called. */
  watch?(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): () => void;
}

/** One webhook being served. */
interface Served {
  policy: DeliveryPolicy;
  /** Whether the definition has changed. */
  text: string;
  delivery?: Delivery;
  unwatch: () => void;
  readonly stop: AbortController;
  ended: Promise<void>;
}

/** One webhook as it should be served. */
interface Wanted {
  readonly text: string;
  readonly filter: EventSelection;
  /** The accounts whose events it may deliver. */
  readonly accounts: StoredAccounts;
  make(): Promise<DeliveryPolicy>;
}

/** A webhook that cannot be served, by its definition's text. */
interface InvalidWebhook {
  readonly text: string;
  readonly reason: string;
  readonly at: string;
}

/** Milliseconds between two looks for what was changed at another gateway. */
const LOOK_EVERY = 1_000;
/** The pauses before a webhook that was interrupted is served again. */
const RESTART: BackOff = { first: 1_000, most: 60_000 };
/** Milliseconds a partner may take to answer. */
const DELIVERY_TIMEOUT_MS = 15_000;

/** The key of a webhook made over GraphQL; those of the configuration have their ids, which hold no slash. */
export function createdKey(id: string): string {
  return `created/${id}`;
}

/** Delivers events to partners; of several gateways one serves each webhook. */
export class Webhooks {
  readonly definitions: Definitions;
  readonly #options: WebhooksOptions;
  readonly #stopping = new AbortController();
  readonly #invalid = new Map<string, InvalidWebhook>();
  #unreadable: ReadonlySet<string> = new Set();
  /** The webhooks of the configuration. */
  configured: readonly WebhookSettings[];
  /** Which addresses webhooks made over GraphQL may reach. */
  allows: Allows;
  readonly #served = new Map<string, Served>();
  #looking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WebhooksOptions) {
    this.#options = options;
    this.configured = options.webhooks;
    this.allows = publicAnd(options.networks ?? []);
    this.definitions = new Definitions(options.hub.log);
  }

  start(): void {
    void this.look();
    if (this.#options.lease) this.#timer = setInterval(() => void this.look(), LOOK_EVERY);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#looking;
    for (const { stop } of this.#served.values()) stop.abort();
    await Promise.all([...this.#served.values()].map(({ ended }) => ended));
  }

  /** Serves these webhooks of the configuration instead, and lets those made over GraphQL reach these networks. */
  configure(webhooks: readonly WebhookSettings[], networks: readonly string[]): Promise<void> {
    this.configured = webhooks;
    this.allows = publicAnd(networks);
    return this.look();
  }

  /** Sees what was changed: begins, changes and ends what is served, and has replay requests applied. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((cause: unknown) => this.#options.logger.warn({ cause }, 'The webhooks cannot be read now'));
    return this.#looking;
  }

  /** Why and since when a webhook is disabled; null while it is served or off by its definition. */
  invalid(key: string): { readonly reason: string; readonly at: string } | null {
    return this.#invalid.get(key) ?? null;
  }

  /** Where the webhook of a key sends to; null for an unknown key. */
  async targetOf(key: string): Promise<DeliveryTarget | null> {
    const configured = this.configured.find(({ id }) => id === key);
    if (configured) return configuredTarget(configured);
    const { definitions } = await this.definitions.load();
    const created = definitions.find(({ id }) => createdKey(id) === key);
    return created ? createdTarget(created) : null;
  }

  /** The counts of each webhook that is served here, by its key. */
  counts(): ReadonlyMap<string, Deliveries> {
    const served = [...this.#served].flatMap(([key, { delivery }]) =>
      delivery ? [[key, delivery.counts] as const] : [],
    );
    return new Map(served);
  }

  /** Applies the replay requests of a webhook now, if this gateway serves it. */
  applyReplays(key: string): void {
    this.#served.get(key)?.delivery?.look();
  }

  async #look(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const wanted = new Map<string, Wanted>();
    for (const webhook of this.configured.filter(({ enabled }) => enabled)) {
      const make = () => configuredPolicy(webhook);
      wanted.set(webhook.id, { ...webhook, text: JSON.stringify(webhook), accounts: 'all', make });
    }
    const { definitions, unreadable } = await this.definitions.load();
    this.#logUnreadable(unreadable);
    for (const definition of definitions.filter(({ enabled }) => enabled)) {
      const make = () => createdPolicy(definition, this.#options.vendorOf);
      wanted.set(createdKey(definition.id), { ...definition, text: JSON.stringify(definition), make });
    }
    for (const [key, served] of this.#served) if (!wanted.has(key)) await this.#end(key, served);
    for (const key of this.#invalid.keys()) if (!wanted.has(key)) this.#invalid.delete(key);
    for (const [key, one] of wanted) await this.#apply(key, one);
  }

  /** Logs once which stored webhooks cannot be read; they are left out, and a caller of all accounts can delete them. */
  #logUnreadable(ids: readonly string[]): void {
    for (const id of ids.filter((id) => !this.#unreadable.has(id)))
      this.#options.logger.error(
        { webhook: createdKey(id) },
        'A stored webhook cannot be read and is not served; delete it',
      );
    this.#unreadable = new Set(ids);
  }

  /** Serves a webhook as it is defined now. One that cannot be served is disabled alone; the others continue. */
  async #apply(key: string, wanted: Wanted): Promise<void> {
    const served = this.#served.get(key);
    if (served?.text === wanted.text || this.#invalid.get(key)?.text === wanted.text) return;
    try {
      if (served) await this.#change(served, wanted);
      else await this.#begin(key, wanted);
      this.#invalid.delete(key);
    } catch (thrown) {
      const { message: reason } = asCrosspointError(thrown);
      this.#options.logger.error({ cause: thrown, webhook: key }, 'A webhook is disabled, since it cannot be served');
      this.#invalid.set(key, { text: wanted.text, reason, at: new Date().toISOString() });
      if (served) await this.#end(key, served);
    }
  }

  async #change(served: Served, wanted: Wanted): Promise<void> {
    const { unwatch } = served;
    Object.assign(served, { text: wanted.text, policy: await wanted.make(), unwatch: this.#watch(wanted) });
    unwatch();
  }

  /** A webhook whose events need a watch counts as a listener, as a subscriber does. */
  #watch({ filter, accounts }: Wanted): () => void {
    const kinds = WATCHABLE.filter((kind) => filter.kinds?.includes(kind) ?? true) as Watchable[];
    const viewer = { accounts: readAccounts(accounts) };
    const chosen = filter.accounts?.filter((account) => mayUseAccount(viewer, account)) ?? accounts;
    const nothing = () => undefined;
    return (kinds.length > 0 && this.#options.watch?.(kinds, readAccounts(chosen))) || nothing;
  }

  async #end(key: string, { stop, ended, unwatch }: Served): Promise<void> {
    this.#served.delete(key);
    unwatch();
    stop.abort();
    await ended;
  }

  async #begin(key: string, wanted: Wanted): Promise<void> {
    const [policy, unwatch] = [await wanted.make(), this.#watch(wanted)];
    const served: Served = {
      ...{ policy, unwatch, text: wanted.text, stop: new AbortController() },
      ended: Promise.resolve(),
    };
    this.#served.set(key, served);
    served.ended = this.#serve(key, served);
  }

  /** Serves a webhook until the signal, and restarts it after errors. */
  async #serve(key: string, served: Served): Promise<void> {
    const { lease, hub, cursors, logger } = this.#options;
    const { signal } = served.stop;
    const sender = new Sender(DELIVERY_TIMEOUT_MS, (...asked) => this.allows(...asked));
    const run = async (leased: AbortSignal) => {
      const parts = { key, hub, cursors, logger, sender };
      served.delivery = new Delivery({ ...parts, policy: () => served.policy });
      await served.delivery.run(leased);
      served.delivery = undefined;
    };
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        await (lease ? lease.hold(`webhook:${key}`, run, signal) : run(signal));
      } catch (cause) {
        logger.error({ cause, webhook: key }, 'A webhook was interrupted');
      }
      await pauseFor(backOffMs(failures, RESTART), signal);
    }
    await sender.close();
  }
}
