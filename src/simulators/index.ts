/** The simulators, a line each. */
export { simulator as engage } from './engage/index.ts';
export { simulator as five9Config } from './five9-config/index.ts';
export { simulator as five9Cti } from './five9-cti/index.ts';
export { simulator as recorder } from './recorder/index.ts';
export { simulator as remoteControl } from './remote-control/index.ts';
