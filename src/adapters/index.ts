/** The vendor APIs that the gateway speaks, a line each. */
export { vendor as engage } from './engage/index.ts';
export { vendor as five9Config } from './five9-config/index.ts';
export { vendor as five9Cti } from './five9-cti/index.ts';
export { vendor as recorder } from './recorder/index.ts';
export { vendor as remoteControl } from './remote-control/index.ts';
