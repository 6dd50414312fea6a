/** The parts of the syntax tree (ESTree) that the rules here look at. */
interface SyntaxNode {
  type: string;
  name?: string;
  callee?: SyntaxNode;
  arguments?: readonly unknown[];
  exported?: unknown;
  source?: { value: unknown };
  specifiers?: readonly SyntaxNode[];
}

interface Context {
  filename: string;
  report(finding: { node: SyntaxNode; message: string }): void;
}

const isDate = (node: SyntaxNode): boolean => node.callee?.type === "Identifier" && node.callee.name === "Date";

/** `new Date()` and `Date()` read the machine's clock; `new Date(ms)` does not. */
const noAmbientDate = {
  create: (context: Context) => ({
    NewExpression(node: SyntaxNode): void {
      if (isDate(node) && node.arguments?.length === 0)
        context.report({ node, message: "Ask the Clock for the time." });
    },
    CallExpression(node: SyntaxNode): void {
      if (isDate(node)) context.report({ node, message: "Ask the Clock for the time." });
    },
  }),
};

/** A file that passes on a sibling's exports hides where things are: import the file that has them. */
const noBarrel = {
  create: (context: Context) => ({
    ExportAllDeclaration(node: SyntaxNode): void {
      if (node.exported == null)
        context.report({ node, message: "No barrels: import the file that defines the name." });
    },
  }),
};

/** zod's named export `z` takes every locale with it: 454 KB bundled against 90. */
const zodAsNamespace = {
  create: (context: Context) => ({
    ImportDeclaration(node: SyntaxNode): void {
      const named = node.specifiers?.some((one) => one.type !== "ImportNamespaceSpecifier") === true;
      if (node.source?.value === "zod" && named) context.report({ node, message: 'import * as z from "zod"' });
    },
  }),
};

const vague = /[\\/](?:[^\\/]*-)?(?:utils?|helpers?|commons?|misc)(?:[\\/]|(?:\.test)?\.ts$)/;

/** A file is named for its subject. */
const noVagueNames = {
  create: (context: Context) => ({
    Program(node: SyntaxNode): void {
      if (vague.test(context.filename)) context.report({ node, message: "Name the file for its subject." });
    },
  }),
};

const plugin = {
  meta: { name: "showrunner" },
  rules: {
    "no-ambient-date": noAmbientDate,
    "no-barrel": noBarrel,
    "no-vague-names": noVagueNames,
    "zod-as-namespace": zodAsNamespace,
  },
};

export default plugin;
