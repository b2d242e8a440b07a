/** Writes the WSDL of the measured service, for node-soap. */
import { writeFileSync } from 'node:fs';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { contractWsdl } from '../../src/simulators/soap/wsdl.ts';

const [file = '', url = ''] = process.argv.slice(2);
const namespace = 'http://service.admin.ws.five9.com/';
writeFileSync(file, contractWsdl(five9ConfigContract, { namespace, style: 'named', url }));
console.log('written');
