/** The partner that receives the webhooks. */
import type { Host } from './clock.ts';
import type { SimulatedEnvironment } from './current.ts';

/** How a partner behaves for a while. */
export type Mood = 'takes' | 'refuses' | 'hangs' | 'loses answers' | 'is away';

/** A message that the partner was sent. */
export interface Received {
  readonly at: number;
  readonly id: string;
  readonly body: string;
  readonly status: number;
}

/** A partner that notes every message, in the order of their arrival. */
export class Partner {
  mood: Mood = 'takes';
  readonly received: Received[] = [];

  constructor(private readonly environment: () => SimulatedEnvironment) {}

  /** Posts a message from a gateway; resolves with the status. */
  post(host: Host | null, id: string, body: string, signal: AbortSignal | undefined): Promise<number> {
    const { clock, network } = this.environment();
    return new Promise((resolve, reject) => {
      const fail = (code: string) => reject(Object.assign(new Error(code), { code }));
      const abort = () => reject(signal?.reason);
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      const end = { node: host?.node ?? 'gateway', host, onClose: () => fail('ECONNRESET') };
      const other = { node: 'partner', host: null, onClose() {} };
      const connection = this.mood === 'is away' ? null : network.connect(end, other);
      if (!connection) return void clock.after(2, host, () => fail('ECONNREFUSED'));
      connection.send(0, () => {
        const status = this.#take(id, body);
        if (status === null) return;
        if (this.mood === 'loses answers') return connection.reset();
        connection.send(1, () => {
          signal?.removeEventListener('abort', abort);
          network.forget(connection);
          resolve(status);
        });
      });
    });
  }

  /** The status of the answer; null for none. */
  #take(id: string, body: string): number | null {
    if (this.mood === 'hangs') return null;
    const status = this.mood === 'refuses' ? 503 : 200;
    const { clock } = this.environment();
    this.received.push({ at: clock.now, id, body, status });
    clock.note(`webhook ${id} ${status}`);
    return status;
  }
}
