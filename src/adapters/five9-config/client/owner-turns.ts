/** The use that one owner of calls makes of the users of a pool. */
interface OwnerUse {
  /** Users that serve it, or rest after a call that it abandoned. */
  users: number;
  /** Turns of the pool that had begun when it had its latest. */
  servedAt: number;
  /** Milliseconds; for as long it is limited. */
  limitedUntil: number;
}

/** Milliseconds for which an owner that abandoned a call has a part of the users only. */
const LIMITED = 60_000;
/** The part of the users that it has then. */
const LIMITED_SHARE = 0.5;
const MOST_OWNERS = 1_000;

/** A request for a turn, and for which owner; calls that serve all callers have one owner together. */
export interface OwnedRequest {
  readonly owner?: string | undefined;
}

/**
 * Divides the turns at the users of a pool between the owners of calls: the owner that was served longest ago comes first. As
 * a user rests after a call that was abandoned, an owner that does so has half of the users for the next minute.
 */
export class OwnerTurns {
  readonly #uses = new Map<string, OwnerUse>();
  #turns = 0;

  constructor(private readonly now = () => performance.now()) {}

  /** The request to be served next; of one owner the first. */
  next<Request extends OwnedRequest>(requests: readonly Request[], users: number): Request | undefined {
    let next: Request | undefined;
    let servedAt = Number.POSITIVE_INFINITY;
    for (const request of requests) {
      const use = this.#uses.get(request.owner ?? '');
      const at = use?.servedAt ?? Number.NEGATIVE_INFINITY;
      if (at < servedAt && this.#hasRoom(use, users)) [next, servedAt] = [request, at];
    }
    return next;
  }

  /** Notes that a user begins to serve an owner; answers what notes the end, and what limits the owner. */
  begin({ owner = '' }: OwnedRequest): { end(): void; limit(): void } {
    const use = this.#uses.get(owner) ?? { users: 0, servedAt: 0, limitedUntil: Number.NEGATIVE_INFINITY };
    this.#uses.delete(owner);
    this.#uses.set(owner, use);
    this.#turns += 1;
    use.servedAt = this.#turns;
    use.users += 1;
    this.#forget();
    return {
      end() {
        use.users -= 1;
      },
      limit: () => {
        // Calls that serve all callers are not limited for one that left.
        if (owner !== '') use.limitedUntil = this.now() + LIMITED;
      },
    };
  }

  #hasRoom(use: OwnerUse | undefined, users: number): boolean {
    if (!use || use.limitedUntil <= this.now()) return true;
    return use.users < Math.max(1, Math.floor(users * LIMITED_SHARE));
  }

  /** Forgets the owner served longest ago, where there are many. */
  #forget(): void {
    const [oldest] = this.#uses.keys();
    if (this.#uses.size > MOST_OWNERS && oldest !== undefined) this.#uses.delete(oldest);
  }
}
