import type { EventRecord } from '../../adapter.ts';

/** The status of an account by its event stream. */
export class RecorderStatus {
  private isDown = false;

  constructor(
    private readonly account: string,
    private readonly now: () => Date,
  ) {}

  /** The event of the status, where it changes. */
  change(status: 'UP' | 'DOWN'): EventRecord[] {
    if (this.isDown === (status === 'DOWN')) return [];
    this.isDown = status === 'DOWN';
    const { account } = this;
    const at = this.now().toISOString();
    const about = { account, subject: account, occurredAt: at, receivedAt: at };
    return [{ kind: 'ACCOUNT', status, fingerprint: `account|${status}|${at}`, ...about }];
  }
}
