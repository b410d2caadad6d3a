import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

export interface Import {
  readonly from: string;
  /** A path from the repository's root for the project's own files, else the package or `node:` module. */
  readonly to: string;
  readonly isOwn: boolean;
  readonly isDynamic: boolean;
}

/** Every import and re-export of a file: static, for types only, and dynamic. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, isDynamic: boolean) => {
    const isOwn = specifier.startsWith('.');
    found.push({
      from: file.path,
      to: isOwn ? resolved(file.path, specifier) : packageOf(specifier),
      isOwn,
      isDynamic,
    });
  };
  visit(parsed(file), (node) => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined
    ) {
      if (ts.isStringLiteral(node.moduleSpecifier)) add(node.moduleSpecifier.text, false);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier !== undefined && ts.isStringLiteral(specifier)) add(specifier.text, true);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) add(node.argument.literal.text, false);
    }
  });
  return found;
}

/** Names of globals that a file reaches for, as `process`, `console`, `Date.now`. */
export function globalsOf(file: SourceFile): string[] {
  const found: string[] = [];
  visit(parsed(file), (node) => {
    if (ts.isPropertyAccessExpression(node)) {
      const name = `${node.expression.getText()}.${node.name.text}`;
      if (GLOBAL_MEMBERS.has(name)) found.push(name);
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) {
      found.push('new Date()');
    }
    if (ts.isIdentifier(node) && GLOBALS.has(node.text) && !isName(node)) found.push(node.text);
  });
  return found;
}

const GLOBALS = new Set(['process', 'console']);
const GLOBAL_MEMBERS = new Set(['Date.now', 'Math.random', 'performance.now', 'globalThis.process']);

/** True for `x.process` and `{ process: 1 }`, which only use the word. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent)
  );
}

function parsed({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

function resolved(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
