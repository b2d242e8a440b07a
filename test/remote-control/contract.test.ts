import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Operation, StructType } from '../../src/adapters/contract.ts';
import { remoteControlContract } from '../../src/adapters/remote-control/contract/index.ts';
import { PATHS, TELEPHONY } from '../../src/adapters/remote-control/contract/paths.ts';
import * as types from '../../src/adapters/remote-control/contract/types.ts';

const SHARED = '../shared/vendors';
const GUIDE = `${SHARED}/remote-control/guide.txt`;

describe.skipIf(!existsSync(GUIDE))(
  'the contract of remote-control beside its guide (skipped without ../shared)',
  () => {
    const guide = existsSync(GUIDE) ? readFileSync(GUIDE, 'utf8') : '';

    it('has exactly the documented operations', () => {
      const listed = JSON.parse(readFileSync(`${SHARED}/operations.json`, 'utf8')) as Record<
        string,
        Record<string, string[]>
      >;
      expect(Object.keys(remoteControlContract.operations)).toEqual(listed['remote-control']?.Methods);
    });

    it('has exactly the documented paths', () => {
      const printed = [...guide.matchAll(/^\/webservices\/\S+/gm)].map(([path]) => path.replaceAll('¬es', '&notes'));
      expect(new Set(Object.values(PATHS).map((path) => TELEPHONY + path))).toEqual(new Set(printed));
    });

    it('has exactly the documented fields, in their order', () => {
      const entities = [...guide.slice(guide.indexOf('\nEntities\n')).matchAll(/\{\n([\s\S]*?)\n\}/g)];
      const printed = entities.map(([, body = '']) => [...new Set(body.split('\n').map((line) => line.split(':')[0]))]);
      const ours = Object.values(types).map(({ fields }: StructType) => Object.keys(fields));
      expect(new Set(ours.map(String))).toEqual(new Set(printed.map(String)));
    });

    it('has six operations that read, and all others act', () => {
      const rows = Object.entries<Operation>(remoteControlContract.operations);
      const reads = rows.filter(([, { kind }]) => kind === 'query').map(([name]) => name);
      expect(reads).toEqual(['getcalls', 'campaigns', 'users', 'resultcodes', 'acdqueues', 'leadphones']);
    });
  },
);
