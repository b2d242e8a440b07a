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

/** Answers every mutant of a parsed file: its kind, its line, the span that it replaces and by what. */
export function mutantsOf(sourceFile, text, file) {
  const mutants = [];
  const add = (kind, node, replacement) => {
    const start = node.getStart();
    const line = text.slice(0, start).split('\n').length;
    mutants.push({ file, kind, line, start, end: node.end, replacement, original: text.slice(start, node.end) });
  };
  const visit = (node) => {
    if (IGNORED.has(node.kind)) return;
    mutate(node, text, add);
    node.forEachChild(visit);
  };
  visit(sourceFile);
  return mutants;
}

function mutate(node, text, add) {
  const source = (part) => text.slice(part.getStart(), part.end);
  if (CONDITIONS.has(node.kind)) {
    const condition = node.expression ?? node.condition;
    add('negated condition', condition, `!(${source(condition)})`);
  }
  if (node.kind === SyntaxKind.BinaryExpression) {
    const operator = source(node.operatorToken);
    if (BOUNDARIES[operator]) add('boundary', node.operatorToken, BOUNDARIES[operator]);
    if (OPPOSITES[operator]) add('operator', node.operatorToken, OPPOSITES[operator]);
  }
  if (node.kind === SyntaxKind.ExpressionStatement && !source(node).startsWith('super(')) add('statement', node, ';');
  if (node.kind === SyntaxKind.TrueKeyword) add('literal', node, 'false');
  if (node.kind === SyntaxKind.FalseKeyword) add('literal', node, 'true');
  if (node.kind === SyntaxKind.NumericLiteral) add('literal', node, `(${source(node)} + 1)`);
  if (node.kind === SyntaxKind.StringLiteral && isValue(node))
    add('literal', node, `${source(node).slice(0, -1)}~${source(node).at(-1)}`);
  if (node.kind === SyntaxKind.Block && node.statements.length > 1) add('block', node, '{}');
}

/** Whether a text is a value, and not the name of a module or of a property. */
function isValue({ parent }) {
  return parent.kind !== SyntaxKind.ExportDeclaration && parent.kind !== SyntaxKind.PropertyAssignment;
}
