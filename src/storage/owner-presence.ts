import { type RedisClient, redisErrorCode } from './redis-connection.ts';

/** Milliseconds between two questions for the subscribers of the owners' channels. */
const ASK_EVERY_MS = 120;
/** Milliseconds without its subscription after which an owner counts as gone. */
const GONE_AFTER_MS = 600;
/** Milliseconds without its subscription after which an owner ends its work; earlier than others take its leases. */
const ENDS_AFTER_MS = 300;
/** Milliseconds without another gateway after which one counts as the only one. */
const ALONE_AFTER_MS = 2_000;
/** Milliseconds for which an owner is asked for after the last interest in it. */
const WATCHED_MS = 5_000;
/** Ends the id of an owner that others may watch; an owner of an older version has none. */
const WATCHED = '+';

/** The connections and the callbacks of a presence. */
interface PresenceOptions {
  /** Answers questions. */
  readonly redis: RedisClient;
  /** Has the subscription. */
  readonly listener: RedisClient;
  /** Begins the names of the owners' channels. */
  readonly prefix: string;
  /** A channel that every gateway is subscribed to. */
  readonly common: string;
  readonly owner: string;
  /** Milliseconds after which a lease that is not renewed expires. */
  readonly lasting: number;
  /** Whether Redis counts the subscribers of a channel in one place, which a cluster does not. */
  readonly countsSubscribers: boolean;
  /** This owner has had no subscription for so long that others, of which there were some, may take what it holds. */
  onAbsent(): void;
  /** This owner is present again, or another one is gone. */
  onChange(): void;
}

/** Another owner: since when it was seen, and since when it has no subscription. */
interface Watched {
  wantedAt: number;
  absentSince: number | null;
}

/**
 * Shows other gateways that this one lives, by a subscription that Redis ends together with the process, and finds those that
 * are gone, before their leases expire.
 */
export class OwnerPresence {
  /** The id of this owner: marked where others can watch it. Known once `settled` resolves. */
  owner: string;
  /** Resolves when it is known whether others can watch this owner. */
  readonly settled: Promise<void>;
  readonly #options: PresenceOptions;
  readonly #watched = new Map<string, Watched>();
  #isWatchable: boolean;
  /** Since when this gateway was the only one at each answer. */
  #aloneSince: number | null = null;
  /** When it last marked itself in Redis as the only one. */
  #markedAt: number | null = null;
  #canAsk: boolean;
  /** Since when it has its subscription. */
  #subscribedAt: number | null = null;
  #absence: NodeJS.Timeout | undefined;
  #asking: NodeJS.Timeout | undefined;
  #isClosed = false;
  #settle: () => void = () => {};

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.owner = options.owner;
    this.#isWatchable = options.countsSubscribers;
    this.#canAsk = options.countsSubscribers;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    if (options.countsSubscribers) {
      options.listener.on('ready', () => void this.#subscribe());
      options.listener.on('close', () => this.#lost());
    } else this.#settle();
  }

  /** Whether this owner may take leases: others see it, or cannot watch any. */
  get isPresent(): boolean {
    return this.#subscribedAt !== null || !this.#isWatchable;
  }

  channelOf(owner: string): string {
    return `${this.#options.prefix}${owner}`;
  }

  /** The key that marks an owner as the only gateway, which keeps its leases while it is cut off from Redis. */
  markOf(owner: string): string {
    return `${this.channelOf(owner)}:alone`;
  }

  /** Begins to ask for an owner, or continues. */
  watch(owner: string): void {
    if (!owner.endsWith(WATCHED)) return;
    const wantedAt = performance.now();
    const known = this.#watched.get(owner);
    if (known) known.wantedAt = wantedAt;
    else this.#watched.set(owner, { wantedAt, absentSince: null });
    this.#askLater();
  }

