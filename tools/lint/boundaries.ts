import type { OxlintConfig, OxlintOverride } from "oxlint";

/** Which packages each package may import: one way, from the vocabulary in `core` up to what people start. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  trakt: ["core"],
  "trakt-sandbox": ["core"],
  detect: ["core"],
  rules: ["core"],
  channels: ["core"],
  storage: ["core"],
  services: ["core", "trakt", "detect", "rules", "channels"],
  api: ["core", "trakt", "detect", "rules", "channels", "services"],
  client: ["core"],
  // The composition root: the one place that chooses drivers.
  local: ["core", "trakt", "trakt-sandbox", "detect", "rules", "channels", "storage", "services", "api"],
  cli: ["core", "trakt", "trakt-sandbox", "detect", "rules", "channels", "services", "api", "client", "local"],
  // Runs in browsers: of the API only the client, of the rules what is pure.
  web: ["core", "detect", "rules", "client"],
};

/** A page that loads the client loads no schema with it. */
const mayImportTypes: Readonly<Record<string, readonly string[]>> = { client: ["rules", "api"] };

/** Pages run these too, so they touch nothing of Node. */
const runInBrowsers = ["detect", "rules", "client", "web"];
/** Calls Showrunner itself, and nobody else. */
const speaksHttp = ["cli", "client", "web"];
/** Everything that the simulator runs waits and asks for the time through `Clock`. */
const simulated = ["detect", "rules", "services"];

const clockFile = "packages/core/src/clock.ts";
const idsFile = "packages/core/src/ids.ts";
const environmentFile = "packages/local/src/env.ts";
const topologyFile = "stacks/topology.ts";
const cloudRootFile = "functions/runtime.ts";

type Rules = NonNullable<OxlintConfig["rules"]>;

interface Ban {
  regex: string;
  message: string;
  allowTypeImports?: boolean;
}

const imports = (...patterns: Ban[]): Rules => ({
  "no-restricted-imports": patterns.length === 0 ? "off" : ["error", { patterns }],
});

const everywhere: Ban[] = [
  { regex: "^(node:)?process$", message: "Use the global process; its env is read in packages/local/src/env.ts." },
  { regex: "^(\\.\\./)+.*/?src/", message: "Other packages are imported by name: @showrunner/<package>/<file>.ts." },
  { regex: "^sst(/|$)", message: "Only functions/runtime.ts knows SST." },
  { regex: "^(vitest|fast-check)$|/(testing|conformance)/", message: "What serves tests stays in tests." },
];

function bansOf(name: string): Ban[] {
  const typesOf = mayImportTypes[name] ?? [];
  const others = Object.keys(mayImport).filter(
    (other) => other !== name && !mayImport[name]?.includes(other) && !typesOf.includes(other),
  );
  const bans = [...everywhere];
  if (others.length > 0) {
    const allowed = mayImport[name]?.join(", ") ?? "";
    bans.push({
      regex: `^@showrunner/(${others.join("|")})/`,
      message: `Imports run one way: packages/${name} may import ${allowed === "" ? "no other package" : allowed}.`,
    });
  }
  if (name !== "trakt" && name !== "channels") {
    bans.push({
      regex: "^undici(/|$)",
      message: "Only trakt and channels speak HTTP: they hold its limits and guards.",
    });
  }
  if (name !== "storage") bans.push({ regex: "^@(aws-sdk|smithy)/", message: "Only storage and functions know AWS." });
  if (name !== "storage" && name !== "local") {
    bans.push({
      regex: "^node:sqlite$",
      message: "Only storage and local open databases; the others are given a Store.",
    });
  }
  if (runInBrowsers.includes(name)) {
    bans.push(
      { regex: "^node:", message: "The browser runs this package too: no Node built-in." },
      { regex: "^@showrunner/core/ids\\.ts$", message: "core/ids.ts hashes with Node; this package runs in browsers." },
    );
  }
  if (typesOf.length > 0) {
    bans.push({
      regex: `^@showrunner/(${typesOf.join("|")})/`,
      message: `Of these, packages/${name} may import types alone.`,
      allowTypeImports: true,
    });
  }
  if (name === "core") {
    bans.push({ regex: "^node:", message: "Packages that run in browsers import core: Node is only in ids.ts." });
  }
  if (name === "services") {
    bans.push({
      regex: "^node:(child_process|fs|http|http2|https|net|timers|tls|worker_threads)(/|$)",
      message: "Services reach the world through ports, and wait through Clock.",
    });
  }
  return bans;
}

