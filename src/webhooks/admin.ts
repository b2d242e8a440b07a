import { randomBytes, randomUUID } from 'node:crypto';
import { type Caller, mayUseAccount, mayUseAccounts, storedAccounts } from '../access/caller.ts';
import { asCrosspointError, CrosspointError, invalidArgument } from '../adapters/errors.ts';
import { RETRY_SECONDS } from '../config/webhooks.ts';
import { type Lookup, selectorOf } from '../subscriptions/deliver/filter.ts';
import type { Cursors } from '../subscriptions/log/cursor.ts';
import { checkCount, checkName } from '../subscriptions/log/definitions.ts';
import { type EventLog, ORIGIN, type Position } from '../subscriptions/log/log.ts';
import { checkFilter, checkSchedule, checkUrl } from './checks.ts';
import { type Definition, type EventSelection, knownIds, makeSecret } from './definition.ts';
import { type ShownWebhook, shownConfigured, shownCreated } from './shown-webhook.ts';
import { INITIAL_PROGRESS, type Progress, type StoredDeadLetter, WebhookStateStore } from './state-store.ts';
import { sendTestMessage, type TestDelivery } from './test-message.ts';
import { createdKey, type Webhooks } from './webhooks.ts';

/** The fields of a webhook that its creation or change sets. */
interface WebhookChanges {
  readonly name?: string | null;
  readonly url?: string | null;
  readonly filter?: EventSelection | null;
  readonly enabled?: boolean | null;
  readonly retrySeconds?: readonly number[] | null;
}

interface AdminOptions {
  readonly webhooks: Webhooks;
  readonly log: EventLog;
  readonly cursors: Cursors;
  /** The keys of all accounts. */
  accounts(): readonly string[];
  lookup(viewer: Caller): Lookup;
}

const MOST_SECRETS = 5;
const DAY = 86_400;
const WEEK = 7 * DAY;

/**
 * Manages webhooks for callers with the scope `admin`. A webhook delivers events of the accounts of the caller that
 * created it, and does not exist for callers of fewer accounts.
 */
export class WebhookAdmin {
  readonly #options: AdminOptions;

  constructor(options: AdminOptions) {
    this.#options = options;
  }

  async list(viewer: Caller): Promise<readonly ShownWebhook[]> {
    const { webhooks } = this.#options;
    const created = (await webhooks.definitions.load()).definitions.map(shownCreated);
    const all = [...webhooks.configured.map(shownConfigured), ...created].filter((webhook) =>
      // Only callers of all its accounts may see or change where its events go.
      mayUseAccounts(viewer, webhook.accounts),
    );
    return all.map((webhook) => ({ ...webhook, enabled: webhook.enabled && !webhooks.invalid(webhook.key) }));
  }

  /** The webhook of a key, or null where none is visible to the caller. */
  async find(viewer: Caller, key: string): Promise<ShownWebhook | null> {
    return (await this.list(viewer)).find((webhook) => webhook.key === key) ?? null;
  }

  async progress(key: string): Promise<Progress | null> {
    const progress = await new WebhookStateStore(this.#options.log, key).progress();
    const failure = this.#options.webhooks.invalid(key);
    return failure ? { ...INITIAL_PROGRESS, ...progress, failure } : progress;
  }

  async dead(key: string): Promise<readonly StoredDeadLetter[]> {
    return new WebhookStateStore(this.#options.log, key).dead();
  }

  /** Writes a place as callers hold it. */
  cursor(place: Position): string {
    return this.#options.cursors.write(place);
  }

  /** Creates a webhook; this is the only answer that contains the secret. */
  async create(viewer: Caller, input: WebhookChanges & { name: string; url: string; after?: string | null }) {
    const { webhooks, log } = this.#options;
    checkCount(await webhooks.definitions.load(), viewer, 'webhooks');
    const changes = await this.#checked(viewer, { ...input, filter: input.filter ?? {} });
    const place = input.after != null ? await this.#place(input.after) : ((await log.head()) ?? ORIGIN);
    const secret = makeSecret();
    const now = new Date().toISOString();
    const blank = { enabled: true, retrySeconds: RETRY_SECONDS, filter: {}, agents: {}, campaigns: {} };
    const definition: Definition = {
      ...{ ...blank, name: input.name, url: input.url, ...changes },
      id: randomBytes(9).toString('base64url'),
      accounts: storedAccounts(viewer),
      secrets: [{ secret, until: null }],
      ...{ createdAt: now, updatedAt: now },
    };
    await new WebhookStateStore(log, createdKey(definition.id)).storeProgress({ ...INITIAL_PROGRESS, place });
    await webhooks.definitions.add(definition);
    await webhooks.look();
    return { webhook: shownCreated(definition), secret };
  }

  async update(viewer: Caller, key: string, input: WebhookChanges): Promise<ShownWebhook> {
    const id = await this.#changeable(viewer, key);
    const changes = await this.#checked(viewer, input);
    return this.#change(id, (now) => ({ ...now, ...changes }));
  }

  async remove(viewer: Caller, key: string): Promise<void> {
    const { webhooks, log } = this.#options;
    const id = (await this.#unreadable(viewer, key)) ?? (await this.#changeable(viewer, key));
    await webhooks.definitions.remove(id);
    await webhooks.look();
    await new WebhookStateStore(log, key).remove();
  }

  /** The id of a stored webhook that cannot be read, which only a caller of all accounts may delete; null for any other. */
  async #unreadable({ accounts }: Caller, key: string): Promise<string | null> {
    if (accounts !== 'all') return null;
    const { unreadable } = await this.#options.webhooks.definitions.load();
    return unreadable.find((id) => createdKey(id) === key) ?? null;
  }

  /** Gives it another secret; the old one signs too for so many seconds. */
  async rotateSecret(viewer: Caller, key: string, keepOldSeconds: number = DAY) {
    const id = await this.#changeable(viewer, key);
    if (keepOldSeconds < 0 || keepOldSeconds > WEEK)
      throw invalidArgument(`The old secret signs from 0 to ${WEEK} seconds`, 'input', 'keepOldSeconds');
    const secret = makeSecret();
    const at = Date.now();
    const end = new Date(at + keepOldSeconds * 1000).toISOString();
    const webhook = await this.#change(id, (now) => {
      const old = now.secrets.map((one) => ({ secret: one.secret, until: one.until ?? end }));
      const good = old.filter(({ until }) => Date.parse(until) > at);
      return { ...now, secrets: [{ secret, until: null }, ...good].slice(0, MOST_SECRETS) };
    });
    return { webhook, secret };
  }

