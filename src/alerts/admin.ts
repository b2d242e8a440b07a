import { randomBytes } from 'node:crypto';
import {
  type Caller,
  listedAccounts,
  mayUseAccount,
  mayUseAccounts,
  readAccounts,
  storedAccounts,
} from '../access/caller.ts';
import { CrosspointError, invalidArgument } from '../adapters/errors.ts';
import type { AlertSettings } from '../config/alerts.ts';
import { checkCount, checkName } from '../subscriptions/log/definitions.ts';
import type { AlertStore } from './alert-store.ts';
import {
  createdId,
  parseSettings,
  type RuleDefinition,
  type RuleDefinitions,
  type RuleSettings,
} from './definition.ts';
import { shownConfiguredRule, shownCreatedRule } from './shown-rule.ts';

/** The fields of a rule that its creation or change sets; absent ones keep their value, null ones have their default. */
type RuleChanges = { readonly [Key in 'name' | keyof RuleSettings]?: unknown };

interface AdminOptions {
  readonly definitions: RuleDefinitions;
  readonly store: Pick<AlertStore, 'failures'>;
  /** The rules of the configuration. */
  configured(): readonly AlertSettings[];
  /** The keys of all accounts. */
  accounts(): readonly string[];
  /** Called after each change of the rules. */
  changed(): void;
}

const KEYS = [
  ...(['figure', 'above', 'below', 'forSeconds', 'clearAt', 'clearForSeconds', 'groupBy'] as const),
  ...(['names', 'accounts', 'serviceLevelSeconds', 'enabled'] as const),
];

/**
 * Manages rules of alerts for callers with the scope `admin`. A rule watches accounts of the caller that created it, and
 * does not exist for callers of fewer accounts: they may not know what is watched there.
 */
export class AlertRuleAdmin {
  readonly #options: AdminOptions;

  constructor(options: AdminOptions) {
    this.#options = options;
  }

  /** The rules that the caller may see, configured ones first, each with why it cannot be applied. */
  async list(viewer: Caller) {
    const { definitions, store, configured } = this.#options;
    const visible = [
      ...configured()
        .filter(({ accounts = null }) => mayUseAccounts(viewer, accounts))
        .map(shownConfiguredRule),
      ...(await definitions.load()).definitions
        .filter((rule) => mayUseAccounts(viewer, listedAccounts(rule.accounts)))
        .map(shownCreatedRule),
    ];
    const failures = await store.failures();
    return visible.map((rule) => ({ ...rule, failure: failures.get(rule.id) ?? null }));
  }

  async create(viewer: Caller, { name, ...input }: RuleChanges & { readonly name: string }) {
    const { definitions, changed } = this.#options;
    checkCount(await definitions.load(), viewer, 'created rules');
    checkName(name);
    const accounts = storedAccounts(viewer);
    const now = new Date().toISOString();
    const settings = this.#checked(viewer, input, { accounts });
    const id = randomBytes(9).toString('base64url');
    const definition: RuleDefinition = { id, name, settings, accounts, createdAt: now, updatedAt: now };
    await definitions.add(definition);
    changed();
    return { ...shownCreatedRule(definition), failure: null };
  }

  async update(viewer: Caller, id: string, { name, ...input }: RuleChanges) {
    const { definitions, changed } = this.#options;
    const { failure } = await this.#changeable(viewer, id);
    if (name === null) throw invalidArgument('A rule has a name', 'input', 'name');
    if (typeof name === 'string') checkName(name);
    const after = await definitions.change(storedId(id), (now) => ({
      ...{ ...now, name: typeof name === 'string' ? name : now.name },
      settings: this.#checked(viewer, input, now),
      updatedAt: new Date().toISOString(),
    }));
    if (!after) throw missing();
    changed();
    return { ...shownCreatedRule(after), failure };
  }

  async remove(viewer: Caller, id: string): Promise<void> {
    const { definitions, changed } = this.#options;
    if (!(await this.#isUnreadable(viewer, id))) await this.#changeable(viewer, id);
    await definitions.remove(storedId(id));
    changed();
  }

  /** Whether it is a stored rule that cannot be read, which only a caller of all accounts may delete. */
  async #isUnreadable({ accounts }: Caller, id: string): Promise<boolean> {
    if (accounts !== 'all') return false;
    return (await this.#options.definitions.load()).unreadable.some((stored) => createdId(stored) === id);
  }

  /** A rule that may be changed here. */
  async #changeable(viewer: Caller, id: string) {
    const rule = (await this.list(viewer)).find((one) => one.id === id);
    if (!rule) throw missing();
    if (!rule.configured) return rule;
    throw new CrosspointError('FAILED_PRECONDITION', 'This rule is configured; change it in the configuration file', {
      path: ['input', 'id'],
    });
  }

  /** The settings after a change. Throws INVALID_ARGUMENT where the configuration would refuse them. */
  #checked(viewer: Caller, input: RuleChanges, now: Pick<RuleDefinition, 'accounts'> & Partial<RuleDefinition>) {
    const given = KEYS.filter((key) => input[key] !== undefined);
    const remaining = KEYS.filter((key) => !given.includes(key) && !isReplaced(key, input));
    const before: Partial<RuleSettings> = now.settings ?? {};
    const settings = [
      ...remaining.map((key) => [key, before[key]] as const),
      ...given.filter((key) => input[key] !== null).map((key) => [key, input[key]] as const),
    ].filter(([, value]) => value !== undefined);
    const parsed = parseSettings(Object.fromEntries(settings));
    const [issue] = parsed.error?.issues ?? [];
    if (issue) throw invalidArgument(issue.message, 'input', ...issue.path.map(String));
    const checked = parsed.data as RuleSettings;
    if (input.accounts == null) return checked;
    return { ...checked, accounts: this.#knownAccounts(viewer, checked.accounts ?? [], now.accounts) };
  }

  /** Refuses accounts hidden from the caller or from the creator, with the message for those that do not exist. */
  #knownAccounts(viewer: Caller, accounts: readonly string[], granted: RuleDefinition['accounts']): string[] {
    const creator = { accounts: readAccounts(granted) };
    const known = this.#options
      .accounts()
      .filter((account) => mayUseAccount(viewer, account) && mayUseAccount(creator, account));
    const unknown = accounts.find((account) => !known.includes(account));
    if (unknown !== undefined) throw invalidArgument('There is no such account', 'input', 'accounts');
    return [...new Set(accounts)];
  }
}

/** A threshold on one side replaces that on the other. */
function isReplaced(key: (typeof KEYS)[number], { above, below }: RuleChanges): boolean {
  return (key === 'above' && below != null) || (key === 'below' && above != null);
}

function storedId(id: string): string {
  return id.slice(createdId('').length);
}

function missing(): CrosspointError {
  return new CrosspointError('NOT_FOUND', 'There is no rule with this id', { path: ['input', 'id'] });
}
