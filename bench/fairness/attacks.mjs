// What one caller may send at its worst, each by name: how many connections it uses, and the body of the n-th request.

const importId = (account, nativeId) => Buffer.from(`i${account}\n${nativeId}`).toString('base64url');

/** Sixty times a hundred ids, each of which may be a vendor call. */
function manyIds(at, { five9 }) {
  const ids = Array.from({ length: 100 }, (_, item) => importId(five9, `import-${at}-${item}`));
  const aliases = Array.from({ length: 60 }, (_, alias) => `a${alias}: nodes(ids: $ids) { id }`);
  return { query: `query ($ids: [ID!]!) { ${aliases.join(' ')} }`, variables: { ids } };
}

/** Lists without pages below the largest pages. */
function unpaged() {
  const below = 'id name lists { id name } skills { id name } dispositions { id name }';
  const campaigns = (at) => `c${at}: campaigns(first: 100) { edges { node { ${below} } } }`;
  const agents = 'agents(first: 100) { edges { node { id name email groups identities { userName nativeId } } } }';
  return { query: `{ ${[0, 1, 2].map(campaigns).join(' ')} ${agents} }` };
}

/** The largest pages of what memory answers, as often as one operation may ask for them. */
function largePages() {
  const one = (_, alias) => `a${alias}: agents(first: 100) { edges { cursor node { id name email groups presence } } }`;
  return { query: `{ ${Array.from({ length: 60 }, one).join(' ')} }` };
}

const LEAVES = '__typename id name description direction channel dialingMode state ';

/** A valid document of 20 kB that was never sent before. */
function longDocument(at) {
  const one = (alias) => `a${at}_${alias}: campaigns(first: 1) { edges { node { ${LEAVES.repeat(6)} } } }`;
  return { query: `query Q${at} { ${Array.from({ length: 50 }, (_, alias) => one(alias)).join('\n')} }` };
}

/** Asks an account that never answers. */
const hanging = (at) => ({
  query: `{ five9Config_getSkills(skillNamePattern: "s${at}", account: "silent") { name } }`,
});

/** Is refused at once, so that the next can be sent. */
const mistaken = (at) => ({ query: `{ nothing${at % 7} { here } }` });

/** The whole schema, which takes long to execute and to encode. */
const wholeSchema = (at) => ({
  query: `query Q${at} { __schema { types { name description fields { name description args { name type { name } } } } } }`,
});

const smallest = () => ({ query: '{ __typename }' });

/**
 * Attacks by their name. Those with `isFresh` send each request over a new connection, those with a `path` read this instead,
 * `isSocket` opens and closes WebSockets, and `subscriptions` holds them open.
 */
export const ATTACKS = {
  ids: { connections: 8, body: manyIds },
  unpaged: { connections: 16, body: unpaged },
  pages: { connections: 16, body: largePages },
  documents: { connections: 8, body: longDocument },
  operations: { connections: 550, body: hanging },
  mistakes: { connections: 64, body: mistaken },
  introspection: { connections: 8, body: wholeSchema },
  schema: { connections: 32, path: '/schema.graphql', body: smallest },
  connections: { connections: 64, isFresh: true, body: smallest },
  handshakes: { connections: 32, isSocket: true, body: smallest },
  tls: { connections: 32, isFresh: true, isTls: true, body: smallest },
  subscriptions: { connections: 5, body: smallest },
};

/** Whether an attack needs a gateway behind TLS. */
export const isEncrypted = (name) => ATTACKS[name].isTls === true;

/** Subscriptions over a hundred filters with a heavy selection each: the n-th of a socket. */
export function heavySubscription(socket, at) {
  const below = `${LEAVES.repeat(4)} dispositions { id name } skills { id name }`;
  const call = `id from to state agent { id name groups identities { userName } } campaign { ${below} }`;
  return { query: `subscription S${socket}_${at} { callChanged { cursor call { ${call} } } }` };
}
