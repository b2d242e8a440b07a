import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { compareWsdl } from '../../src/adapters/five9-config/contract/wsdl/compare.ts';

const shared = new URL('../../../shared/vendors/', import.meta.url);
const wsdl = new URL('five9-config/AdminWebService-v13.wsdl', shared);

describe.skipIf(!existsSync(wsdl))('the contract against the WSDL of version 13 (needs ../shared)', () => {
  it('agrees with it in every operation, type, word and fault', () => {
    expect(compareWsdl(readFileSync(wsdl, 'utf8'), five9ConfigContract)).toEqual([]);
  });
});
