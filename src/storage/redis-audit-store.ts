import { type AuditStore, auditUnavailable, EMPTY_TRAIL, nextLine, type StoredAudit } from './audit-store.ts';
import { createRedis, type RedisClient } from './redis-connection.ts';
import { redisErrorsAs } from './store-errors.ts';

/** Adds a line only after the head it was made for, so that gateways that write at once take turns. */
export const ADD_LINE = `
  if (redis.call('GET', KEYS[2]) or '') ~= ARGV[1] then return 0 end
  redis.call('XADD', KEYS[1], ARGV[2] .. '-1', 'text', ARGV[3], 'hash', ARGV[4])
  redis.call('SET', KEYS[2], ARGV[2] .. ' ' .. ARGV[4])
  return 1
`;
/** Attempts to be the next writer before the store counts as unavailable. */
const ATTEMPTS = 50;

type Entry = readonly [id: string, fields: readonly string[]];

/** Stores the audit trail in Redis, one chain for all gateways that share it; as durable as that Redis. */
export class RedisAuditStore implements AuditStore {
  readonly #ask = redisErrorsAs(auditUnavailable);
  readonly #redis: RedisClient;
  readonly #lines: string;
  readonly #head: string;
  /** The last line that was sent and is not answered. */
  #unconfirmed: StoredAudit | undefined;

  constructor(url: string, prefix = 'crosspoint') {
    this.#redis = createRedis(url, { maxRetriesPerRequest: 0, commandTimeout: 2_000 });
    this.#lines = `{${prefix}}:audit`;
    this.#head = `{${prefix}}:audit-head`;
  }

  append(text: string): Promise<StoredAudit> {
    return this.#ask(async () => {
      const stored = await this.#storedBefore(text);
      if (stored) return stored;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const written = (await this.#redis.get(this.#head)) ?? '';
        const [sequence, hash] = written.split(' ');
        const line = nextLine(hash === undefined ? EMPTY_TRAIL : { sequence: Number(sequence), hash }, text);
        const keys = [this.#lines, this.#head];
        this.#unconfirmed = line;
        const added = await this.#redis.eval(ADD_LINE, 2, ...keys, written, line.sequence, line.text, line.hash);
        this.#unconfirmed = undefined;
        if (added === 1) return line;
      }
      throw new Error(`another gateway was first ${ATTEMPTS} times`);
    });
  }

  /** The line of a text whose last attempt was not answered, where that added it after all. */
  async #storedBefore(text: string): Promise<StoredAudit | undefined> {
    const line = this.#unconfirmed;
    if (line?.text !== text) return undefined;
    const [found] = await this.after(line.sequence - 1, 1);
    this.#unconfirmed = undefined;
    return found?.hash === line.hash ? line : undefined;
  }

  before(sequence: number | undefined, limit: number): Promise<readonly StoredAudit[]> {
    const end = sequence === undefined ? '+' : `(${sequence}-0`;
    return this.#ask(async () => (await this.#redis.xrevrange(this.#lines, end, '-', 'COUNT', limit)).map(lineOf));
  }

  after(sequence: number, limit: number): Promise<readonly StoredAudit[]> {
    return this.#ask(async () =>
      (await this.#redis.xrange(this.#lines, `(${sequence}-1`, '+', 'COUNT', limit)).map(lineOf),
    );
  }

  close(): void {
    this.#redis.disconnect();
  }
}

function lineOf([id, [, text = '', , hash = '']]: Entry): StoredAudit {
  return { sequence: Number.parseInt(id, 10), text, hash };
}
