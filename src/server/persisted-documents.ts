import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { CrosspointError } from '../adapters/errors.ts';
import type { ToolDeclaration } from '../mcp/tool.ts';
import type { Documents } from './documents.ts';

/** The ways in which a request names its document. */
export interface OperationSelector {
  readonly text: string | null;
  /** `documentId`, as Relay and the GraphQL over HTTP specification have it. */
  readonly documentId?: string | undefined;
  /** `extensions.persistedQuery.sha256Hash`, as Apollo's clients have it. */
  readonly hash?: string | undefined;
}

/** The code of a document that is not on the list. */
export const NOT_IN_LIST = 'PERSISTED_QUERY_NOT_IN_LIST';
/** The message for a document that is not on the list. */
export const NOT_IN_LIST_MESSAGE = 'The document is not on the list of those that run here';

const toolShape = z.strictObject({
  /** The tool's name at `/mcp`. */
  name: z.string().regex(/^\w{1,64}$/),
  description: z.string().min(1),
  /** True where it may end or remove something. */
  destructive: z.boolean().optional(),
});

const documentShape = z.union([
  z.string().min(1),
  z.strictObject({ query: z.string().min(1), tool: toolShape.optional() }),
]);

const fileShape = z.record(z.string().min(1), documentShape);

/** A listed document: its text alone, or with the tool that it is offered as at `/mcp`. */
type ListedDocument = z.infer<typeof documentShape>;

const textOf = (document: ListedDocument): string => (typeof document === 'string' ? document : document.query);

/** Whether a JSON value is an object with members. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The hash among a request's `extensions`; what is no text is one that nothing has. */
export function hashIn(extensions: unknown): string | undefined {
  if (!isObject(extensions) || !('persistedQuery' in extensions)) return undefined;
  const { persistedQuery } = extensions;
  const hash = isObject(persistedQuery) ? persistedQuery.sha256Hash : undefined;
  return typeof hash === 'string' ? hash : '';
}

/** The only documents that run, by their ids and by the SHA-256 of their texts. */
export class PersistedDocuments {
  readonly #byId: ReadonlyMap<string, string>;
  readonly #byHash: ReadonlyMap<string, string>;

  /** The tools that listed documents are offered as. */
  readonly tools: readonly ToolDeclaration[];

  constructor(documents: Readonly<Record<string, ListedDocument>>) {
    this.#byId = new Map(Object.entries(documents).map(([id, document]) => [id, textOf(document)]));
    this.tools = Object.values(documents).flatMap((document) =>
      typeof document === 'string' || !document.tool ? [] : [{ ...document.tool, document: document.query }],
    );
    const hashed = [...this.#byId.values()].map(
      (text) => [createHash('sha256').update(text).digest('hex'), text] as const,
    );
    this.#byHash = new Map(hashed);
  }

  /** How many there are. */
  get size(): number {
    return this.#byId.size;
  }

  /** The text a request names, or null: every name it gives must be of the same listed document. */
  find({ text, documentId, hash }: OperationSelector): string | null {
    const found: (string | undefined)[] = [];
    if (documentId !== undefined) found.push(this.#byId.get(documentId) ?? this.#byHash.get(bare(documentId)));
    if (hash !== undefined) found.push(this.#byHash.get(hash) ?? this.#byId.get(hash));
    if (text) found.push(this.#byHash.get(createHash('sha256').update(text).digest('hex')));
    const [first] = found;
    return first !== undefined && found.every((other) => other === first) ? first : null;
  }

  /** Throws INVALID_ARGUMENT naming the first document that the schema or the limits refuse. */
  check(documents: Documents): void {
    for (const [id, text] of this.#byId) {
      const [error] = documents.prepare(text).errors ?? [];
      if (error) throw refused(`document ${id} cannot run: ${error.message}`);
    }
  }
}

/** A SHA-256 may be given with its name before it. */
function bare(id: string): string {
  return id.replace(/^sha256:/, '');
}

function refused(message: string): CrosspointError {
  return new CrosspointError('INVALID_ARGUMENT', `The configuration is not valid:\n  documents: ${message}`);
}

/** Reads a list from a JSON file of ids and texts. Throws INVALID_ARGUMENT. */
export function readPersistedDocuments(file: string): PersistedDocuments {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw refused(`${file} cannot be read as JSON`);
  }
  const documents = fileShape.safeParse(content);
  if (!documents.success) throw refused(`${file} is not an object of ids and query texts`);
  return new PersistedDocuments(documents.data);
}
