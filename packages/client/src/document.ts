/** A GraphQL document with the types of its data and variables, as `graphql-codegen` writes it with `documentMode: string`. */
export interface TypedDocument<Data, Variables> {
  /** The text of the document. */
  toString(): string;
  /** Carries the types only; never present at run time. */
  __apiType?(variables: Variables): Data;
}

/** Gives a document's text its types. */
export function typedDocument<Data, Variables>(text: string): TypedDocument<Data, Variables> {
  return text as TypedDocument<Data, Variables>;
}
