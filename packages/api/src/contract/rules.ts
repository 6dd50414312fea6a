import { ActionRequest } from "@showrunner/core/actions.ts";
import { ConditionTrace, Outcome } from "@showrunner/core/trace.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf, pageOf, Paged } from "./page.ts";
import { EventShape, RuleShape } from "./shapes.ts";

const source = z
  .record(z.string(), z.unknown())
  .describe("The rule in the shape of docs/rules.md; its own schema is at /api/v1/schemas/rule.");
const given = z.union([source, z.string().describe("The same as YAML or JSON; mistakes are told by line and column.")]);

export const list = defineEndpoint({
  id: "rules.list",
  method: "get",
  path: "/accounts/:account/rules",
  summary: "The account's rules, by name.",
  query: Paged,
  reply: pageOf(RuleShape),
});

export const get = defineEndpoint({
  id: "rules.get",
  method: "get",
  path: "/accounts/:account/rules/:rule",
  summary: "One rule, by its id or its name.",
  reply: RuleShape,
});

export const save = defineEndpoint({
  id: "rules.save",
  audit: "saved a rule",
  method: "post",
  path: "/accounts/:account/rules",
  summary: "Saves a rule; one of the same name gets a new version.",
  replaces: true,
  status: 201,
  body: z.strictObject({
    source: given,
    enabled: z.boolean().default(true),
    id: z.string().optional().describe("Which saved rule it is, whatever its name is now; by its name when left out."),
  }),
  reply: RuleShape.extend({
    warnings: z
      .array(z.string())
      .describe("What is no mistake, and may not be meant: a list that the person does not have."),
  }),
});

export const check = defineEndpoint({
  id: "rules.check",
  audit: null,
  method: "post",
  path: "/accounts/:account/rules/check",
  summary: "Says what would keep a rule's text from being saved, and where, and changes nothing.",
  access: "read",
  body: z.strictObject({
    text: z.string().max(30_000).describe("YAML or JSON."),
    id: z.string().optional().describe("The saved rule that it is to become a version of."),
  }),
  reply: z.object({
    definition: source.nullable().describe("The rule as it would be saved; null while there are mistakes."),
    places: z.array(
      z.object({
        path: z.string(),
        line: z.number().optional().describe("In the text, from 1."),
        column: z.number().optional(),
        message: z.string(),
        suggestion: z.string().optional().describe("What was probably meant."),
      }),
    ),
  }),
});

export const setEnabled = defineEndpoint({
  id: "rules.set_enabled",
  audit: "switched a rule on or off",
  method: "patch",
  path: "/accounts/:account/rules/:rule",
  summary: "Switches a rule on or off.",
  body: z.strictObject({ enabled: z.boolean() }),
  reply: RuleShape,
});

export const remove = defineEndpoint({
  id: "rules.remove",
  audit: "removed a rule",
  method: "delete",
  path: "/accounts/:account/rules/:rule",
  summary: "Removes a rule; its runs stay to be read.",
  reply: RuleShape,
});

export const test = defineEndpoint({
  id: "rules.test",
  audit: null,
  method: "post",
  path: "/accounts/:account/rules/test",
  summary: "Says what a rule would do on an event of the past, or on an example, and does nothing.",
  access: "read",
  body: z.strictObject({
    source: given,
    event: z.string().optional().describe("An event's id; an example when left out."),
  }),
  reply: z.object({
    event: EventShape,
    isExample: z.boolean(),
    outcome: Outcome,
    reason: z.string(),
    conditions: z.array(ConditionTrace),
    requests: z.array(ActionRequest),
    timing: z
      .array(z.array(z.string()))
      .describe("What would become of each request in time: its wait, digest, throttle, quiet hours."),
  }),
});

export const preview = defineEndpoint({
  id: "templates.preview",
  audit: null,
  method: "post",
  path: "/accounts/:account/templates/preview",
  summary: "Shows a rule's message as each kind of channel would bring it, and sends nothing.",
  access: "read",
  body: z.strictObject({
    source: given,
    action: z.int().min(0).optional().describe("Its place in `then`; the first that tells somebody when left out."),
    event: z.string().optional().describe("An event's id; an example when left out."),
  }),
  reply: z.object({
    event: z.object({ id: z.string(), type: z.string(), isExample: z.boolean(), about: z.string() }),
    place: z.number(),
    channel: z.string(),
    title: z.string(),
    body: z.string(),
    url: z.string().nullable(),
    shown: z.array(
      z.object({
        kind: z.string(),
        label: z.string(),
        title: z.string(),
        body: z.string(),
        url: z.string().nullable(),
        isCut: z.boolean().describe("It did not fit whole."),
        html: z.string().nullable().describe("Of a kind that brings it as a page."),
      }),
    ),
  }),
});

export const schema = defineEndpoint({
  id: "schemas.rule",
  method: "get",
  path: "/schemas/rule",
  summary: "The JSON Schema of a rule.",
  access: "open",
  reply: z.record(z.string(), z.unknown()),
});