  /** Has messages sent again; answers how many dead letters that are. */
  async replay(viewer: Caller, key: string, what: { after?: string | null; dead?: readonly string[] | null }) {
    await this.#known(viewer, key);
    if (what.after != null && what.dead)
      throw invalidArgument('Replay after an event or dead letters', 'input', 'deadLetters');
    const request =
      what.after != null ? { after: await this.#place(what.after) } : { dead: what.dead ?? ('all' as const) };
    const dead = await this.dead(key);
    await new WebhookStateStore(this.#options.log, key).addReplayRequest({ id: randomUUID(), ...request });
    this.#options.webhooks.applyReplays(key);
    if (what.after != null) return null;
    return dead.filter(({ id }) => what.dead?.includes(id) ?? true).length;
  }

  /** Sends a test message now, and answers whether the partner accepted it. */
  async test(viewer: Caller, key: string): Promise<TestDelivery> {
    await this.#known(viewer, key);
    const target = await this.#options.webhooks.targetOf(key);
    if (!target) throw missing();
    return sendTestMessage(target, this.#options.webhooks.allows);
  }

  async #known(viewer: Caller, key: string): Promise<ShownWebhook> {
    const webhook = await this.find(viewer, key);
    if (!webhook) throw missing();
    return webhook;
  }

  /** The id of a webhook that may be changed here. */
  async #changeable(viewer: Caller, key: string): Promise<string> {
    const { configured } = await this.#known(viewer, key);
    if (!configured) return key.slice(createdKey('').length);
    throw new CrosspointError(
      'FAILED_PRECONDITION',
      'This webhook is configured; change it in the configuration file',
      {
        path: ['input', 'id'],
      },
    );
  }

  async #change(id: string, step: (now: Definition) => Definition): Promise<ShownWebhook> {
    const { webhooks } = this.#options;
    const changed = await webhooks.definitions.change(id, (now) => ({
      ...step(now),
      updatedAt: new Date().toISOString(),
    }));
    if (!changed) throw missing();
    await webhooks.look();
    return shownCreated(changed);
  }

  async #checked(viewer: Caller, { name, url, filter, enabled, retrySeconds }: WebhookChanges) {
    const { accounts, webhooks } = this.#options;
    if (name != null) checkName(name);
    if (url != null) await checkUrl(url, webhooks.allows);
    if (retrySeconds != null) checkSchedule(retrySeconds);
    if (filter != null)
      checkFilter(
        filter,
        accounts().filter((account) => mayUseAccount(viewer, account)),
      );
    const known = filter == null ? {} : { filter, ...(await this.#resolveFilter(filter, viewer)) };
    const plain = Object.entries({ name, url, enabled, retrySeconds }).filter(([, value]) => value != null);
    return { ...Object.fromEntries(plain), ...known } as Partial<Definition>;
  }

  /** Resolves the ids of a filter. Throws INVALID_ARGUMENT where the filter cannot be used, such as an unknown type. */
  async #resolveFilter(filter: EventSelection, viewer: Caller) {
    const lookup = this.#options.lookup(viewer);
    try {
      await selectorOf(filter, lookup);
      return await knownIds(filter, lookup);
    } catch (thrown) {
      throw withInputPath(asCrosspointError(thrown));
    }
  }

  async #place(cursor: string): Promise<Position> {
    const { cursors, log } = this.#options;
    const place = readPlace(cursors, cursor);
    if (place > ((await log.head()) ?? ORIGIN))
      throw invalidArgument('The cursor is later than the newest event', 'input', 'after');
    return place;
  }
}

function readPlace(cursors: Cursors, cursor: string): Position {
  try {
    return cursors.read(cursor);
  } catch {
    throw invalidArgument('The cursor was not given out by this event log', 'input', 'after');
  }
}

/** Filters know their own path; callers of a mutation write it below `input`. */
function withInputPath(error: CrosspointError): CrosspointError {
  const { code, message, argumentPath: path = ['filter'], cause } = error;
  if (path[0] === 'input') return error;
  return new CrosspointError(code, message, { path: ['input', ...path], cause });
}

function missing(): CrosspointError {
  return new CrosspointError('NOT_FOUND', 'There is no webhook with this id', { path: ['input', 'id'] });
}
