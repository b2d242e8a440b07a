/** Clients of the gateways: subscribers that continue at their cursor, and callers that repeat an act until it is answered. */
import { writeId } from '../../src/access/global-id.ts';
import { actOn } from '../../src/resolvers/acts/target-acts.ts';
import type { SubscriptionRequest } from '../../src/subscriptions/request.ts';
import type { SimulatedEnvironment } from './current.ts';
import { CALLER, type SimulatedGateway } from './gateway.ts';
import type { Connection } from './network.ts';

const RETRY_MS = { least: 100, most: 1_500 };
/** Milliseconds that a caller waits for an answer. */
const ANSWER_DEADLINE_MS = 20_000;

/** A connection of a client to a gateway that is up; null where none can be had. */
function connectTo(
  { network }: SimulatedEnvironment,
  node: string,
  gateway: SimulatedGateway,
  onClose: { client(): void; gateway(): void },
): Connection | null {
  if (!gateway.isUp) return null;
  return network.connect(
    { node, host: null, onClose: onClose.client },
    { node: gateway.name, host: gateway.host, onClose: onClose.gateway },
  );
}

/** A subscriber. It notes the place of every event it received, in their order. */
export class Subscriber {
  readonly received: string[] = [];
  readonly refusals: string[] = [];
  #cursor: string | null = null;
  #connection: Connection | null = null;

  constructor(
    readonly name: string,
    readonly wanted: SubscriptionRequest['wanted'],
    private readonly environment: SimulatedEnvironment,
    private readonly gateways: readonly SimulatedGateway[],
  ) {}

  connect(): void {
    const { clock, random } = this.environment;
    const again = () => void clock.after(random.between(RETRY_MS.least, RETRY_MS.most), null, () => this.connect());
    const gateway = random.pick(this.gateways);
    const ending: { stop?: () => void } = {};
    const connection = connectTo(this.environment, this.name, gateway, {
      client: again,
      gateway: () => ending.stop?.(),
    });
    this.#connection = connection;
    if (!connection) {
      again();
      return;
    }
    const after = this.#cursor;
    connection.send(0, () => void this.#serve(gateway, connection, after, ending));
  }

  /** Breaks the connection, as a client on the road does. */
  disconnect(): void {
    this.#connection?.reset();
  }

  /** Runs at the gateway. */
  async #serve(
    gateway: SimulatedGateway,
    connection: Connection,
    after: string | null,
    ending: { stop?: () => void },
  ): Promise<void> {
    const context = gateway.context(this.name);
    const cursors = gateway.engine?.cursors;
    if (!context || !cursors) return connection.reset();
    try {
      const given = { viewer: CALLER, wanted: this.wanted, after: after ?? cursors.write('0') };
      const stream = await context.subscriptions.subscribe(given);
      ending.stop = () => void stream.return?.();
      if (!connection.open) ending.stop();
      for await (const { event } of stream) {
        const { cursor } = event;
        const place = `${cursors.read(cursor)} ${(event as { kind?: string }).kind ?? ''}`;
        connection.send(1, () => this.#take(cursor, place));
      }
    } catch (thrown) {
      const { message } = thrown as Error;
      connection.send(1, () => this.#refused(message));
    }
    connection.reset();
  }

  #take(cursor: string, place: string): void {
    this.#cursor = cursor;
    this.received.push(place);
    this.environment.clock.note(`${this.name} ${place}`);
  }

  #refused(message: string): void {
    if (!/does not answer/.test(message)) this.refusals.push(message);
    if (/later than the newest event/.test(message)) this.#cursor = null;
  }
}

/** What became of one attempt: the code of its answer, or that none came. */
export type AnswerCode = 'OK' | 'no answer' | (string & {});

/** An act under a key, by a caller that sends it again until it is answered. */
export class ActOfCaller {
  readonly answers: AnswerCode[] = [];
  /** Which processes ran its attempts, in their order. */
  readonly hosts: string[] = [];
  #left: number;

  constructor(
    readonly key: string,
    readonly account: string,
    private readonly environment: SimulatedEnvironment,
    private readonly gateways: readonly SimulatedGateway[],
  ) {
    // Some callers do not notice that they were answered.
    this.#left = environment.random.chance(0.4) ? 1 : 0;
  }

  attempt(): void {
    const { clock, random } = this.environment;
    const again = () => void clock.after(random.between(RETRY_MS.least, RETRY_MS.most), null, () => this.attempt());
    const gateway = random.pick(this.gateways);
    let isOver = false;
    const end = (code: AnswerCode) => {
      if (isOver) return;
      isOver = true;
      this.answers.push(code);
      clock.note(`${this.key} ${code}`);
      connection?.reset();
      const isFinal = code !== 'no answer' && !['UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED'].includes(code);
      if (!isFinal) return again();
      this.#left -= 1;
      if (this.#left >= 0) again();
    };
    const onClose = { client: () => end('no answer'), gateway() {} };
    const connection = connectTo(this.environment, 'caller', gateway, onClose);
    if (!connection) {
      again();
      return;
    }
    clock.after(ANSWER_DEADLINE_MS, null, () => end('no answer'));
    this.hosts.push(gateway.host?.name ?? '');
    connection.send(0, () => {
      const context = gateway.context(this.key);
      if (!context) return connection.reset();
      const input = { id: writeId('Campaign', this.account, this.key), idempotencyKey: this.key };
      actOn(context, 'campaignStart', input).then(
        ({ userErrors }) => connection.send(1, () => end(userErrors[0]?.code ?? 'OK')),
        (thrown: unknown) => connection.send(1, () => end(`thrown ${(thrown as Error).message}`)),
      );
    });
  }
}
