import type { Field, FieldChoice, Fields, StructType, Type } from '../contract.ts';

const narrowedTypes = new WeakMap<FieldChoice, WeakMap<Type, Type>>();

/** The type with the chosen fields only; made once, as the decoder compiles each type once. */
export function narrowed(type: Type, choice: FieldChoice): Type {
  let types = narrowedTypes.get(choice);
  if (!types) {
    types = new WeakMap();
    narrowedTypes.set(choice, types);
  }
  let made = types.get(type);
  if (!made) {
    made = narrow(type, choice);
    types.set(type, made);
  }
  return made;
}

function narrow(type: Type, choice: FieldChoice): Type {
  if (type.kind === 'list') return { ...type, of: narrowed(type.of, choice) };
  return type.kind === 'struct' ? narrowStruct(type, choice) : type;
}

function narrowStruct(type: StructType, choice: FieldChoice): StructType {
  const unknown = Object.keys(choice).find((name) => !Object.hasOwn(type.fields, name));
  if (unknown !== undefined) throw new Error(`${type.name} has no field ${unknown}`);
  const fields: Record<string, Field> = {};
  const skipped: string[] = [];
  for (const [name, field] of Object.entries<Field>(type.fields as Fields)) {
    const inside = Object.hasOwn(choice, name) ? choice[name] : undefined;
    if (inside === undefined) skipped.push(...spellings(name, field));
    else fields[name] = inside === true ? field : { ...field, type: narrowed(field.type, inside) };
  }
  return { ...type, fields, skipped };
}

/** The names by which the elements of a field are read. */
export function spellings(name: string, field: Field): readonly string[] {
  return [field.wire ?? name, ...(field.alsoRead ?? [])];
}