export const words = defineEndpoint({
  id: "schemas.words",
  method: "get",
  path: "/schemas/words",
  summary: "Every event type, and every name that conditions and templates know.",
  access: "open",
  reply: z.object({
    events: z.array(
      z.object({
        type: z.string(),
        family: z.string(),
        title: z.string(),
        description: z.string(),
        keys: z.array(z.string()).describe("A name is known on it when one of the name's `needs` is among these."),
        items: z.array(z.string()).describe("What an action can be about."),
        subjects: z.array(z.string()).describe("What an action that names nothing is about."),
      }),
    ),
    words: z.array(
      z.object({
        name: z.string(),
        type: z.enum(["string", "int", "double", "bool", "timestamp", "list<string>"]),
        meaning: z.string(),
        needs: z.array(z.string()).describe("None: it is known on every event."),
        isCall: z.boolean().describe("In conditions only, and with a name in brackets."),
        isFetched: z.boolean().describe("Trakt may have to be asked."),
      }),
    ),
  }),
});

const Filed = z.strictObject({
  definition: source,
  id: z.string().optional().describe("Which saved rule it is, whatever its name is now; by its name when left out."),
  enabled: z.boolean().default(true),
});
const File = z.strictObject({
  rules: z.array(Filed).max(500),
  prune: z.boolean().default(false).describe("Remove the rules that are not named."),
});

const Filing = z.object({ id: z.string(), name: z.string() });
const Planned = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("add"), name: z.string(), enabled: z.boolean(), diff: z.string() }),
  Filing.extend({
    kind: z.literal("change"),
    version: z.number(),
    renamedFrom: z.string().nullable(),
    switched: z.enum(["on", "off"]).nullable(),
    diff: z.string().describe("Empty where it is only switched."),
  }),
  Filing.extend({ kind: z.literal("remove"), version: z.number(), diff: z.string() }),
  Filing.extend({ kind: z.literal("same") }),
  Filing.extend({ kind: z.literal("left") }).describe("It is not named, and stays: only pruning removes."),
]);

export const plan = defineEndpoint({
  id: "rules.plan",
  audit: null,
  method: "post",
  path: "/accounts/:account/rules/plan",
  summary: "Says what it would take to make the rules those given, and changes nothing.",
  access: "read",
  body: File,
  reply: z.object({ changes: z.array(Planned), count: z.number() }),
});

export const apply = defineEndpoint({
  id: "rules.apply",
  audit: "applied a set of rules",
  method: "post",
  path: "/accounts/:account/rules/apply",
  summary: "Makes the rules those given.",
  body: File,
  reply: z.object({ changes: z.array(Planned), count: z.number(), applied: z.number() }),
});

export const exported = defineEndpoint({
  id: "rules.export",
  method: "get",
  path: "/accounts/:account/rules/export",
  summary: "The rules as a YAML file, which `showrunner rules apply` takes.",
  reply: z.object({ yaml: z.string() }),
});

export const versions = defineEndpoint({
  id: "rules.versions",
  method: "get",
  path: "/accounts/:account/rules/:rule/versions",
  summary: "What a rule was before, the newest first.",
  reply: listOf(RuleShape),
});

export const restore = defineEndpoint({
  id: "rules.restore",
  audit: "restored a rule's former version",
  method: "post",
  path: "/accounts/:account/rules/:rule/restore",
  summary: "Makes a rule what it was in a version; that is a new version.",
  body: z.strictObject({ version: z.int().min(1) }),
  reply: RuleShape,
});

const FeedLink = z.object({ id: z.string(), rule: z.string(), createdAt: z.string() });

export const feeds = defineEndpoint({
  id: "feeds.list",
  method: "get",
  path: "/accounts/:account/feeds",
  summary: "Secret addresses at which rules' matches can be read, without their secrets.",
  reply: listOf(FeedLink),
});

export const addFeed = defineEndpoint({
  id: "feeds.add",
  audit: "made a feed's address",
  method: "post",
  path: "/accounts/:account/rules/:rule/feeds",
  summary: "Makes a secret address for a rule's matches, shown this once: iCalendar, RSS, Atom and JSON Feed.",
  status: 201,
  showsSecret: true,
  reply: FeedLink.extend({ urls: z.record(z.string(), z.string()) }),
});

export const removeFeed = defineEndpoint({
  id: "feeds.remove",
  audit: "took a feed's address back",
  method: "delete",
  path: "/accounts/:account/feeds/:feed",
  summary: "Takes a feed's address back.",
  reply: FeedLink,
});

export const recipes = defineEndpoint({
  id: "recipes.list",
  method: "get",
  path: "/recipes",
  summary: "Rules to begin with, each with a JSON Schema of what can be filled in.",
  access: "open",
  reply: listOf(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      inputs: z.record(z.string(), z.unknown()),
    }),
  ),
});

export const makeRecipe = defineEndpoint({
  id: "recipes.make",
  audit: null,
  method: "post",
  path: "/accounts/:account/recipes/:recipe",
  summary: "Makes rules of a recipe, or says what it would make.",
  status: 201,
  body: z.strictObject({
    inputs: z.record(z.string(), z.unknown()).default({}),
    enabled: z.boolean().default(true),
    preview: z.boolean().default(false).describe("Make nothing."),
  }),
  reply: z.object({
    definitions: z.array(z.record(z.string(), z.unknown())),
    changes: z.array(Planned),
    count: z.number(),
    applied: z.number(),
  }),
});

export const share = defineEndpoint({
  id: "rules.share",
  method: "get",
  path: "/accounts/:account/rules/:rule/share",
  summary: "A rule as one line for somebody else, and as YAML: without ids and secrets.",
  reply: z.object({ shared: z.string(), yaml: z.string() }),
});
