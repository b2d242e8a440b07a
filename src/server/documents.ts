import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { LimitSettings } from '../config/configuration.ts';
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
const REMEMBERED = 1_000;
/** A text longer than this is not worth remembering. */
const LONGEST_REMEMBERED = 50_000;

function refused({ message, nodes, source, positions }: GraphQLError): GraphQLError {
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
  return new GraphQLError(withoutSuggestion(message), { nodes, source, positions, extensions });
}

function invalid(message: string, code: string, more: object = {}): Prepared {
  return { errors: [new GraphQLError(message, { extensions: { code, ...more } })] };
}

/**
 * Parses, limits and validates query texts once each, for HTTP and WebSocket alike, so that both paths refuse the same
 * documents with the same words.
 */
export class Documents {
  readonly #prepared = new LRUCache<string, Prepared>({ max: REMEMBERED });
  readonly #byHash = new LRUCache<string, DocumentNode>({ max: REMEMBERED });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: LimitSettings,
  ) {}

  /** Answers the document for a text, or at most five errors without suggestions. */
  prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known) return known;
    const prepared = this.#prepare(text);
    if (text.length <= LONGEST_REMEMBERED) this.#prepared.set(text, prepared);
    if (prepared.document) this.#byHash.set(createHash('sha256').update(text).digest('hex'), prepared.document);
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
    const measured = measure(document, this.limits);
    if ('broken' in measured) {
      const { message, cost } = measured.broken;
      return invalid(message, 'LIMIT_EXCEEDED', cost && { cost });
    }
    const errors = validate(this.schema, document, specifiedRules, { maxErrors: MOST_ERRORS });
    if (errors.length) return { errors: errors.slice(0, MOST_ERRORS).map(refused) };
    const introspects = validate(this.schema, document, [NoSchemaIntrospectionCustomRule]).length > 0;
    return { document, introspects, costs: measured.costs };
  }
}
