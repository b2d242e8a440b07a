import { createInterface } from 'node:readline/promises';
import { CrosspointError } from '../adapters/errors.ts';
import type { AskQuestion } from './new-accounts.ts';

/** Where the questions are written, and where the answers come from. */
interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

const unanswered = () =>
  new CrosspointError('INVALID_ARGUMENT', 'The questions were not answered; nothing was written');

/** Runs an interview on the terminal, where lines may be typed or pasted ahead; its end of input, or Ctrl-C, is an error. */
export async function runInterview<Result>(
  interview: (ask: AskQuestion) => Promise<Result>,
  streams: Streams = { input: process.stdin, output: process.stderr },
): Promise<Result> {
  const terminal = createInterface(streams);
  const lines = terminal[Symbol.asyncIterator]();
  let isOpen = true;
  const ask = async (question: string) => {
    if (!isOpen) throw unanswered();
    terminal.setPrompt(question);
    terminal.prompt();
    const { value, done } = await lines.next();
    isOpen = !done;
    if (done) throw unanswered();
    return value;
  };
  try {
    return await interview(ask);
  } finally {
    terminal.close();
  }
}
