import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Cursors } from '../subscriptions/cursor.ts';
import { type Lookup, matcher } from '../subscriptions/filter.ts';
import type { Hub } from '../subscriptions/hub.ts';
import type { Lease } from '../subscriptions/runner.ts';
import { Delivery } from './delivery.ts';
import { Sender } from './sender.ts';
import type { WebhookSettings } from './settings.ts';

/** What webhooks read and how they are shared among gateways. */
export interface WebhooksOptions {
  readonly webhooks: readonly WebhookSettings[];
  readonly hub: Hub;
  readonly cursors: Cursors;
  readonly logger: Log;
  readonly lease?: Lease | undefined;
}

const nothingById = () => {
  throw new CrosspointError('UNSUPPORTED', 'A webhook is not filtered by ids');
};
const NO_IDS: Lookup = { agent: nothingById, campaign: nothingById, source: nothingById, accountsOf: () => [] };

/** Tells partners what happens; of several gateways one serves each webhook. */
export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #stopping = new AbortController();
  readonly #sender = new Sender();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  start(): void {
    const { webhooks, logger } = this.#options;
    const running = webhooks
      .filter(({ enabled }) => enabled)
      .map((webhook) =>
        this.#serve(webhook).catch((cause: unknown) => logger.error({ cause, webhook: webhook.id }, 'A webhook ended')),
      );
    this.#running = Promise.all(running);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#sender.close();
  }

  async #serve({ id, filter, retrySeconds, ...target }: WebhookSettings): Promise<void> {
    const { lease, hub, cursors, logger } = this.#options;
    const { signal } = this.#stopping;
    const matches = await matcher(filter, NO_IDS);
    const schedule = retrySeconds.map((seconds) => seconds * 1000);
    const run = (held: AbortSignal) =>
      new Delivery({ ...target, id, hub, cursors, logger, sender: this.#sender, matches, schedule }).run(held);
    await (lease ? lease.hold(`webhook:${id}`, run, signal) : run(signal));
  }
}
