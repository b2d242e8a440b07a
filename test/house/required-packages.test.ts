/** Packages that are read when they are first needed, within the turn that needs them. */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

test.each([
  { file: 'numbering-plans', used: 'parsePhoneNumberFromString', bytes: 160_000 },
  { file: 'linear-time', used: 'RE2JS', bytes: 190_000 },
])('the built $file has $used and nothing that is not used', ({ file, used, bytes }) => {
  const path = resolve(`dist/chunks/${file}.cjs`);
  expect(Object.keys(createRequire(import.meta.url)(path))).toEqual([used]);
  expect(statSync(path).size).toBeLessThan(bytes);
});
