/** The type of an operation's answer: the envelope of the guide around the operation's output. */
import {
  type ListType,
  list,
  type Operation,
  optional,
  type StructType,
  string,
  struct,
  type Type,
} from '../../contract.ts';

/** Name under which the reader returns the items of a list, for any element name of the vendor. */
export const ITEM = 'item';

/** An operation's answer as a type of the contract language. */
export interface AnswerType {
  readonly envelope: StructType;
  /** The output; undefined where the guide documents none. */
  readonly output: Type | undefined;
  /** The entity of which `Data` contains one or several. */
  readonly entity: StructType | undefined;
}

const answerTypes = new WeakMap<Operation, AnswerType>();

/** The type of an operation's answer, made once. */
export function answerType(row: Operation): AnswerType {
  let type = answerTypes.get(row);
  if (!type) {
    type = compile(row.output);
    answerTypes.set(row, type);
  }
  return type;
}

function compile(output: Type | undefined): AnswerType {
  const inside = output?.kind === 'list' ? output.of : output;
  const data = output?.kind === 'list' ? (list(output.of, ITEM) as ListType) : (output ?? string);
  const text = (description: string) => optional(string, description);
  const envelope = struct('CallActionResponse', 'The envelope of every answer.', {
    Success: text('`true` or `false`.'),
    Data: optional(data, 'The output of the operation.'),
    ResponseCode: text('Number of a failure.'),
    ResponseDetail: text('Text of a failure.'),
  });
  return { envelope, output, entity: inside?.kind === 'struct' ? inside : undefined };
}
