import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { LimitSettings } from '../config/limits.ts';
import { type Cost, measure } from './query-cost.ts';
import { withoutSuggestion } from './redaction.ts';

/** A query text found good, or what is wrong with it. */
export type Prepared =
  | {
      readonly document: DocumentNode;
      readonly errors?: undefined;
      readonly introspects: boolean;
      /** What each operation may cost, by its name. */
      readonly costs: ReadonlyMap<string | undefined, Cost>;
    }
  | { readonly document?: undefined; readonly costs?: undefined; readonly errors: readonly GraphQLError[] };

const MOST_ERRORS = 5;
/** Bytes that each of the two caches may hold, by the estimate of `bytesOf`. */
const CACHE_BYTES = 64 * 1024 * 1024;
/** Bytes of a parsed and planned document for each character of its text, as measured by test/server/document-memory.test.ts. */
const BYTES_PER_CHARACTER = 80;
const BYTES_PER_DOCUMENT = 4_096;

function refused({ message, nodes, source, positions }: GraphQLError): GraphQLError {
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
  return new GraphQLError(withoutSuggestion(message), { nodes, source, positions, extensions });
}

function invalid(message: string, code: string, more: object = {}): Prepared {
  return { errors: [new GraphQLError(message, { extensions: { code, ...more } })] };
}

/** An estimate of the memory that a document of this text holds, its plans included. */
function bytesOf(text: string): number {
  return BYTES_PER_DOCUMENT + BYTES_PER_CHARACTER * text.length;
}

/** Positions stay for errors; the lexer's tokens, most of a parsed document's memory, are needed no more. */
function releaseTokens(document: DocumentNode): void {
  visit(document, {
    enter: ({ loc }) => {
      if (loc) Object.assign(loc, { startToken: undefined, endToken: undefined });
    },
  });
}

/**
 * Parses, limits and validates query texts once each, for HTTP and WebSocket alike, so that both paths refuse the same
 * documents with the same words.
 */
export class Documents {
  readonly #prepared = new LRUCache<string, Prepared>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (_, text) => bytesOf(text),
  });
  readonly #byHash = new LRUCache<string, DocumentNode>({ maxSize: CACHE_BYTES });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: LimitSettings,
  ) {}

  /** Answers the document for a text, or at most five errors without suggestions. */
  prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known) return known;
    const prepared = this.#prepare(text);
    this.#prepared.set(text, prepared);
    if (prepared.document) {
      const hash = createHash('sha256').update(text).digest('hex');
      this.#byHash.set(hash, prepared.document, { size: bytesOf(text) });
    }
    return prepared;
  }

  /** Apollo's document store: what `prepare` found good is not parsed or validated again. */
  get store() {
    return {
      get: async (hash: string) => this.#byHash.get(hash),
      set: async () => {},
      delete: async (hash: string) => this.#byHash.delete(hash),
    };
  }

  #prepare(text: string): Prepared {
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: this.limits.tokens });
    } catch (error) {
      const message = error instanceof GraphQLError ? error.message : 'The query cannot be read';
      return invalid(message, 'GRAPHQL_PARSE_FAILED');
    }
    const measured = measure(document, this.limits, this.schema);
    if ('broken' in measured) {
      const { message, cost } = measured.broken;
      return invalid(message, 'LIMIT_EXCEEDED', cost && { cost });
    }
    const errors = validate(this.schema, document, specifiedRules, { maxErrors: MOST_ERRORS });
    if (errors.length) return { errors: errors.slice(0, MOST_ERRORS).map(refused) };
    const introspects = validate(this.schema, document, [NoSchemaIntrospectionCustomRule]).length > 0;
    releaseTokens(document);
    return { document, introspects, costs: measured.costs };
  }
}
