// The mutants of a source file: small changes to its syntax tree, each of which a test should notice.
import { SyntaxKind } from 'typescript/unstable/ast';

const BOUNDARIES = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const OPPOSITES = { '===': '!==', '!==': '===', '&&': '||', '||': '&&', '+': '-', '-': '+', '??': '&&' };
const CONDITIONS = new Set([SyntaxKind.IfStatement, SyntaxKind.WhileStatement, SyntaxKind.ConditionalExpression]);
/** Kinds of nodes that no test can see: types, and what modules import. */
const IGNORED = new Set([
  SyntaxKind.ImportDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.TypeReference,
  SyntaxKind.LiteralType,
  SyntaxKind.UnionType,
  SyntaxKind.Decorator,
]);
/** What runs after its module was loaded. */
const DEFERRED = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
  SyntaxKind.PropertyDeclaration,
]);
const LOGGING = /^(?:void )?(?:this\.|parts\.|options\.|dependencies\.)?#?log(?:ger)?\??\.(?:debug|info|warn|error)\b/;

/**
 * Answers every mutant of a parsed file: its kind, its line, and the code that takes the place of its node, with a choice
 * by the mutant's number. `isStatic` where it runs while its module is loaded.
 */
export function mutantsOf(sourceFile, text, file) {
  const mutants = [];
  const visit = (node, isStatic) => {
    if (IGNORED.has(node.kind)) return;
    const add = (kind, at, replacement, form = 'expression') => {
      const start = at.getStart();
      const line = text.slice(0, start).split('\n').length;
      const original = text.slice(start, at.end);
      mutants.push({ ...{ file, kind, line, start, end: at.end, replacement, original, form, isStatic } });
    };
    mutate(node, text, add);
    node.forEachChild((child) => visit(child, isStatic && !DEFERRED.has(node.kind)));
  };
  visit(sourceFile, true);
  return mutants;
}

function mutate(node, text, add) {
  const source = (part) => text.slice(part.getStart(), part.end);
  if (CONDITIONS.has(node.kind)) {
    const condition = node.expression ?? node.condition;
    add('negated condition', condition, `!(${source(condition)})`);
  }
  if (node.kind === SyntaxKind.BinaryExpression) mutateBinary(node, source, add);
  if (node.kind === SyntaxKind.ExpressionStatement && isVisible(source(node))) add('statement', node, '', 'statement');
  if (node.kind === SyntaxKind.TrueKeyword) add('literal', node, 'false');
  if (node.kind === SyntaxKind.FalseKeyword) add('literal', node, 'true');
  if (node.kind === SyntaxKind.NumericLiteral && !isName(node)) add('literal', node, `${source(node)} + 1`);
  if (node.kind === SyntaxKind.StringLiteral && isValue(node, source(node)))
    add('literal', node, `${source(node).slice(0, -1)}~${source(node).at(-1)}`);
  if (node.kind === SyntaxKind.Block && node.statements.length > 1 && !source(node).includes('super('))
    add('block', node, '', 'block');
}

function mutateBinary(node, source, add) {
  const operator = source(node.operatorToken);
  const [left, right] = [source(node.left), source(node.right)];
  const parts =
    operator === '??' || operator === '&&' || operator === '||' ? [`(${left})`, `(${right})`] : [left, right];
  const with_ = (other) => `${parts[0]} ${other} ${parts[1]}`;
  if (BOUNDARIES[operator]) add('boundary', node, with_(BOUNDARIES[operator]));
  if (OPPOSITES[operator]) add('operator', node, with_(OPPOSITES[operator]));
}

/** Whether a test can see that a statement is missing; what is logged is for people. */
function isVisible(source) {
  return !source.startsWith('super(') && !LOGGING.test(source);
}

function isName(node) {
  return node.parent.name === node;
}

/** Whether a text is a value: not the name of a module or of a property, nor a sentence for people. */
function isValue(node, source) {
  const { kind, expression } = node.parent;
  if (kind === SyntaxKind.ExportDeclaration || kind === SyntaxKind.PropertyAssignment || isName(node)) return false;
  return expression?.kind !== SyntaxKind.ImportKeyword && !/\s/.test(source);
}
