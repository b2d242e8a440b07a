import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startFive9 } from './simulator-start.ts';

const PYTHON = '/usr/bin/python3';
const WSDL = fileURLToPath(new URL('../../../shared/vendors/five9-config/AdminWebService-v13.wsdl', import.meta.url));
const CLIENT = fileURLToPath(new URL('./simulator-client.py', import.meta.url));

const lacking = [
  ...(existsSync(WSDL) ? [] : ["the vendor's contract in ../shared"]),
  ...(spawnSync(PYTHON, ['-c', 'import zeep']).status === 0 ? [] : ['python3-zeep']),
];
if (lacking.length) console.warn(`No independent client speaks to the simulator: ${lacking.join(' and ')} absent.`);

test.skipIf(lacking.length > 0)(
  "an independent client lists, creates, changes and deletes by the vendor's own contract, and reads typed faults",
  async () => {
    const { url, users, centre, running } = await startFive9();
    const [user] = users;
    const printed = await promisify(execFile)(PYTHON, [CLIENT, WSDL, url, user?.username ?? '', user?.password ?? '']);
    expect(printed.stdout).toContain('all as the contract says');
    expect(running.received.get('createOutboundCampaign')).toBe(1);
    expect(centre.campaigns.some(({ name }) => name === 'Zopp')).toBe(false);
  },
  60_000,
);
