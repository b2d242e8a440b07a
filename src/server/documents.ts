import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { LimitSettings } from '../config/limits.ts';
import { Deprecations } from './deprecations.ts';
import { type Cost, measure } from './query-cost.ts';
import { withoutSuggestion } from './redaction.ts';
import { findErrors, findErrorsInPieces } from './validation.ts';

/** A query text found good, or what is wrong with it. */
export type Prepared =
  | {
      readonly document: DocumentNode;
      readonly errors?: undefined;
      readonly introspects: boolean;
      /** Coordinates of the deprecated parts of the schema that it uses. */
      readonly deprecated: readonly string[];
      /** The highest cost of each operation, by its name. */
      readonly costs: ReadonlyMap<string | undefined, Cost>;
    }
  | Refused;

interface Refused {
  readonly document?: undefined;
  readonly costs?: undefined;
  readonly deprecated?: undefined;
  readonly errors: readonly GraphQLError[];
}

/** A text that is within the limits, not validated yet. */
interface Measured {
  readonly document: DocumentNode;
  readonly costs: ReadonlyMap<string | undefined, Cost>;
  readonly errors?: undefined;
}

type Parsed = Measured | Refused;

/** Characters from which a document is validated in pieces. */
const LONG_DOCUMENT = 250;
/** Bytes that the cache may hold, by the estimate of `bytesOf`. */
const CACHE_BYTES = 64 * 1024 * 1024;
/** Bytes of a parsed and planned document for each character of its text, as measured by test/server/document-memory.test.ts. */
const BYTES_PER_CHARACTER = 80;
const BYTES_PER_DOCUMENT = 4_096;

/** An error of graphql-js with a code. */
function refused({ nodes, source, positions }: GraphQLError, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}

function invalid(message: string, code: string, more: object = {}): Refused {
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
  readonly #deprecations: Deprecations;
  /** Counts changes of the limits, so that a document measured by former ones is not stored. */
  #revision = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: LimitSettings,
    /** Whether errors suggest names of the schema. */
    readonly suggests = false,
  ) {
    this.#deprecations = new Deprecations(schema);
  }

  /** Forgets what was found within the limits, which have changed. */
  clear(): void {
    this.#revision += 1;
    this.#prepared.clear();
  }

  /** Answers the document for a text, or at most five errors. */
  prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known) return known;
    const parsed = this.#parse(text);
    return this.#keep(text, parsed.errors ? parsed : this.#finish(parsed, findErrors(this.schema, parsed.document)));
  }

  /**
   * Like `prepare`, but a long text that is not known takes several pieces of work, with pauses between them. `beforeReading`
   * takes the characters of a text that is not known, and may delay it or throw.
   */
  prepareInPieces(
    text: string,
    pause: () => Promise<void> | null,
    beforeReading: (characters: number) => Promise<void> | null = () => null,
  ): Prepared | Promise<Prepared> {
    const known = this.#prepared.get(text);
    if (known) return known;
    const wait = beforeReading(text.length);
    return wait ? wait.then(() => this.#readInPieces(text, pause)) : this.#readInPieces(text, pause);
  }

  #readInPieces(text: string, pause: () => Promise<void> | null): Prepared | Promise<Prepared> {
    if (text.length < LONG_DOCUMENT || this.#prepared.has(text)) return this.prepare(text);
    const parsed = this.#parse(text);
    if (parsed.errors) return this.#keep(text, parsed);
    return this.#prepareInPieces(text, parsed, pause);
  }

  /** The document of a text that was found good not long ago. */
  known(text: string): DocumentNode | undefined {
    return this.#prepared.get(text)?.document;
  }

  async #prepareInPieces(text: string, parsed: Measured, pause: () => Promise<void> | null): Promise<Prepared> {
    const revision = this.#revision;
    const errors = await findErrorsInPieces(this.schema, parsed.document, pause);
    await pause();
    if (revision !== this.#revision) return this.prepareInPieces(text, pause);
    const prepared = this.#keep(text, this.#finish(parsed, errors));
    await pause();
    return prepared;
  }

  #keep(text: string, prepared: Prepared): Prepared {
    this.#prepared.set(text, prepared);
    return prepared;
  }

  #parse(text: string): Parsed {
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: this.limits.tokens });
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [refused(error, 'GRAPHQL_PARSE_FAILED', error.message)] };
      return invalid('The query cannot be read', 'GRAPHQL_PARSE_FAILED');
    }
    const measured = measure(document, this.limits, this.schema);
    if (!('broken' in measured)) return { document, costs: measured.costs };
    const { message, cost } = measured.broken;
    return invalid(message, 'LIMIT_EXCEEDED', cost && { cost });
  }

  #invalid(error: GraphQLError): GraphQLError {
    const message = this.suggests ? error.message : withoutSuggestion(error.message);
    return refused(error, 'GRAPHQL_VALIDATION_FAILED', message);
  }

  #finish({ document, costs }: Measured, errors: readonly GraphQLError[]): Prepared {
    if (errors.length) return { errors: errors.map((error) => this.#invalid(error)) };
    const introspects = validate(this.schema, document, [NoSchemaIntrospectionCustomRule]).length > 0;
    const deprecated = this.#deprecations.usedBy(document);
    releaseTokens(document);
    return { document, introspects, deprecated, costs };
  }
}
