import { type EnumType, type Field, type Fields, string, type Type } from '../contract.ts';

type Relax = (field: Field) => Field;

/** Derives fields by a change of each field and of each enum, at any depth; the result of equal fields is shared. */
function deriver(relax: Relax, relaxEnum: (type: EnumType) => Type = (type) => type): (fields: Fields) => Fields {
  const known = new WeakMap<Fields, Fields>();
  const ofFields = (fields: Fields): Fields => {
    const found = known.get(fields);
    if (found) return found;
    const entries = Object.entries(fields).map(([name, field]) => [
      name,
      { ...relax(field), type: ofType(field.type) },
    ]);
    const derived = Object.fromEntries(entries);
    known.set(fields, derived);
    return derived;
  };
  const ofType = (type: Type): Type => {
    if (type.kind === 'struct') return { ...type, fields: ofFields(type.fields) };
    if (type.kind === 'enum') return relaxEnum(type);
    return type.kind === 'list' ? { ...type, of: ofType(type.of) } : type;
  };
  return ofFields;
}

/**
 * The same fields without the words of enums, bounds, checks of meaning and what is required, which a vendor's own values
 * need not meet.
 */
export const asStored = deriver(
  ({ maxLength: _length, minimum: _least, maximum: _most, maxItems: _items, meaning: _meaning, ...field }) => ({
    ...field,
    required: false,
  }),
  () => string,
);

/** The same fields, none of them required. */
export const allOptional = deriver((field) => ({ ...field, required: false }));
