import { execute, GraphQLObjectType, GraphQLSchema, parse } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { contract, int, list, optional, query, required, string, struct } from '../../src/adapters/contract.ts';
import { coverageRows } from '../../src/adapters/coverage.ts';
import { soapClient } from '../../src/adapters/soap/transport.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { vendorPlane } from '../../src/resolvers/vendor-plane/index.ts';
import { startSoapSimulator } from '../../src/simulators/soap.ts';
import { defaultAnswer } from '../helpers/default-answers.ts';

const shift = struct('shift', 'A stretch of work.', {
  name: optional(string, 'Its name.'),
  hours: optional(int, 'How long.'),
});

/** The one row. */
const rows = {
  getShifts: query('Shifts of a week.', { input: { week: required(int, 'Week of the year.') }, output: list(shift) }),
};

const imaginary = contract({ vendor: 'imaginary', prefix: 'imaginary', chapters: { Shifts: rows } });
const NAMESPACE = 'urn:imaginary';

const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

test('one row makes an operation: client, wire, simulator, GraphQL field and coverage', async () => {
  const asked: unknown[] = [];
  const simulator = await startSoapSimulator(
    {
      ...{ contract: imaginary, namespace: NAMESPACE, style: 'named', path: '/' },
      answer: (_, input) => {
        asked.push(input);
        return defaultAnswer(rows.getShifts, input);
      },
    },
    { port: 0 },
  );
  closing.push(() => simulator.close());
  const client = soapClient({
    contract: imaginary,
    url: simulator.origin,
    namespace: NAMESPACE,
    style: 'named',
    account: 'plan',
    vendor: 'ENGAGE',
  });
  const adapter = {
    ...{ account: 'plan', vendor: 'ENGAGE' as const },
    call: (_: string, input: Readonly<Record<string, unknown>>) => client.send('getShifts', input as { week: number }),
    check: async () => 'fine',
    close: async () => {},
  };
  const vendor = { key: 'imaginary', api: 'ENGAGE', contract: imaginary, covers: {} } as unknown as Vendor;
  const plane = vendorPlane([vendor]);
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { ...plane.query } }) });
  const contextValue = {
    gateway: { accountsOf: () => [adapter] },
    caller: { scopes: new Set(['admin']), accounts: 'all' },
  };
  const document = parse('{ imaginary_getShifts(week: 7) { name hours } }');
  const answer = await execute({ schema, document, contextValue });
  expect(answer).toEqual({ data: { imaginary_getShifts: [{ name: 'text', hours: 1 }] } });
  expect(asked).toEqual([{ week: 7 }]);
  expect(coverageRows([vendor])).toMatchObject([
    { chapter: 'Shifts', documented: 'getShifts', field: 'imaginary_getShifts' },
  ]);
});
