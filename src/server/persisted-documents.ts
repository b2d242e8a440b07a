import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { CrosspointError } from '../adapters/errors.ts';
import type { Documents } from './documents.ts';

/** By what a request names the document it wants run. */
export interface OperationSelector {
  readonly text: string | null;
  /** `documentId`, as Relay and the GraphQL over HTTP specification have it. */
  readonly documentId?: string | undefined;
  /** `extensions.persistedQuery.sha256Hash`, as Apollo's clients have it. */
  readonly hash?: string | undefined;
}

/** The code of a document that is not on the list. */
export const NOT_IN_LIST = 'PERSISTED_QUERY_NOT_IN_LIST';
/** What is said of a document that is not on the list. */
export const NOT_IN_LIST_MESSAGE = 'The document is not on the list of those that run here';

const fileShape = z.record(z.string().min(1), z.string().min(1));

/** Whether a JSON value is an object with members. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The hash among a request's `extensions`; what is no text is one that nothing has. */
export function hashIn(extensions: unknown): string | undefined {
  if (!isObject(extensions) || !('persistedQuery' in extensions)) return undefined;
  const { persistedQuery } = extensions;
  return isObject(persistedQuery) ? String(persistedQuery.sha256Hash) : '';
}

/** The only documents that run, by their ids and by the SHA-256 of their texts. */
export class PersistedDocuments {
  readonly #byId: ReadonlyMap<string, string>;
  readonly #byHash: ReadonlyMap<string, string>;

  constructor(texts: Readonly<Record<string, string>>) {
    this.#byId = new Map(Object.entries(texts));
    const hashed = Object.values(texts).map((text) => [createHash('sha256').update(text).digest('hex'), text] as const);
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
  const texts = fileShape.safeParse(content);
  if (!texts.success) throw refused(`${file} is not an object of ids and query texts`);
  return new PersistedDocuments(texts.data);
}
