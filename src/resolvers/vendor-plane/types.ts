/** A contract's types as GraphQL types, each declared once and only when something uses it. */
import {
  GraphQLBoolean,
  type GraphQLEnumType,
  type GraphQLEnumValueConfigMap,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import { Base64, DateTime, Long } from '../../../schema/scalars.ts';
import type { EnumType, Field, Fields, GraphqlScalar, StructType, Type, VariantType } from '../../adapters/contract.ts';
import { struct } from '../../adapters/contract.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import { fieldName, typeName, valueNames } from './names.ts';
import { isSameGraphqlType } from './same-type.ts';
import { readScalar, WireEnum } from './unreadable.ts';

type Scalars = Readonly<Record<GraphqlScalar, GraphQLScalarType>>;

const SCALARS: Scalars = {
  String: GraphQLString,
  Int: GraphQLInt,
  Float: GraphQLFloat,
  Boolean: GraphQLBoolean,
  Long,
  DateTime,
  Base64,
};

type Source = Readonly<Record<string, unknown>>;

/** Stands for the type of what an open struct holds beyond its fields, which no contract declares. */
const ELEMENT = struct('element', 'An element that the guide does not list.', {});
const ELEMENT_NAME = { description: 'Name of the element; the path of a nested one.' };
const ELEMENT_VALUE = { description: 'Text of the element, exactly as the vendor sent it.' };

/** The GraphQL types of one contract. */
export class PlaneTypes {
  private readonly declared = new Map<string, { of: Type; type: GraphQLNamedType }>();

  constructor(
    private readonly prefix: string,
    /** Structs that are cases of a variant; their objects carry the name of the case. */
    private readonly cases: ReadonlySet<StructType>,
  ) {}

  /** Every type declared so far. */
  all(): readonly GraphQLNamedType[] {
    return [...this.declared.values()].map(({ type }) => type);
  }

  /** The type of an answer or of a member of one; lists hold no nulls, anything else may be null. */
  output(type: Type): GraphQLOutputType {
    switch (type.kind) {
      case 'scalar':
        return SCALARS[type.graphql];
      case 'enum':
        return this.enum(type);
      case 'list':
        return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(this.output(type.of))));
      case 'struct':
        return this.object(type);
      case 'variant':
        return this.union(type);
    }
  }

  /** The type of an argument or of a member of one. */
  input(type: Type): GraphQLInputType {
    switch (type.kind) {
      case 'scalar':
        return SCALARS[type.graphql];
      case 'enum':
        return this.enum(type);
      case 'list':
        return new GraphQLList(new GraphQLNonNull(this.input(type.of)));
      case 'struct':
        return this.inputObject(type);
      case 'variant':
        return this.oneOf(type);
    }
  }

  private declare<T extends GraphQLNamedType>(local: string, of: Type, make: (name: string) => T): T {
    const name = typeName(this.prefix, local);
    const before = this.declared.get(name);
    if (before) {
      if (!isSameGraphqlType(before.of, of)) throw new Error(`two different types are called ${name}`);
      return before.type as T;
    }
    const type = make(name);
    this.declared.set(name, { of, type });
    return type;
  }

  private enum(type: EnumType): GraphQLEnumType {
    return this.declare(type.name, type, (name) => {
      const names = valueNames(Object.keys(type.words));
      const values: GraphQLEnumValueConfigMap = {};
      for (const [word, description] of Object.entries(type.words))
        values[names.get(word) ?? word] = { value: word, description };
      return new WireEnum({ name, description: cited(type), values });
    });
  }

  private object(type: StructType): GraphQLObjectType {
    return this.declare(type.name, type, (name) => {
      const fields = () => this.objectFields(type);
      return new GraphQLObjectType({ name, description: cited(type), fields });
    });
  }

  private objectFields(type: StructType): GraphQLFieldConfigMap<Source, unknown> {
    const shown = Object.entries(type.fields).filter(([, field]) => !field.secret);
    const fields = Object.fromEntries(shown.map(([name, field]) => [fieldName(name), this.member(name, field)]));
    if (shown.length === 0 || this.cases.has(type)) fields._type = namedAs(type);
    if (type.open) fields._other = this.others();
    return fields;
  }

  private member(name: string, { type, description }: Field): GraphQLFieldConfig<Source, unknown> {
    const config = { type: this.output(type), description };
    if (type.kind === 'list') return { ...config, resolve: (source) => source[name] ?? [] };
    if (type.kind === 'scalar' && type.unreadable !== undefined) return { ...config, resolve: readScalar(name, type) };
    return fieldName(name) === name ? config : { ...config, resolve: (source) => source[name] };
  }

  private others(): GraphQLFieldConfig<Source, unknown> {
    const element = this.declare('element', ELEMENT, (name) => {
      const type = new GraphQLNonNull(GraphQLString);
      const fields = { name: { type, ...ELEMENT_NAME }, value: { type, ...ELEMENT_VALUE } };
      return new GraphQLObjectType({ name, description: ELEMENT.description, fields });
    });
    const type = new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(element)));
    return { type, description: 'Elements that the guide does not list.', resolve: ({ _other }) => _other ?? [] };
  }

  private union(type: VariantType): GraphQLUnionType {
    return this.declare(type.name, type, (name) => {
      const types = () => [...new Set(Object.values(type.cases))].map((chosen) => this.object(chosen));
      const resolveType = ({ _type: word }: Source) => this.caseName(type, String(word));
      return new GraphQLUnionType({ name, description: type.description, types, resolveType });
    });
  }

  private caseName(type: VariantType, word: string): string {
    const chosen = Object.hasOwn(type.cases, word) ? type.cases[word] : undefined;
    if (chosen) return typeName(this.prefix, chosen.name);
    throw new CrosspointError('BAD_RESPONSE', `The vendor answered a ${type.name} that its document does not list`);
  }

  private inputObject(type: StructType): GraphQLInputObjectType {
    return this.declare(`${type.name}Input`, type, (name) => {
      const fields = () => this.inputFields(type);
      return new GraphQLInputObjectType({ name, description: cited(type), fields });
    });
  }

  private inputFields(type: StructType): GraphQLInputFieldConfigMap {
    const fields = this.inputMembers(type.fields);
    if (type.open) fields._other = this.otherInputs();
    if (Object.keys(fields).length === 0) fields._type = { type: GraphQLString, description: 'Leave it out.' };
    return fields;
  }

  /** Arguments or members by GraphQL name, in the contract's order. */
  inputMembers(fields: Fields): GraphQLInputFieldConfigMap {
    const members: GraphQLInputFieldConfigMap = {};
    for (const [name, field] of Object.entries(fields)) {
      const type = this.input(field.type);
      members[fieldName(name)] = {
        type: field.required ? new GraphQLNonNull(type) : type,
        description: described(field),
      };
    }
    return members;
  }

  private otherInputs() {
    const element = this.declare('elementInput', ELEMENT, (name) => {
      const fields = {
        name: { type: new GraphQLNonNull(GraphQLString), ...ELEMENT_NAME },
        value: { type: GraphQLString, ...ELEMENT_VALUE },
      };
      return new GraphQLInputObjectType({ name, description: 'An element that the guide does not list.', fields });
    });
    const description = 'Elements that the guide does not list, sent after the listed ones.';
    return { type: new GraphQLList(new GraphQLNonNull(element)), description };
  }

  private oneOf(type: VariantType): GraphQLInputObjectType {
    return this.declare(`${type.name}Input`, type, (name) => {
      const fields = () => {
        const cases = Object.entries(type.cases).map(([word, chosen]) => [
          fieldName(word),
          { type: this.inputObject(chosen), description: chosen.description },
        ]);
        return Object.fromEntries(cases) as GraphQLInputFieldConfigMap;
      };
      return new GraphQLInputObjectType({ name, description: type.description, fields, isOneOf: true });
    });
  }
}

function namedAs(type: StructType): GraphQLFieldConfig<Source, unknown> {
  const description = 'The vendor’s name of this type.';
  return { type: new GraphQLNonNull(GraphQLString), description, resolve: ({ _type }) => _type ?? type.name };
}

function cited({ description, page }: { description: string; page?: number }): string {
  return page === undefined ? description : `${description} Guide page ${page}.`;
}

function described({ description, maxLength, maxItems, minimum, maximum, secret }: Field): string {
  const rules = [
    maxLength === undefined ? '' : `At most ${maxLength} characters.`,
    maxItems === undefined ? '' : `At most ${maxItems} items.`,
    minimum === undefined ? '' : `At least ${minimum}.`,
    maximum === undefined ? '' : `At most ${maximum}.`,
    secret ? 'Never shown again.' : '',
  ];
  return [description, ...rules].filter((text) => text !== '').join(' ');
}
