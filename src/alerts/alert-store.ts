import * as z from 'zod';
import { AlertComparison, AlertFigure } from '../../schema/vocabulary.ts';
import type { AlertRecord } from '../adapters/alert-record.ts';
import type { EventRecord } from '../adapters/event.ts';
import type { EventLog } from '../subscriptions/log/log.ts';

const PREFIX = 'alert:';
const FAILURES = 'alert-rule-failure:';

/** An alert as it is stored with the log. */
export interface StoredAlert {
  readonly account: string;
  /** The latest change. */
  readonly alert: AlertRecord;
  /** Whether the event of the change is known to be in the log. */
  readonly isPublished: boolean;
}

const storedShape = z.looseObject({
  account: z.string(),
  isPublished: z.boolean(),
  alert: z.looseObject({
    ...{ id: z.string(), rule: z.string(), raisedAt: z.string(), clearedAt: z.string().nullable() },
    ...{ figure: z.enum(Object.values(AlertFigure)), comparison: z.enum(Object.values(AlertComparison)) },
    ...{ threshold: z.number(), value: z.number().nullable() },
  }),
});

function readStored(text: string): StoredAlert | null {
  try {
    const value = JSON.parse(text);
    return storedShape.safeParse(value).success ? value : null;
  } catch {
    return null;
  }
}

/** The event of an alert’s latest change; its fingerprint is the same however often it is made. */
export function alertEvent({ account, alert }: Pick<StoredAlert, 'account' | 'alert'>): EventRecord {
  const type = alert.clearedAt === null ? 'RAISED' : 'CLEARED';
  const at = alert.clearedAt ?? alert.raisedAt;
  const base = { account, subject: `alert ${alert.id}`, fingerprint: `alert ${alert.id} ${type}` };
  return { ...base, occurredAt: at, receivedAt: at, kind: 'ALERT', type, alert };
}

/**
 * Raised alerts, stored with the log and shared by its gateways. A change is stored before its event is appended, and
 * marked afterwards: what a killed gateway had not marked is appended again, and the log drops the second event.
 */
export class AlertStore {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** The alerts that are stored, by their keys. One that cannot be read is removed, so that it costs only itself. */
  async load(): Promise<Map<string, StoredAlert>> {
    const stored = new Map<string, StoredAlert>();
    for (const [name, text] of await this.#log.notes(PREFIX)) {
      const alert = readStored(text);
      if (alert) stored.set(name.slice(PREFIX.length), alert);
      else await this.#log.exchange(name, text, null);
    }
    return stored;
  }

  /** Whether no alert and no failure of a rule is stored. */
  async isEmpty(): Promise<boolean> {
    return (await this.load()).size === 0 && (await this.failures()).size === 0;
  }

  /** The alerts that are raised, the oldest first. */
  async raised(): Promise<StoredAlert[]> {
    const all = [...(await this.#log.notes(PREFIX)).values()].flatMap((text) => readStored(text) ?? []);
    const raised = all.filter(({ alert }) => alert.clearedAt === null);
    return raised.sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  }

  /** Changes an alert only where it still is as it was; resolves with whether it was. */
  change(key: string, before: StoredAlert | null, next: StoredAlert): Promise<boolean> {
    return this.#exchange(key, before, next);
  }

  /** Appends the event of a change and marks it; a cleared alert is no longer stored afterwards. */
  async publish(key: string, stored: StoredAlert): Promise<StoredAlert | null> {
    await this.#log.append([alertEvent(stored)]);
    const marked = stored.alert.clearedAt === null ? { ...stored, isPublished: true } : null;
    await this.#exchange(key, stored, marked);
    return marked;
  }

  /** Why rules cannot be applied, by their ids. */
  async failures(): Promise<Map<string, string>> {
    const stored = await this.#log.notes(FAILURES);
    return new Map([...stored].map(([name, reason]) => [name.slice(FAILURES.length), reason]));
  }

  /** Stores why a rule cannot be applied; null when it can. */
  async storeFailure(rule: string, reason: string | null): Promise<void> {
    const name = FAILURES + rule;
    while (!(await this.#log.exchange(name, await this.#log.noted(name), reason)));
  }

  #exchange(key: string, before: StoredAlert | null, after: StoredAlert | null): Promise<boolean> {
    const text = (stored: StoredAlert | null) => stored && JSON.stringify(stored);
    return this.#log.exchange(PREFIX + key, text(before), text(after));
  }
}

/** How many of these alerts are of an account. */
export function countAt(stored: ReadonlyMap<string, StoredAlert>, account: string): number {
  return [...stored.values()].filter((other) => other.account === account).length;
}

function orderOf({ alert }: StoredAlert): string {
  return `${alert.raisedAt}${alert.id}`;
}
