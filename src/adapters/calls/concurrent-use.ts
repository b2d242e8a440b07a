import { CrosspointError } from '../errors.ts';
import type { AdapterDependencies } from '../vendor.ts';

/** Sessions of one user that others ended within the period before it counts as used elsewhere: one call is tried twice. */
const MOST = 2;
const PERIOD = 10 * 60_000;

/** Finds that another program uses the credentials of an account, by calls that the vendor denied because of its session. */
export class ConcurrentUse {
  /** Calls denied because of another session, since the start. */
  denied = 0;
  /** Milliseconds since 1970 of the last denials, by user. */
  readonly #lately = new Map<string, readonly number[]>();

  constructor(
    private readonly account: string,
    private readonly dependencies: Pick<AdapterDependencies, 'log' | 'now'>,
  ) {}

  /** A call of the user was denied. */
  record(user: string): void {
    this.denied += 1;
    const before = this.#denials(user);
    const now = [...before, this.dependencies.now().getTime()].slice(-(MOST + 1));
    this.#lately.set(user, now);
    if (before.length > MOST || now.length <= MOST) return;
    const { log } = this.dependencies;
    log.warn({ account: this.account, user, denied: this.denied }, 'Another program uses this user; give it its own');
  }

  /** The problem while a user is used elsewhere, or null. */
  get problem(): CrosspointError | null {
    const users = [...this.#lately.keys()].filter((user) => this.#denials(user).length > MOST);
    if (users.length === 0) return null;
    const message = `Another program uses the credentials of this account (${users.length} of its users); give it separate users`;
    return new CrosspointError('FAILED_PRECONDITION', message, { account: this.account });
  }

  #denials(user: string): readonly number[] {
    const since = this.dependencies.now().getTime() - PERIOD;
    return (this.#lately.get(user) ?? []).filter((at) => at > since);
  }
}
