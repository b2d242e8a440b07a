/** The common part of every kind of entity of the simulated vendor: ids, and look-up by them. */
import { SimulatedFault } from '../soap/fault.ts';

/** Values in the form of the wire. */
export type EngageValues = Readonly<Record<string, unknown>>;

/** Fails with one of the vendor's documented errors. */
export function engageFault(name: string, subject: string): never {
  throw new SimulatedFault(name, `${name}: ${subject}`);
}

/** Text of an attribute, or null. */
export function engageText(values: unknown, name: string): string | null {
  const value = (values as EngageValues | null | undefined)?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The attributes that were given: those that are neither null nor an empty list. */
export function attributesGiven(values: EngageValues): EngageValues {
  const given = Object.entries(values).filter(
    ([name, value]) => name !== '_type' && value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(given);
}

/** Entities of one kind. */
export class EntityCollection<Entity extends { readonly internalId: string; value: EngageValues }> {
  readonly items: Entity[] = [];

  constructor(
    /** The vendor's name of the kind, for its errors. */
    private readonly kind: string,
    private readonly next: () => string,
    /** The vendor's words for an object of a kind that does not exist, by the key it was searched by. */
    private readonly missing: (kind: string, key: unknown) => string,
    /** Most that may be active at once. */
    private readonly most = Number.POSITIVE_INFINITY,
  ) {}

  /** A new id; refuses one more than allowed, as far as what exists still counts. */
  newId(counts: (entity: Entity) => boolean = () => true): string {
    if (this.items.filter(counts).length >= this.most) engageFault('SYSTEM_LIMIT_EXCEEDED', this.kind);
    return this.next();
  }

  add(entity: Entity): Entity {
    this.items.push(entity);
    return entity;
  }

  /** By internalId, or by externalId among the matching ones. */
  search(key: unknown, fits: (entity: Entity) => boolean = () => true): Entity | undefined {
    const internalId = engageText(key, 'internalId');
    const externalId = engageText(key, 'externalId');
    if (internalId !== null) return this.items.find((entity) => entity.internalId === internalId);
    return this.items.find(
      (entity) => externalId !== null && engageText(entity.value, 'externalId') === externalId && fits(entity),
    );
  }

  find(key: unknown, fits?: (entity: Entity) => boolean): Entity {
    if (engageText(key, 'internalId') === null && engageText(key, 'externalId') === null)
      engageFault('ATTRIBUTE_NULL', `internalId of ${this.kind}`);
    return this.search(key, fits) ?? engageFault('OBJECT_NOT_EXISTS', this.missing(this.kind, key));
  }

  /** Refuses an externalId that is taken. */
  unused(externalId: string | null, fits?: (entity: Entity) => boolean): void {
    if (externalId !== null && this.search({ externalId }, fits)) engageFault('OBJECT_EXISTS', externalId);
  }

  remove(entity: Entity): void {
    this.items.splice(this.items.indexOf(entity), 1);
  }
}

/** A part of a text without case, as in the vendor's samples. */
export function isLike(value: string | null, part: string | null): boolean {
  return part === null || (value ?? '').toLowerCase().includes(part.toLowerCase());
}
