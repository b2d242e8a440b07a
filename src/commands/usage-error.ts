import { CrosspointError } from '../adapters/errors.ts';

/** A command line that is not understood: an unknown command, flag or value, or one that lacks what the command needs. */
export class UsageError extends CrosspointError {
  constructor(message: string) {
    super('INVALID_ARGUMENT', message);
  }
}
