/** The codes of errors that clients of a chaos run are answered with. */
import { ErrorCode } from '../../schema/vocabulary.ts';

/** The code of each error; an error without a known one is a text that no code equals. */
export function codesOf(errors: readonly unknown[]): string[] {
  return errors.map((error) => {
    const { extensions, message } = error as { extensions?: { code?: string }; message?: string };
    const code = extensions?.code ?? '';
    return isCoded(code) ? code : `without a code: ${code} ${message ?? JSON.stringify(error)}`;
  });
}

/** Whether a code is one of those that a client can expect of a failure around the gateway. */
export function isCoded(code: string): boolean {
  return code !== ErrorCode.INTERNAL && Object.hasOwn(ErrorCode, code);
}
