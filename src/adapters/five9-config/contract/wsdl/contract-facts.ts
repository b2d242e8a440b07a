/** The facts of a service in a contract, in the same form as those of a WSDL. */
import type { Contract, Field, Fields, GraphqlScalar, Operation, Type } from '../../../contract.ts';
import { isSwaRef } from '../types/attachments.ts';
import type { FieldFact, OperationFact, ServiceFacts } from './facts.ts';

const SCALARS: Readonly<Record<GraphqlScalar, string>> = {
  String: 'string',
  Int: 'int',
  Float: 'double',
  Boolean: 'boolean',
  Long: 'long',
  DateTime: 'dateTime',
  Base64: 'base64',
};

/** Walks a contract from its operations to every type they need. */
class ContractReader {
  readonly types = new Map<string, readonly FieldFact[]>();
  readonly enums = new Map<string, readonly string[]>();

  operation(row: Operation): OperationFact {
    for (const { name, fields } of row.faults) this.types.set(name, this.fields(fields));
    const { output } = row;
    const answer = output && { name: row.outputName ?? 'return', type: this.typeName(output), required: false };
    return {
      input: this.fields(row.input),
      output: answer ? [answer] : [],
      faults: row.faults.map(({ name }) => name),
    };
  }

  private fields(fields: Fields): FieldFact[] {
    return Object.entries(fields).map(([name, field]) => this.field(name, field));
  }

  private field(name: string, { wire, type, required }: Field): FieldFact {
    return { name: wire ?? name, type: this.typeName(type), required };
  }

  private typeName(type: Type): string {
    switch (type.kind) {
      case 'scalar':
        return isSwaRef(type) ? 'swaRef' : SCALARS[type.graphql];
      case 'enum':
        this.enums.set(type.name, Object.keys(type.words));
        return type.name;
      case 'list':
        return type.item === undefined ? `${this.typeName(type.of)}[]` : `{${type.item}: ${this.typeName(type.of)}[]}`;
      case 'struct':
        return this.struct(type.wireName ?? type.name, type.fields);
      case 'variant':
        return type.name;
    }
  }

  private struct(name: string, fields: Fields): string {
    if (!this.types.has(name)) {
      this.types.set(name, []);
      this.types.set(name, this.fields(fields));
    }
    return name;
  }
}

/** Reads the facts out of a contract. */
export function readContract({ operations }: Pick<Contract, 'operations'>): ServiceFacts {
  const reader = new ContractReader();
  const rows = Object.entries(operations).map(([name, row]) => [name, reader.operation(row)] as const);
  return { operations: new Map(rows), types: reader.types, enums: reader.enums };
}
