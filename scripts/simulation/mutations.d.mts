/** A fault that is put into the program: a text that occurs once in a file, and what replaces it. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** All of them. */
export const MUTATIONS: readonly Mutation[];
