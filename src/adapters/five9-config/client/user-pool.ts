import { onAbort } from '../../calls/abort.ts';
import { CrosspointError } from '../../errors.ts';
import { type OwnedRequest, OwnerTurns } from './owner-turns.ts';

/** A turn at one of the users; give it back when the call is over. */
export interface Turn<User> {
  readonly user: User;
  /** Gives the user back. */
  done(): void;
  /** Gives the user back after this many milliseconds. */
  rest(milliseconds: number): void;
  /** Like `rest`, because the caller left its call, which limits that caller for a while. */
  abandon(milliseconds: number): void;
  /** Takes the user out of service for this many milliseconds, because its credentials were refused. */
  shutOut(milliseconds: number): void;
}

interface Waiting<User> extends Pick<TurnOptions, 'long' | 'act' | 'owner'> {
  take(user: User): void;
  refuse(error: CrosspointError): void;
}

/** A request for a turn. */
interface TurnOptions extends OwnedRequest {
  /** The call lets the server wait; such calls never take the last free user. */
  readonly long?: boolean;
  /** The call is a mutation, which precedes reads: running changes are finished before new work starts. */
  readonly act?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait at most. */
  readonly deadline: number;
}

/** Acts served before reads at most, so that acts never starve reads. */
const MOST_ACTS_BEFORE_READS = 4;

/**
 * Five9 refuses a second request of a user while one is running (guide p. 18), so each user serves one call at a
 * time. Calls that wait on the server leave one user for the others; a user with refused credentials serves none. The
 * owners of the calls are served in turns.
 */
export class UserPool<User> {
  readonly #free: User[];
  readonly #size: number;
  readonly #waiting: Waiting<User>[] = [];
  readonly #owners: OwnerTurns;
  #long = 0;
  #shutOut = 0;
  #actsInTurn = 0;

  constructor(users: readonly User[], now?: () => number) {
    this.#owners = new OwnerTurns(now);
    this.#free = [...users];
    this.#size = users.length;
  }

  /** Users in service. */
  get healthy(): number {
    return this.#size - this.#shutOut;
  }

  /** Whether a call may let the server wait without blocking every other call. */
  get canWait(): boolean {
    return this.healthy > 1;
  }

  /** Whether a turn can be had at once. */
  get isQuiet(): boolean {
    return this.#free.length > 0 && this.#waiting.length === 0;
  }

  /** Waits for a turn; rejects with UNAVAILABLE at the deadline, since nothing was sent, and at once when aborted. */
  turn({ long = false, act = false, owner, signal, deadline }: TurnOptions): Promise<Turn<User>> {
    signal?.throwIfAborted();
    if (!this.healthy) return Promise.reject(allRefused());
    return new Promise((resolve, reject) => {
      const waiting: Waiting<User> = {
        ...{ long, act, owner },
        take: (user) => {
          stop();
          resolve(this.#turnOf(user, waiting));
        },
        refuse: (error) => leave(error),
      };
      const leave = (error: unknown) => {
        stop();
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(error);
      };
      const timer = setTimeout(() => leave(busy()), deadline);
      const stop = () => {
        clearTimeout(timer);
        forget();
      };
      const forget = signal ? onAbort(signal, () => leave(signal.reason)) : () => {};
      this.#waiting.push(waiting);
      this.#serve();
    });
  }

  #turnOf(user: User, { long, owner }: Waiting<User>): Turn<User> {
    const use = this.#owners.begin({ owner });
    const free = () => {
      this.#free.push(user);
      this.#serve();
    };
    const back = () => {
      use.end();
      free();
    };
    const end = once((then: () => void) => {
      if (long) this.#long -= 1;
      then();
    });
    const rest = (milliseconds: number) => end(() => void setTimeout(back, milliseconds).unref());
    return {
      user,
      rest,
      done: () => end(back),
      abandon: (milliseconds) => {
        use.limit();
        rest(milliseconds);
      },
      shutOut: (milliseconds) =>
        end(() => {
          use.end();
          this.#exclude(free, milliseconds);
        }),
    };
  }

  #exclude(back: () => void, milliseconds: number): void {
    this.#shutOut += 1;
    const readmit = () => {
      this.#shutOut -= 1;
      back();
    };
    setTimeout(readmit, milliseconds).unref();
    if (!this.healthy) for (const waiting of [...this.#waiting]) waiting.refuse(allRefused());
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#nextServed(); next; next = this.#nextServed()) {
      const user = this.#free.shift();
      if (user === undefined) return;
      if (next.long) this.#long += 1;
      this.#actsInTurn = next.act ? this.#actsInTurn + 1 : 0;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      next.take(user);
    }
  }

  #nextServed(): Waiting<User> | undefined {
    if (!this.#free.length) return undefined;
    const room = this.#long < Math.max(1, this.healthy - 1);
    const isServable = ({ long }: Waiting<User>) => !long || room;
    const servable = this.#waiting.filter(isServable);
    const act = this.#owners.next(
      servable.filter((waiting) => waiting.act),
      this.#size,
    );
    const read = this.#owners.next(
      servable.filter((waiting) => !waiting.act),
      this.#size,
    );
    return act && (!read || this.#actsInTurn < MOST_ACTS_BEFORE_READS) ? act : read;
  }
}

function busy(): CrosspointError {
  return new CrosspointError('UNAVAILABLE', "All of the account's users are busy; the call was not sent");
}

function allRefused(): CrosspointError {
  const message =
    "The vendor refused the credentials of all the account's users; they are not used for a while because repeated refusals lock a user. Correct the account's `users` and reload the configuration";
  return new CrosspointError('PERMISSION_DENIED', message, { vendorCode: 'REFUSED_BEFORE' });
}

function once<Argument>(run: (argument: Argument) => void): (argument: Argument) => void {
  let ran = false;
  return (argument) => {
    if (!ran) run(argument);
    ran = true;
  };
}
