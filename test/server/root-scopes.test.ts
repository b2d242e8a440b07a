import { describe, expect, test } from 'vitest';
import { selects } from './fields.ts';
import { FIELDS, gateway, type RootField, received, SCOPES } from './root-fields.ts';

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function document(fields: readonly RootField[], nowhere = false): string {
  const texts = fields.map(({ field, operation }) => {
    const account = field.args.some(({ name }) => name === '_account') ? '_account' : 'account';
    const page: Record<string, string> = field.args.some(({ name }) => name === 'first') ? { first: '1' } : {};
    return selects(field, operation && nowhere ? { [account]: '"nowhere"' } : page);
  });
  return `${fields[0]?.root} { ${texts.join('\n')} }`;
}

/** The code each of these fields is refused with, undefined where it is not. */
async function codesOf(fields: readonly RootField[], key: string, nowhere = false): Promise<Map<string, unknown>> {
  const codes = new Map<string, unknown>();
  for (const some of chunks(fields, 10)) {
    await Promise.all(
      some.map(async (root) => {
        const { errors = [] } = await gateway.ask(document([root], nowhere), {}, key);
        for (const { path, message } of errors) expect(path, `${root.field.name}: ${message}`).toBeDefined();
        codes.set(root.field.name, errors[0]?.extensions.code);
      }),
    );
  }
  return codes;
}

const ofScope = (scope: string | null) =>
  FIELDS.filter((field) => field.scope === scope && field.root !== 'subscription');

/** Operations that the gateway itself calls repeatedly to receive the vendors' events. */
const LISTENING: ReadonlySet<string> = new Set(['addListener', 'checkEvent', 'removeListener', 'EVENTS']);

describe('without a credential', () => {
  test.each([
    ['nothing', {}],
    ['an unknown key', { authorization: `Bearer cpk_${'A'.repeat(43)}` }],
    ['a key in another scheme', { authorization: 'Basic cpk_x' }],
  ])('%s is refused before the body is looked at', async (_, headers) => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
      body: '{ not json',
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(response.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  test('a key in the address is no credential', async () => {
    const key = gateway.header().authorization.slice('Bearer '.length);
    const response = await fetch(`${gateway.url}?query={accounts{key}}&key=${key}&authorization=Bearer%20${key}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(response.status).toBe(401);
  });
});

describe('every root field needs its scope', () => {
  test('the policy covers all of both planes', () => {
    expect(FIELDS.length).toBeGreaterThan(300);
    expect(SCOPES.length).toBe(22);
  });

  test.each(SCOPES)('without %s all its queries and mutations are refused before any call', async (scope) => {
    const fields = ofScope(scope);
    const before = fields.map(received);
    const codes = await codesOf(fields, `all but ${scope}`);
    for (const { field } of fields) expect(codes.get(field.name), field.name).toBe('PERMISSION_DENIED');
    // Streams and watches of the gateway itself continue meanwhile, with operations that read and with its own listeners.
    fields.forEach((root, index) => {
      if (root.root === 'mutation' && !LISTENING.has(root.operation?.operation ?? ''))
        expect(received(root), root.field.name).toBe(before[index]);
    });
  });

  test.each(SCOPES)('%s alone opens its queries and mutations', async (scope) => {
    const fields = ofScope(scope);
    const codes = await codesOf(fields, `only ${scope}`, true);
    for (const { field, operation } of fields) {
      if (operation) expect(codes.get(field.name), field.name).toBe('NOT_FOUND');
      else expect(codes.get(field.name), field.name).not.toBe('PERMISSION_DENIED');
    }
  });

  test('a reading field of the vendor plane is refused without a call', async () => {
    const quiet = FIELDS.find(({ field }) => field.name === 'five9Config_getSkills');
    if (!quiet) throw new Error('there is no such field');
    const before = received(quiet);
    await codesOf([quiet], 'all but vendor:five9-config:read');
    expect(received(quiet)).toBe(before);
    const codes = await codesOf([quiet], 'only vendor:five9-config:read');
    expect(codes.get('five9Config_getSkills')).toBeUndefined();
    expect(received(quiet)).toBe(before + 1);
  });

  test('fields without a scope are open to every proven caller', async () => {
    const codes = await codesOf(ofScope(null), 'nothing');
    expect(codes.size).toBeGreaterThan(3);
    for (const [name, code] of codes) expect(code, name).not.toBe('PERMISSION_DENIED');
  });

  test('fields that lead to other types need the scopes of those types', async () => {
    const query = '{ campaigns(first: 1) { edges { node { name calls(first: 1) { edges { node { id } } } } } } }';
    const { errors } = await gateway.ask(query, {}, 'wallboard');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['PERMISSION_DENIED']);
  });
});

/** The first answer of a subscription: an error's code, or `next`. */
async function firstOf(query: string, key: string): Promise<unknown> {
  const socket = gateway.socket(key);
  try {
    return await new Promise((resolve, reject) => {
      socket.subscribe(
        { query },
        {
          next: ({ errors }) => resolve(errors?.[0]?.extensions?.code ?? 'next'),
          error: (thrown) => (Array.isArray(thrown) ? resolve(thrown[0]?.extensions?.code) : reject(thrown)),
          complete: () => resolve('complete'),
        },
      );
    });
  } finally {
    await socket.dispose();
  }
}

describe('every subscription needs its scope', () => {
  const subscriptions = FIELDS.filter(({ root }) => root === 'subscription');

  test.each(subscriptions.flatMap(({ field, scope }) => (scope ? [[field.name, scope] as const] : [])))(
    '%s is refused without %s',
    async (name, scope) => {
      const field = subscriptions.find((known) => known.field.name === name);
      if (!field) throw new Error('there is no such field');
      expect(await firstOf(document([field]), `all but ${scope}`)).toBe('PERMISSION_DENIED');
    },
  );

  test.each(
    subscriptions
      .filter(({ field }) => field.args.some((arg) => arg.name === 'snapshot'))
      .flatMap(({ field, scope }) => (scope ? [[field.name, scope] as const] : [])),
  )('%s is open with %s alone', { timeout: 15_000 }, async (name, scope) => {
    const received = await firstOf(`subscription { ${name}(snapshot: true) { __typename } }`, `only ${scope}`);
    expect(['next', 'UNSUPPORTED']).toContain(received);
  });
});
