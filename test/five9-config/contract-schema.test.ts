import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInput } from '../../src/adapters/calls/validate.ts';
import type { Operation } from '../../src/adapters/contract.ts';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { encodeElement, encodeFields } from '../../src/adapters/xml/encode.ts';
import { fullFields, fullValue, longestEnum } from './full-values.ts';

const vendor = fileURLToPath(new URL('../../../shared/vendors/five9-config/', import.meta.url));
const wsdl = join(vendor, 'AdminWebService-v13.wsdl');
const hasSchema = existsSync(wsdl);
const hasTool = spawnSync('xmllint', ['--version']).status === 0;
const pacific = { timeZone: 'America/Los_Angeles' };
const rows = Object.entries(five9ConfigContract.operations) as [string, Operation][];

if (!hasSchema) console.warn('Skipped: requests are not checked against the schema, for ../shared is not here.');
else if (!hasTool) console.warn('Skipped: requests are not checked against the schema, for xmllint is not installed.');

/** The WSDL's own schemas as files that xmllint can load without a network. */
function writeSchemas(into: string): string {
  const [main = '', array = ''] = readFileSync(wsdl, 'utf8').match(/<xs:schema[\s\S]*?<\/xs:schema>/g) ?? [];
  const linked = main.replace(
    '<xs:import namespace="http://jaxb.dev.java.net/array"/>',
    '<xs:import namespace="http://jaxb.dev.java.net/array" schemaLocation="array.xsd"/>',
  );
  writeFileSync(join(into, 'array.xsd'), array);
  writeFileSync(join(into, 'main.xsd'), linked);
  copyFileSync(join(vendor, 'swaref.xsd'), join(into, 'swaref.xsd'));
  return join(into, 'main.xsd');
}

function element(name: string, children: string): string {
  return `<s:${name} xmlns:s="http://service.admin.ws.five9.com/">${children}</s:${name}>`;
}

describe.skipIf(!hasSchema || !hasTool)('every operation against the schema of version 13', () => {
  let folder = '';
  let schema = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-schema-'));
    schema = writeSchemas(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What xmllint says of the documents; nothing when all are valid. */
  function validate(documents: readonly (readonly [name: string, text: string])[]): string {
    const files = documents.map(([name, text]) => {
      writeFileSync(join(folder, `${name}.xml`), text);
      return `${name}.xml`;
    });
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const problems = stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'));
    return status === 0 ? '' : problems.join('\n') || 'xmllint failed';
  }

  it('takes requests with every field filled and every word said', () => {
    const documents = rows.flatMap(([name, row]) =>
      Array.from({ length: longestEnum(row) }, (_, index) => {
        const input = fullFields(row.input, index);
        checkInput(row.input, input);
        return [`${name}-${index}`, element(name, encodeFields(row.input, input, pacific))] as const;
      }),
    );
    expect(rows).toHaveLength(182);
    expect(validate(documents)).toBe('');
  });

  it('takes requests with nothing but what is required', () => {
    const documents = rows.map(([name, row]) => {
      const needed = Object.fromEntries(Object.entries(row.input).filter(([, field]) => field.required));
      return [`${name}-needed`, element(name, encodeFields(needed, fullFields(needed), pacific))] as const;
    });
    expect(validate(documents)).toBe('');
  });

  it('takes answers with every field filled', () => {
    const documents = rows.map(([name, row]) => {
      const { output, outputName = 'return' } = row;
      const answer = output ? encodeElement(outputName, output, fullValue(output), pacific, []) : '';
      return [`${name}Response`, element(`${name}Response`, answer)] as const;
    });
    expect(validate(documents)).toBe('');
  });

  it('would see a field out of order', () => {
    const wrong = element('getCampaignState', '<waitUntilChange>1</waitUntilChange><campaignName>x</campaignName>');
    expect(validate([['wrong', wrong]])).toContain("Element 'campaignName'");
  });
});
