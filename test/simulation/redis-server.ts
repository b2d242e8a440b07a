/** A Redis server of the simulated world: one thread, connections, blocked reads, channels, restarts. */
import { TAKE } from '../../src/storage/lease-scripts.ts';
import { ADD_LINE } from '../../src/storage/redis-audit-store.ts';
import type { Clock, Host } from './clock.ts';
import type { Connection, Network } from './network.ts';
import { RedisData, type Reply } from './redis-data.ts';
import { SCRIPTS } from './redis-scripts.ts';

/** What a server sends on a connection. */
export interface Session {
  readonly connection: Connection;
  reply(id: number, answer: Reply | Error): void;
  publish(channel: string, text: string): void;
  readonly channels: Set<string>;
}

interface Blocked {
  readonly session: Session;
  readonly id: number;
  readonly key: string;
  readonly after: string;
  readonly count: number;
}

const WRITES = /^(set|del|pexpire|h(set|setnx|del)|z(add|rem)|x(add|del)|eval)$/;

/** The server. While it is down, nothing connects; a restart may forget what it had not written to its disk. */
export class RedisServer {
  up = true;
  /** Refuses writes, as a full Redis or one without its replicas does. */
  refusesWrites = false;
  /** Called with the node of a gateway that has just taken a lease. */
  onTaken: (node: string) => void = () => undefined;
  /** Called with the node of a gateway whose audit line was added, before the answer is sent. */
  onAudited: (node: string) => void = () => undefined;
  data: RedisData;
  readonly #sessions = new Set<Session>();
  readonly #blocked = new Set<Blocked>();
  #saved: RedisData | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly network: Network,
  ) {
    this.data = new RedisData(
      () => this.clock.now,
      (channel) => this.#subscribed(channel).length,
    );
  }

  /** Opens a connection from a node; null where the server cannot be reached. */
  connect(
    node: string,
    host: Host | null,
    client: { onClose(): void; reply: Session['reply']; publish: Session['publish'] },
  ): Session | null {
    if (!this.up) return null;
    const onClose = () => void this.#sessions.delete(session);
    const connection = this.network.connect(
      { node, host, onClose: client.onClose },
      { node: 'redis', host: null, onClose },
    );
    if (!connection) return null;
    const session: Session = {
      connection,
      channels: new Set(),
      reply: (id, answer) => connection.send(1, () => client.reply(id, answer)),
      publish: (channel, text) => connection.send(1, () => client.publish(channel, text)),
    };
    this.#sessions.add(session);
    return session;
  }

  /** Carries a command out, as it arrives. */
  receive(session: Session, id: number, name: string, given: readonly unknown[]): void {
    if (!this.up) return;
    try {
      const answer = this.#run(session, id, name, given);
      if (answer !== undefined) session.reply(id, answer);
    } catch (thrown) {
      session.reply(id, Object.assign(thrown as Error, { name: 'ReplyError' }));
    }
  }

  #run(session: Session, id: number, name: string, given: readonly unknown[]): Reply | undefined {
    if (this.refusesWrites && WRITES.test(name))
      throw new Error('OOM command not allowed when used memory > maxmemory');
    if (name === 'xread') return this.#xread(session, id, given.map(String));
    if (name === 'subscribe') {
      session.channels.add(String(given[0]));
      return 1;
    }
    if (name === 'ping') return 'PONG';
    if (name === 'publish') return this.#publish(String(given[0]), String(given[1]));
    if (name === 'eval') return this.#eval(session, given.map(String));
    const command = (this.data as unknown as Record<string, (...words: unknown[]) => Reply>)[name];
    if (!command) throw new Error(`ERR unknown command ${name}`);
    const answer = command.apply(this.data, given.flat() as unknown[]);
    if (name === 'xadd') this.#wake();
    return answer;
  }

  #eval({ connection }: Session, [text = '', count = '0', ...words]: string[]): Reply {
    const script = SCRIPTS.get(text);
    if (!script && text.includes("'TIME'")) return '1';
    if (!script) throw new Error('ERR this script is not modelled');
    const answer = script(this.data, words.slice(0, Number(count)), words.slice(Number(count)), this.clock.now);
    this.#wake();
    if (text === TAKE && Array.isArray(answer) && (answer[0] === 1 || answer[0] === 2))
      this.onTaken(connection.ends[0].node);
    if (text === ADD_LINE && answer === 1) this.onAudited(connection.ends[0].node);
    return answer;
  }

  #subscribed(channel: string): Session[] {
    return [...this.#sessions].filter(({ channels }) => channels.has(channel));
  }

  #publish(channel: string, text: string): number {
    const subscribed = this.#subscribed(channel);
    for (const session of subscribed) session.publish(channel, text);
    return subscribed.length;
  }

  /** XREAD COUNT n BLOCK ms STREAMS key id */
  #xread(session: Session, id: number, words: string[]): Reply | undefined {
    const option = (name: string) => words[words.indexOf(name) + 1] ?? '';
    const [key = '', after = ''] = words.slice(words.indexOf('STREAMS') + 1);
    const blocked: Blocked = { session, id, key, after, count: Number(option('COUNT')) };
    const found = this.#readBlocked(blocked);
    if (found || !words.includes('BLOCK')) return found;
    this.#blocked.add(blocked);
    this.clock.after(Number(option('BLOCK')), null, () => {
      if (this.#blocked.delete(blocked)) session.reply(id, null);
    });
    return undefined;
  }

  #readBlocked({ key, after, count }: Blocked): Reply {
    const rows = this.data.after(key, after, count);
    return rows.length > 0 ? [[key, rows]] : null;
  }

  #wake(): void {
    for (const blocked of this.#blocked) {
      const found = this.#readBlocked(blocked);
      if (!found) continue;
      this.#blocked.delete(blocked);
      blocked.session.reply(blocked.id, found);
    }
  }

  /** Remembers what a restart after a loss goes back to. */
  save(): void {
    this.#saved = this.data.copy();
  }

  /** Stops: connections break, blocked reads with them. With `loses`, what was written since `save` is gone. */
  stop(loses: boolean): void {
    this.up = false;
    this.#blocked.clear();
    for (const { connection } of this.#sessions) connection.reset();
    this.#sessions.clear();
    if (loses && this.#saved) this.data = this.#saved.copy();
  }

  start(): void {
    this.up = true;
  }
}
