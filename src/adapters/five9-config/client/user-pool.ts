import { onAbort } from '../../calls/abort.ts';
import { CrosspointError } from '../../errors.ts';

/** A turn at one of the users; give it back when the call is over. */
export interface Turn<User> {
  readonly user: User;
  /** Gives the user back. */
  done(): void;
  /** Keeps the user away from everybody for this many milliseconds before giving it back. */
  rest(milliseconds: number): void;
}

interface Waiting<User> {
  readonly long: boolean;
  take(user: User): void;
}

/** How one waits for a turn. */
export interface TurnOptions {
  /** The call lets the server wait; such calls never take the last free user. */
  readonly long?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait at most. */
  readonly deadline: number;
}

/**
 * Five9 refuses a second request of a user while one is running (guide p. 18), so each user serves one call at a time.
 * Callers are served in the order they came; calls that let the server wait leave one user for the rest.
 */
export class UserPool<User> {
  readonly #free: User[];
  readonly #size: number;
  readonly #waiting: Waiting<User>[] = [];
  #long = 0;

  constructor(users: readonly User[]) {
    this.#free = [...users];
    this.#size = users.length;
  }

  /** Whether a call may let the server wait without keeping everyone else from it. */
  get canWait(): boolean {
    return this.#size > 1;
  }

  /** Whether a turn can be had at once. */
  get isQuiet(): boolean {
    return this.#free.length > 0 && this.#waiting.length === 0;
  }

  /** Waits for a turn; rejects with UNAVAILABLE at the deadline, since nothing was sent, and at once when aborted. */
  turn({ long = false, signal, deadline }: TurnOptions): Promise<Turn<User>> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiting: Waiting<User> = {
        long,
        take: (user) => {
          stop();
          const done = once(() => this.#back(user, long));
          resolve({ user, done, rest: (milliseconds) => void setTimeout(done, milliseconds).unref() });
        },
      };
      const leave = (error: unknown) => {
        stop();
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(error);
      };
      const aborted = () => leave(signal?.reason);
      const timer = setTimeout(() => leave(busy()), deadline);
      const stop = () => {
        clearTimeout(timer);
        forget();
      };
      const forget = signal ? onAbort(signal, aborted) : () => {};
      this.#waiting.push(waiting);
      this.#serve();
    });
  }

  #back(user: User, long: boolean): void {
    if (long) this.#long -= 1;
    this.#free.push(user);
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#nextServed(); next; next = this.#nextServed()) {
      const user = this.#free.shift();
      if (user === undefined) return;
      if (next.long) this.#long += 1;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      next.take(user);
    }
  }

  #nextServed(): Waiting<User> | undefined {
    if (!this.#free.length) return undefined;
    const room = this.#long < Math.max(1, this.#size - 1);
    return this.#waiting.find(({ long }) => !long || room);
  }
}

function busy(): CrosspointError {
  return new CrosspointError('UNAVAILABLE', "All of the account's users are busy; the call was not sent");
}

function once(run: () => void): () => void {
  let ran = false;
  return () => {
    if (!ran) run();
    ran = true;
  };
}