  /** Whether an owner that is watched has had no subscription for so long that it does not work any more. */
  isGone(owner: string | undefined): boolean {
    const since = owner === undefined ? null : (this.#watched.get(owner)?.absentSince ?? null);
    return since !== null && performance.now() - since >= GONE_AFTER_MS;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#absence);
    clearTimeout(this.#asking);
    this.#settle();
  }

  async #subscribe(): Promise<void> {
    const { listener, owner, onChange } = this.#options;
    try {
      await listener.subscribe(this.channelOf(owner + WATCHED));
    } catch (thrown) {
      // Leases then change hands when they expire.
      if (redisErrorCode(thrown as Error) === 'NOPERM') this.#isWatchable = false;
      if (!this.#isWatchable) this.#settle();
      return;
    }
    if (listener.status !== 'ready' || this.#isClosed) return;
    clearTimeout(this.#absence);
    this.#absence = undefined;
    // Others may still be connecting again.
    this.#unmark();
    this.#subscribedAt = performance.now();
    this.owner = owner + WATCHED;
    this.#settle();
    this.#askLater();
    onChange();
  }

  #lost(): void {
    this.#subscribedAt = null;
    if (this.#absence || this.#isClosed || !this.#isWatchable) return;
    this.#absence = setTimeout(() => this.#absent(), ENDS_AFTER_MS).unref();
  }

  /** The leases of a gateway that is marked are taken by no other before they expire; it ends their work by then. */
  #absent(): void {
    const outlivesLeases = this.#markedAt !== null && performance.now() - this.#markedAt < this.#options.lasting;
    if (!outlivesLeases) this.#options.onAbsent();
  }

  async #mark(asked: number): Promise<void> {
    const { redis, lasting } = this.#options;
    this.#aloneSince ??= asked;
    const since = this.#aloneSince;
    const isDue = this.#markedAt === null || asked - this.#markedAt > lasting / 3;
    if (asked - since < ALONE_AFTER_MS || !isDue) return;
    const answer = await redis.set(this.markOf(this.owner), 1, 'PX', lasting * 2).catch(() => null);
    if (answer !== null && this.#aloneSince === since) this.#markedAt = asked;
  }

  #unmark(): void {
    const mayBeMarked = this.#aloneSince !== null;
    this.#aloneSince = null;
    this.#markedAt = null;
    if (mayBeMarked) this.#options.redis.del(this.markOf(this.owner)).catch(() => undefined);
  }

  #askLater(): void {
    if (this.#isClosed || !this.#canAsk) return;
    this.#asking ??= setTimeout(() => void this.#ask(), ASK_EVERY_MS).unref();
  }

  async #ask(): Promise<void> {
    const { redis, common } = this.#options;
    const asked = performance.now();
    for (const [owner, { wantedAt }] of this.#watched) if (wantedAt < asked - WATCHED_MS) this.#watched.delete(owner);
    const owners = [this.owner, ...this.#watched.keys()];
    const channels = [common, ...owners.map((owner) => this.channelOf(owner))];
    const answer = await redis.pubsub('NUMSUB', ...channels).catch((thrown: Error) => this.#unknown(thrown));
    const [gateways, ...subscribers] = channels.map((_, at) => answer?.[at * 2 + 1]);
    if (answer && gateways === 1) await this.#mark(asked);
    else if (answer) this.#unmark();
    this.#asking = undefined;
    for (const [at, owner] of owners.entries()) this.#note(owner, subscribers[at], asked);
    this.#askLater();
  }

  #unknown(thrown: Error): null {
    if (redisErrorCode(thrown) === 'NOPERM') this.#canAsk = false;
    return null;
  }

  #note(owner: string, subscribers: unknown, asked: number): void {
    const isAbsent = subscribers === 0;
    if (owner === this.owner) {
      if (isAbsent && this.#subscribedAt !== null && this.#subscribedAt < asked) this.#connectAgain();
      return;
    }
    const watched = this.#watched.get(owner);
    if (!watched) return;
    watched.absentSince = isAbsent ? (watched.absentSince ?? asked) : null;
    if (this.isGone(owner)) this.#options.onChange();
  }

  /** Redis has ended the subscription, or this connection leads to a former master. */
  #connectAgain(): void {
    this.#lost();
    this.#options.listener.disconnect(true);
  }
}
