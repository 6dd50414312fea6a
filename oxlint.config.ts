import { defineConfig } from "oxlint";
import { boundaries } from "./tools/lint/boundaries.ts";

/** What is banned for style stands here; which folder may import what, and read which clock, in tools/lint/boundaries.ts. */
export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "node", "vitest"],
  jsPlugins: ["./tools/lint/plugin.ts"],
  // They name SST's types, which a clone has only once its tests ran, and which take half a minute to read: the stacks' own
  // test checks them.
  ignorePatterns: ["sst.config.ts", "stacks/**", "!stacks/permissions.ts", "!stacks/stage.ts", "!stacks/topology.ts"],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: "error" },
  categories: { correctness: "error", suspicious: "error" },
  rules: {
    // Types: nothing is asserted that the compiler cannot check.
    "typescript/no-explicit-any": "error",
    "typescript/consistent-type-assertions": ["error", { assertionStyle: "never" }],
    "typescript/no-unsafe-type-assertion": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/no-unsafe-argument": "error",
    "typescript/no-unsafe-assignment": "error",
    "typescript/no-unsafe-call": "error",
    "typescript/no-unsafe-member-access": "error",
    "typescript/no-unsafe-return": "error",
    "typescript/ban-ts-comment": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-import-type-side-effects": "error",
    "typescript/no-namespace": "error",
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],

    // Promises: none is forgotten, and every rejection is an Error.
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/await-thenable": "error",
    "typescript/only-throw-error": "error",
    "typescript/prefer-promise-reject-errors": "error",
    // tsc's noImplicitReturns knows exhaustive switches; this rule does not.
    "typescript/consistent-return": "off",
    // Ports are interfaces of closures: their methods have no `this` to lose.
    "typescript/unbound-method": "off",
    "typescript/return-await": ["error", "error-handling-correctness-only"],

    // Modules: flat, named exports from files named for their subject.
    "import/no-default-export": "error",
    "import/no-cycle": "error",
    "import/no-self-import": "error",
    "showrunner/no-barrel": "error",
    "showrunner/no-vague-names": "error",
    "showrunner/zod-as-namespace": "error",
    "unicorn/filename-case": ["error", { case: "kebabCase" }],
    "unicorn/prefer-node-protocol": "error",
    "max-lines": ["error", { max: 400 }],

    // A rule is written when, if, then.
    "unicorn/no-thenable": "off",
    // A parser of hostile input names control characters on purpose.
    "no-control-regex": "off",
    "unicorn/consistent-function-scoping": "off",
    // Meant for windows; Node's ports have no origin.
    "unicorn/require-post-message-target-origin": "off",
    eqeqeq: ["error", "always", { null: "ignore" }],
    "no-console": "error",
    "no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
    "no-var": "error",
    "prefer-const": "error",
    "no-warning-comments": [
      "error",
      { terms: ["todo", "fixme", "xxx", "hack", "stub", "placeholder"], location: "start" },
    ],
    // A property holds for the cases that it is about, and what ends a loop may be set elsewhere.
    "vitest/no-conditional-expect": "off",
    "vitest/no-conditional-tests": "off",
    "no-unmodified-loop-condition": "off",
    "vitest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*", "assert*", "fc.assert"] }],
    "vitest/valid-expect": ["error", { maxArgs: 2 }],
    "vitest/no-focused-tests": "error",
    "vitest/no-disabled-tests": "error",
    "vitest/no-restricted-vi-methods": [
      "error",
      {
        mock: "Use the real module: the sandbox, SQLite in memory.",
        doMock: "Use the real module: the sandbox, SQLite in memory.",
      },
    ],
  },
  overrides: [
    { files: ["*.config.ts", "tools/lint/plugin.ts"], rules: { "import/no-default-export": "off" } },
    { files: ["packages/cli/src/**", "tools/**", "bench/**"], rules: { "no-console": "off" } },
    {
      files: ["packages/web/**"],
      plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "vitest", "react", "jsx-a11y"],
      rules: {
        "import/no-unassigned-import": ["error", { allow: ["**/*.css"] }],
        // The compiler makes JSX itself: React need not be in scope.
        "react/react-in-jsx-scope": "off",
        "react/rules-of-hooks": "error",
        // Roles here are on purpose: an output or a progress element cannot be styled alike everywhere.
        "jsx-a11y/prefer-tag-over-role": "off",
      },
    },
    // Scripts that browsers run as they are: nothing types them.
    {
      files: ["packages/web/public/**"],
      rules: Object.fromEntries(
        ["argument", "assignment", "call", "member-access", "return"].map((what) => [
          `typescript/no-unsafe-${what}`,
          "off",
        ]),
      ),
    },
    // The assertions of an example run inside the tests that play it.
    { files: ["test/contract/examples/**"], rules: { "vitest/no-standalone-expect": "off" } },
    ...boundaries,
  ],
});
