import { CrosspointError } from '../adapters/errors.ts';

/** Bytes of one file that is being written. */
interface Reservation {
  readonly bytes: number;
  /** Counts further bytes. Throws FAILED_PRECONDITION or RATE_LIMITED where they do not fit. */
  grow(bytes: number): void;
  /** Gives the bytes back, because the file is removed. */
  release(): void;
}

/** Counts the bytes of temporary files against a bound. */
export class DiskBudget {
  #used = 0;

  constructor(
    private readonly most: number,
    /** Removes a file that nothing needs; false where there is none. */
    private readonly makeRoom: () => boolean,
  ) {}

  /** Begins to count a file. */
  reserve(): Reservation {
    let counted = 0;
    return {
      get bytes() {
        return counted;
      },
      grow: (bytes) => {
        this.#take(bytes, counted + bytes);
        counted += bytes;
      },
      release: () => {
        this.release(counted);
        counted = 0;
      },
    };
  }

  /** Gives back the bytes of a file that is removed. */
  release(bytes: number): void {
    this.#used -= bytes;
  }

  #take(bytes: number, total: number): void {
    while (this.#used + bytes > this.most && this.makeRoom()) {
      // Each round has removed a file.
    }
    if (this.#used + bytes > this.most) throw this.#refusal(total);
    this.#used += bytes;
  }

  #refusal(bytes: number): CrosspointError {
    const details = { limit: this.most, retryAfterSeconds: 5 };
    if (bytes > this.most)
      return new CrosspointError(
        'FAILED_PRECONDITION',
        `The recording is larger than ${this.most} bytes, media.diskBytes`,
        {
          details,
        },
      );
    return new CrosspointError('RATE_LIMITED', `Recordings take ${this.most} bytes of the disk, the most; try again`, {
      details,
    });
  }
}
