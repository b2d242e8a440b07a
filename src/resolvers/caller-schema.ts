import 'reflect-metadata';
import {
  buildASTSchema,
  type GraphQLSchema,
  isUnionType,
  Kind,
  parse,
  printSchema,
  type TypeNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { TYPE_NAMES } from '../../schema/event.ts';
import type { EventKind } from '../../schema/vocabulary.ts';
import type { Caller } from '../access/caller.ts';
import { allows, mayRead, rootScope, typeScope } from '../access/policy.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { type Plane, planeOf, withRootFields } from './planes.ts';
import { schemaText } from './schema-text.ts';
import { subgraphText } from './subgraph.ts';

/** Bytes that the schemas of callers may hold together, and an estimate for each character of one's text. */
const CACHE_BYTES = 64 * 1024 * 1024;
const BYTES_PER_CHARACTER = 20;

function typeNameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeNameOf(type.type);
}

/** Whether a caller may read objects of a type; events in a vendor's words are of the accounts whose vendor plane it may read. */
function readableTo(caller: Pick<Caller, 'scopes'>, vendors: readonly Vendor[]): (type: string) => boolean {
  const readsVendorEvents = vendors.some(({ key }) => allows(caller, `vendor:${key}:read`));
  return (type) => (type === TYPE_NAMES.VENDOR ? readsVendorEvents : mayRead(caller, typeScope(type)));
}

/** The part of the schema that a caller's scopes allow, without the types that no allowed field reaches. */
function visibleTo(schema: GraphQLSchema, caller: Pick<Caller, 'scopes'>, vendors: readonly Vendor[]): GraphQLSchema {
  const allowed = withRootFields(schema, (field) => mayRead(caller, rootScope(field, vendors)));
  const isReadable = readableTo(caller, vendors);
  /** Whether a type is a union without a type that the caller may read. */
  const isEmpty = (name: string) => {
    const type = allowed.getType(name);
    return isUnionType(type) && type.getTypes().every((member) => !isReadable(member.name));
  };
  const visible = visit(parse(printSchema(allowed), { noLocation: true }), {
    ObjectTypeDefinition: ({ name }) => (isReadable(name.value) ? undefined : null),
    FieldDefinition: ({ type }) => (isReadable(typeNameOf(type)) && !isEmpty(typeNameOf(type)) ? undefined : null),
    UnionTypeDefinition: (union) =>
      isEmpty(union.name.value)
        ? null
        : { ...union, types: union.types?.filter((member) => isReadable(member.name.value)) },
    EnumTypeDefinition: (definition) =>
      definition.name.value === 'EventKind'
        ? {
            ...definition,
            values: definition.values?.filter(({ name }) => isReadable(TYPE_NAMES[name.value as EventKind])),
          }
        : undefined,
  });
  return withRootFields(buildASTSchema(visible, { assumeValid: true }), () => true);
}

/** The schema that introspection shows to callers without `admin`: the part that they may use, none, or the whole. */
type Introspection = 'scopes' | 'admin' | 'everyone';

/** The schemas of callers, one for each set of scopes. They answer introspection and execute nothing else. */
export class CallerSchemas {
  readonly #schema: GraphQLSchema;
  readonly #vendors: readonly Vendor[];
  readonly #subgraphs = new WeakMap<GraphQLSchema, string>();
  readonly #texts = new WeakMap<GraphQLSchema, Map<Plane | undefined, string>>();
  readonly #known = new LRUCache<string, GraphQLSchema>({ maxSize: CACHE_BYTES });

  readonly #settings: { readonly introspection: Introspection };

  /** `settings` are read at each use. */
  constructor(schema: GraphQLSchema, vendors: readonly Vendor[], settings: { readonly introspection: Introspection }) {
    this.#schema = schema;
    this.#settings = settings;
    this.#vendors = vendors;
  }

  /** The part of the schema that a caller may use; the whole for `admin`. */
  of(caller: Pick<Caller, 'scopes'>): GraphQLSchema {
    if (caller.scopes.has('admin') || this.#settings.introspection === 'everyone') return this.#schema;
    const key = [...caller.scopes].sort().join(' ');
    const known = this.#known.get(key);
    if (known) return known;
    const visible = visibleTo(this.#schema, caller, this.#vendors);
    this.#known.set(key, visible, { size: printSchema(visible).length * BYTES_PER_CHARACTER });
    return visible;
  }

  /** Whether a caller may read any of the schema. */
  mayRead(caller: Pick<Caller, 'scopes'>): boolean {
    return this.#settings.introspection !== 'admin' || caller.scopes.has('admin');
  }

  /** The part of the schema that a caller may read, as the text of a subgraph; null where there is none. */
  subgraph(caller: Pick<Caller, 'scopes'>): string | null {
    if (!this.mayRead(caller)) return null;
    const visible = this.of(caller);
    const text = this.#subgraphs.get(visible) ?? subgraphText(visible, this.#vendors);
    this.#subgraphs.set(visible, text);
    return text;
  }

  /** The part of the schema, or of one plane of it, that a caller may read, as text; null where there is none. */
  text(caller: Pick<Caller, 'scopes'>, plane?: Plane): string | null {
    if (!this.mayRead(caller)) return null;
    const visible = this.of(caller);
    const texts = this.#texts.get(visible) ?? new Map<Plane | undefined, string>();
    this.#texts.set(visible, texts);
    const shown = () => (plane === undefined ? visible : planeOf(visible, plane, this.#vendors));
    const text = texts.get(plane) ?? schemaText(shown(), this.#vendors);
    texts.set(plane, text);
    return text;
  }
}
