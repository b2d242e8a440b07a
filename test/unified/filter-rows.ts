import { ACCOUNTS } from '../server/gateway.ts';

/** A node of a list, as the query selects it. */
// biome-ignore lint/suspicious/noExplicitAny: nodes of many types
export type Node = any;

/** A value for a filter's field, made of what the whole list holds, and which nodes it is to keep. */
interface Row {
  readonly value: (all: readonly Node[]) => unknown;
  readonly fits: (node: Node, value: Node) => boolean;
}

const SOURCE = 'id source { nativeId account { key vendor } }';
const TALK = `${SOURCE} direction from to device startedAt agent { id name }`;

/** What is selected of each list, and its filter type. */
export const LISTS: Readonly<
  Record<string, { readonly show: string; readonly filter: string; readonly always?: object }>
> = {
  campaigns: { show: `${SOURCE} name state direction`, filter: 'CampaignFilter' },
  agents: { show: 'id name presence identities { account { key vendor } }', filter: 'AgentFilter' },
  calls: { show: `${TALK} state name: customerName campaign { id }`, filter: 'CallFilter' },
  recordings: { show: `${TALK} annotations { field label value } call { campaign { id } }`, filter: 'RecordingFilter' },
  dispositions: { show: `${SOURCE} name`, filter: 'DispositionFilter' },
  skills: { show: `${SOURCE} name`, filter: 'SkillFilter' },
  contactLists: { show: `${SOURCE} name`, filter: 'ContactListFilter' },
  contacts: { show: `${SOURCE} name numbers fields { name value }`, filter: 'ContactFilter', always: {} },
  reasonCodes: { show: 'name kind source { nativeId account { key vendor } }', filter: 'ReasonCodeFilter' },
};

/** The value of the node in the middle that has one. */
const middle = (of: (node: Node) => unknown) => (all: readonly Node[]) => {
  const values = all.map(of).filter((value) => value != null && value !== '');
  return values[Math.floor(values.length / 2)];
};
const many = (of: (node: Node) => unknown) => (all: readonly Node[]) => [middle(of)(all)];
const accountsOf = (node: Node): Node[] => node.identities?.map((one: Node) => one.account) ?? [node.source.account];
const digits = (number: string) => (number ?? '').replace(/\D/g, '');
const sameDigits = (one: string, other: string) => digits(one).slice(-10) === digits(other).slice(-10);

/** A number as people write it. */
const written = (number: string) => digits(number).replace(/^1?(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');

const COMMON: Readonly<Record<string, Row>> = {
  accounts: {
    value: many((node) => accountsOf(node)[0].key),
    fits: (node, [key]) => accountsOf(node).some((account) => account.key === key),
  },
  vendors: {
    value: many((node) => accountsOf(node)[0].vendor),
    fits: (node, [vendor]) => accountsOf(node).some((account) => account.vendor === vendor),
  },
  ids: { value: (all) => [all[0].id, all.at(-1).id], fits: ({ id }, ids) => ids.includes(id) },
  nameContains: {
    value: (all) =>
      String(middle(({ name }) => name)(all))
        .slice(1, 6)
        .toUpperCase(),
    fits: ({ name }, part) => (name ?? '').toUpperCase().includes(part),
  },
};
const TALKS: Readonly<Record<string, Row>> = {
  directions: { value: many((node) => node.direction), fits: (node, [one]) => node.direction === one },
  device: { value: middle((node) => node.device), fits: (node, device) => node.device === device },
  from: {
    value: (all) => written(String(middle((node) => node.from)(all))),
    fits: (node, from) => sameDigits(node.from, from),
  },
  to: { value: (all) => written(String(middle((node) => node.to)(all))), fits: (node, to) => sameDigits(node.to, to) },
  number: {
    value: (all) => written(String(middle((node) => node.to)(all))),
    fits: (node, number) => sameDigits(node.from, number) || sameDigits(node.to, number),
  },
  startedAfter: {
    value: middle((node) => node.startedAt),
    fits: (node, time) => Date.parse(node.startedAt) > Date.parse(time),
  },
  startedBefore: {
    value: middle((node) => node.startedAt),
    fits: (node, time) => Date.parse(node.startedAt) < Date.parse(time),
  },
  agentId: { value: middle((node) => node.agent?.id), fits: (node, id) => node.agent?.id === id },
};

/** A case for each field of each filter. */
export const ROWS: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  campaigns: {
    ...COMMON,
    states: { value: () => ['NOT_RUNNING', 'PAUSED'], fits: ({ state }, states) => states.includes(state) },
    directions: { value: () => ['INBOUND'], fits: ({ direction }) => direction === 'INBOUND' },
  },
  agents: { ...COMMON, states: { value: many((node) => node.presence), fits: (node, [one]) => node.presence === one } },
  calls: {
    ...COMMON,
    ...TALKS,
    // A recorder queried alone lists its observed calls of other vendors, too.
    accounts: {
      value: () => [ACCOUNTS['five9-cti']],
      fits: (node) => accountsOf(node)[0].key === ACCOUNTS['five9-cti'],
    },
    vendors: { value: () => ['FIVE9_CTI'], fits: (node) => accountsOf(node)[0].vendor === 'FIVE9_CTI' },
    states: { value: many(({ state }) => state), fits: ({ state }, [one]) => state === one },
    campaignId: { value: middle((node) => node.campaign?.id), fits: (node, id) => node.campaign?.id === id },
  },
  recordings: {
    ...COMMON,
    ...TALKS,
    nameContains: {
      value: (all) =>
        String(middle(({ agent }) => agent?.name)(all))
          .slice(1, 6)
          .toUpperCase(),
      fits: ({ agent }, part) => (agent?.name ?? '').toUpperCase().includes(part),
    },
    campaignId: {
      value: middle((node) => node.call?.campaign?.id),
      fits: (node, id) => node.call?.campaign?.id === id,
    },
    annotationContains: {
      value: (all) =>
        String(middle((node) => node.annotations.at(-1)?.value)(all))
          .slice(1, -1)
          .toUpperCase(),
      fits: (node, part) => node.annotations.some(({ value }: Node) => value.toUpperCase().includes(part)),
    },
    annotations: {
      value: many((node) => {
        const { label, value } = node.annotations.at(-1) ?? {};
        return label && { field: label, value };
      }),
      fits: (node, [wanted]) =>
        node.annotations.some(({ label, value }: Node) => label === wanted.field && value === wanted.value),
    },
  },
  dispositions: COMMON,
  skills: COMMON,
  contactLists: COMMON,
  contacts: {
    ...COMMON,
    number: {
      value: (all) => written(String(middle(({ numbers }) => numbers[0])(all))),
      fits: ({ numbers }, number) => numbers.some((one: string) => sameDigits(one, number)),
    },
    fields: {
      value: (all) => all.at(-1).fields.filter(({ name }: Node) => name === 'first_name'),
      fits: ({ fields }, [one]) => fields.some((field: Node) => field.name === one.name && field.value === one.value),
    },
  },
  reasonCodes: {
    accounts: COMMON.accounts as Row,
    vendors: COMMON.vendors as Row,
    nameContains: COMMON.nameContains as Row,
    kinds: { value: () => ['LOGOUT'], fits: ({ kind }) => kind === 'LOGOUT' },
  },
};

/** What all of a list has in common cannot drop anything; another value then has to drop everything. */
export const OTHERS: Readonly<Record<string, unknown>> = {
  accounts: [ACCOUNTS['remote-control']],
  vendors: ['REMOTE_CONTROL'],
  states: ['PAUSED'],
};
