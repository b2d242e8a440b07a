/** Executes queries and what subscriptions tell, found valid, planning each document once instead of anew for every request. */
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { ExecutionPlan, type FieldPlan, type VariableValues } from './plan.ts';
import { Execution } from './run.ts';

/** A valid document and what was sent with it. */
export interface Request {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Runs each time it is given a context, and for a subscription what happened. */
export type Ready = (context: unknown, root?: unknown) => ExecutionResult | Promise<ExecutionResult>;

/** Most plans kept for one operation, whose `@skip` and `@include` may choose differently each time. */
const MOST_CHOICES = 32;
/** As many mistakes in variables as graphql-js tells of. */
const MOST_MISTAKES = 50;

/** An operation and its plans by what its conditions chose. */
interface Known {
  readonly operation: OperationDefinitionNode;
  /** Variables that stand in a `@skip` or `@include`. */
  readonly deciding: readonly string[];
  readonly plans: Map<string, ExecutionPlan>;
}

/** Answers what graphql-js answers to the same query, errors and their places included. */
export class Executor {
  readonly #known = new WeakMap<DocumentNode, Map<string | undefined, Known | null>>();

  constructor(
    private readonly schema: GraphQLSchema,
    /** How often a selection is read before a function is written for it. */
    private readonly readsBefore = 100,
  ) {}

  /**
   * Makes a query, or what a subscription tells of each event, ready to run; nothing has been resolved yet. Answers null
   * for what is left to graphql-js: acts, operations that cannot be told and variables that do not fit.
   */
  prepare({ document, operationName, variables }: Request): Ready | null {
    const known = this.#find(document, operationName ?? undefined);
    if (!known) return null;
    const definitions = known.operation.variableDefinitions ?? [];
    const { coerced } = getVariableValues(this.schema, definitions, variables ?? {}, { maxErrors: MOST_MISTAKES });
    const plan = coerced && this.#plan(document, known, coerced);
    if (!plan) return null;
    const given = new Map<FieldPlan, VariableValues>();
    return (context, root) => new Execution(plan, context, coerced, root, given).execute();
  }

  #find(document: DocumentNode, name: string | undefined): Known | null {
    let operations = this.#known.get(document);
    if (!operations) {
      operations = new Map();
      this.#known.set(document, operations);
    }
    let known = operations.get(name);
    if (known === undefined) {
      known = learn(document, name);
      // Names that no operation has are not remembered: there is no end of them.
      if (known) operations.set(name, known);
    }
    return known;
  }

  #plan(
    document: DocumentNode,
    { operation, deciding, plans }: Known,
    variables: VariableValues,
  ): ExecutionPlan | null {
    if (deciding.some((name) => typeof variables[name] !== 'boolean')) return null;
    const choice = deciding.map((name) => (variables[name] ? '1' : '0')).join('');
    let plan = plans.get(choice);
    if (plan === undefined && plans.size < MOST_CHOICES) {
      plan = this.#make(document, operation, Object.fromEntries(deciding.map((name) => [name, variables[name]])));
      plans.set(choice, plan);
    }
    return plan ?? null;
  }

  #make({ definitions }: DocumentNode, operation: OperationDefinitionNode, conditions: VariableValues): ExecutionPlan {
    const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    return new ExecutionPlan(this.schema, operation, fragments, conditions, this.readsBefore);
  }
}

function learn(document: DocumentNode, name: string | undefined): Known | null {
  const operation = getOperationAST(document, name);
  if (!operation || operation.operation === 'mutation' || isOdd(document)) return null;
  const deciding = new Set<string>();
  visit(document, {
    Directive: ({ name: { value }, arguments: given }) => {
      if (value !== 'skip' && value !== 'include') return;
      for (const { value: chosen } of given ?? []) if (chosen.kind === Kind.VARIABLE) deciding.add(chosen.name.value);
    },
  });
  return { operation, deciding: [...deciding], plans: new Map() };
}

/** A field answered as `__proto__` needs objects of another make. */
function isOdd(document: DocumentNode): boolean {
  let odd = false;
  visit(document, {
    Field: ({ alias }) => {
      if (alias?.value === '__proto__') odd = true;
    },
  });
  return odd;
}