const properties = (...denied: { object: string; property: string; message: string }[]): Rules => ({
  "no-restricted-properties": denied.length === 0 ? "off" : ["error", ...denied],
});
const environment = {
  object: "process",
  property: "env",
  message: "The environment is read and checked in packages/local/src/env.ts.",
};
const ambient = [
  { object: "Date", property: "now", message: "Ask the Clock." },
  { object: "performance", property: "now", message: "Ask the Clock." },
  { object: "AbortSignal", property: "timeout", message: "Wait through the Clock." },
  { object: "Math", property: "random", message: "Ask Random." },
];

const globals = (names: readonly string[]): Rules => ({
  "no-restricted-globals":
    names.length === 0 ? "off" : ["error", ...names.map((name) => ({ name, message: why(name) }))],
});
const timers = ["setTimeout", "setInterval", "setImmediate"];
const nodeGlobals = ["process", "Buffer", "global"];

function why(name: string): string {
  if (timers.includes(name)) return "Wait through the Clock.";
  if (nodeGlobals.includes(name)) return "The browser runs this package too: nothing of Node.";
  if (name === "crypto") return "Ask Random, or derive the id.";
  return "Only trakt and channels speak HTTP: they hold its limits and guards.";
}

function globalsOf(name: string): string[] {
  return [
    ...(speaksHttp.includes(name) ? [] : ["fetch"]),
    ...(simulated.includes(name) ? [...timers, "crypto"] : []),
    ...(runInBrowsers.includes(name) ? nodeGlobals : []),
  ];
}

const packages: OxlintOverride[] = Object.keys(mayImport).map((name) => ({
  files: [`packages/${name}/src/**`],
  rules: {
    ...imports(...bansOf(name)),
    ...properties(environment, ...ambient),
    ...globals(globalsOf(name)),
    "showrunner/no-ambient-date": "error",
  },
}));

/** The cloud's composition root, beside the one-machine runtime: neither knows the other. */
const functionBans: Ban[] = [
  ...everywhere,
  { regex: "^@showrunner/(local|cli|trakt-sandbox)/", message: "The functions are a runtime of their own." },
  { regex: "/sqlite/|^node:sqlite$", message: "The cloud keeps nothing on a disk." },
  { regex: "^undici(/|$)", message: "Only trakt and channels speak HTTP: they hold its limits and guards." },
  { regex: "^(\\.\\./)+stacks/([^t]|t[^o])", message: "Of the stacks, only the numbers run." },
];
/** Calls of AWS end by the machine's own time. */
const functionAmbient = ambient.filter(({ object }) => object !== "AbortSignal");
const functions: OxlintOverride[] = [
  {
    files: ["functions/**"],
    rules: {
      ...imports(...functionBans),
      ...properties(environment, ...functionAmbient),
      ...globals(["fetch", ...timers]),
      "showrunner/no-ambient-date": "error",
    },
  },
  {
    // The one file that reads SST's links and the environment.
    files: [cloudRootFile],
    rules: {
      ...imports(...functionBans.filter((ban) => !ban.regex.startsWith("^sst"))),
      ...properties(...functionAmbient),
    },
  },
];

const others = Object.keys(mayImport).filter((name) => name !== "core");

/** In this order, for of two overrides that set a rule the later one wins. */
export const boundaries: OxlintOverride[] = [
  ...packages,
  ...functions,
  { files: [clockFile], rules: { ...properties(environment), "showrunner/no-ambient-date": "off" } },
  { files: [idsFile], rules: imports(...everywhere) },
  { files: [environmentFile], rules: properties(...ambient) },
  {
    files: [topologyFile],
    rules: imports(
      { regex: "^[^@]", message: "The numbers depend on nothing." },
      { regex: `^@([^s]|showrunner/(${others.join("|")})/)`, message: "The numbers depend on nothing." },
      {
        regex: "^@showrunner/core/",
        allowTypeImports: true,
        message: "The numbers depend on nothing but core's types.",
      },
    ),
  },
  {
    files: ["**/*.test.ts", "packages/*/src/{testing,conformance}/**", "test/**", "bench/**"],
    rules: {
      ...imports(),
      ...properties(),
      ...globals([]),
      "showrunner/no-ambient-date": "off",
      // expect's matchers for a part of a value are of type any.
      "typescript/no-unsafe-assignment": "off",
    },
  },
];
