import type { Account } from '../../schema/account.ts';

/** The common part of the views of rows. */
export interface RowView {
  readonly __typename: string;
  readonly source: { readonly account: Account };
}

/**
 * Views of rows, made once for as long as the row stays in memory, and frozen, so that their fields are encoded once too
 * (`executor/encoded-objects.ts`).
 */
export class RowViews {
  readonly #views = new WeakMap<object, RowView>();

  /** The view of a row as an object of a type; made again when the account has been replaced. */
  of<View>(row: object, type: string, account: Account, make: () => View & RowView): View {
    const known = this.#views.get(row);
    if (known?.source.account === account && known.__typename === type) return known as View & RowView;
    const view = Object.freeze(make());
    this.#views.set(row, view);
    return view;
  }
}
