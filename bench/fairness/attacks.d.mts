/** What one caller may send at its worst over HTTP, each by its name. */
export const ATTACKS: Readonly<
  Record<
    'ids' | 'unpaged' | 'pages' | 'documents' | 'operations' | 'mistakes',
    {
      readonly connections: number;
      /** The n-th request. */
      body(number: number, names: { readonly five9: string }): { readonly query: string; readonly variables?: object };
    }
  >
>;
