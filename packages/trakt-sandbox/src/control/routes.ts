import * as z from "zod";
import { Problem } from "@showrunner/core/errors.ts";
import { Behaviour } from "../behaviour.ts";
import { FaultName } from "../faults.ts";
import type { SandboxApp, Service } from "../http/service.ts";
import { addressOf, type SandboxContext } from "../http/wire.ts";
import type { World } from "../world.ts";
import { Duration, latestMs } from "./duration.ts";
import { Happening, perform } from "./happenings.ts";

const NewPeople = z.object({
  people: z.array(
    z.strictObject({
      username: z
        .string()
        .regex(/^[\p{L}\p{N}._ -]{1,40}$/u, "a user name has up to 40 letters, digits, dots, hyphens and underscores"),
      name: z.string().optional(),
      timezone: z.string().refine(isTimezone, "there is no such time zone; one is Europe/Berlin").optional(),
      vip: z.boolean().optional(),
      private: z.boolean().optional(),
    }),
  ),
  /** Whether each is to have a pair of tokens. */
  tokens: z.boolean().default(false),
  /** The app that the tokens are for; any app may use them when it is absent. */
  client: z.string().optional(),
});

const NewFault = z.strictObject({
  name: FaultName,
  match: z
    .strictObject({
      method: z.string().optional(),
      route: z.string().optional(),
      /** A regular expression over the path, in the place of `route`. */
      routePattern: z.string().optional(),
      username: z.string().optional(),
    })
    .optional(),
  times: z.int().min(1).optional(),
  share: z.number().gt(0).max(1).optional(),
  delayMs: Duration.optional(),
});

const NewTime = z
  .strictObject({
    /** By how much time goes on at once. */
    advance: Duration.optional(),
    /** When it is to be. */
    to: z.iso
      .datetime({ offset: true })
      .or(z.iso.date())
      .transform((text) => Date.parse(text))
      .optional(),
    /** How many times as fast as the machine's it runs from now on; 0 stands still. */
    speed: z.number().min(0).max(100_000).optional(),
  })
  .refine((time) => time.advance === undefined || time.to === undefined, "advance and to exclude each other")
  .refine((time) => Object.values(time).some((one) => one !== undefined), "say advance, to or speed");

const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1", "localhost", "[::1]"]);

/** The sandbox's own control, for programs of another process on this machine. */
export function controlRoutes(app: SandboxApp, service: Service): void {
  const { world, ledger, faults, log } = service;

  app.use("/sandbox/*", async (c, next) => {
    // The name is checked, too: a web page may call this address by a name of its own making.
    const host = new URL(c.req.url).hostname;
    if (!loopback.has(addressOf(c)) || !loopback.has(host)) return c.text("loopback only", 403);
    // Nor may a page of another site send what needs no leave of the browser's.
    const origin = c.req.header("origin");
    if (origin !== undefined && origin !== new URL(c.req.url).origin) return c.text("not from other sites", 403);
    return next();
  });

  const { sandbox } = service;
  const timeNow = () => ({ now: new Date(ledger.now()).toISOString(), speed: sandbox.time.speed() });

  app.get("/sandbox/state", (c) => {
    const { people, library, serial, seed, writes } = ledger.state;
    return c.json({
      ...timeNow(),
      seed,
      ops: serial,
      people: people.size,
      shows: library.shows.size,
      movies: library.movies.size,
      writes: writes.length,
      requests: log.requests(),
      answers: log.answers(),
      faults: { active: faults.active(), struck: faults.struck() },
      behaviour: ledger.behaviour,
    });
  });

  app.get("/sandbox/clock", (c) => c.json(timeNow()));
  app.post("/sandbox/clock", async (c) => {
    const { advance, to, speed } = await bodyOf(c, NewTime);
    const toMs = advance === undefined ? to : ledger.now() + advance;
    if (toMs !== undefined && toMs > latestMs)
      throw new Problem({ code: "sandbox.bad_request", message: "time ends here with the year 9999" });
    sandbox.time.move({ toMs, speed });
    return c.json(timeNow());
  });
  app.post("/sandbox/reset", (c) => {
    sandbox.reset();
    return c.json(timeNow());
  });
  app.get("/sandbox/export", (c) => {
    const text = sandbox.exported();
    if (text === undefined) {
      throw new Problem({
        code: "sandbox.not_kept",
        message: "this sandbox does not keep what happened in it",
        hint: "Run it with a journal, or on its own: `showrunner sandbox`.",
      });
    }
    return c.text(text, 200, { "content-type": "application/x-ndjson" });
  });
  app.get("/sandbox/requests", (c) => c.json({ requests: log.requests(), answers: log.answers() }));

  app.get("/sandbox/behaviour", (c) => c.json(ledger.behaviour));
  app.patch("/sandbox/behaviour", async (c) => {
    const sent = await bodyOf(c, z.record(z.string(), z.unknown()));
    return c.json(Object.assign(ledger.behaviour, changed(ledger.behaviour, sent)));
  });

  app.get("/sandbox/people", (c) => c.json(world.people()));
  app.post("/sandbox/people", async (c) => {
    const { people, tokens, client } = await bodyOf(c, NewPeople);
    expectNew(world, people);
    const made = world.together(() =>
      people.map((person) => {
        const facts = world.addPerson(person);
        const options = client === undefined ? {} : { client };
        return tokens ? { ...facts, tokens: world.issueTokens(person.username, options) } : facts;
      }),
    );
    return c.json({ people: made });
  });

  app.post("/sandbox/happenings", async (c) => {
    const { happenings } = await bodyOf(c, z.object({ happenings: z.array(Happening) }));
    const results = world.together(() => happenings.map((one, index) => performAt(world, one, index) ?? null));
    return c.json({ results });
  });

  app.post("/sandbox/faults", async (c) => {
    const { match, ...fault } = await bodyOf(c, NewFault);
    const { routePattern, ...rest } = match ?? {};
    const route = routePattern === undefined ? rest.route : patternOf(routePattern);
    return c.json({ id: faults.inject({ ...fault, match: { ...rest, route } }) });
  });
  app.delete("/sandbox/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  app.delete("/sandbox/faults/:id", (c) => {
    const id = c.req.param("id");
    if (faults.remove(id)) return c.body(null, 204);
    throw new Problem({ code: "sandbox.no_such_fault", message: `no fault ${id} waits for requests` });
  });
  app.get("/sandbox/faults", (c) =>
    c.json({ active: faults.active(), struck: faults.struck(), names: FaultName.options }),
  );

  app.get("/sandbox/writes", (c) => c.json(world.writes()));
  app.get("/sandbox/refreshes", (c) => c.json(world.refreshAttempts()));
  app.get("/sandbox/people/:username/hidden/:section", (c) =>
    c.json(world.hidden(c.req.param("username"), c.req.param("section"))),
  );
  app.get("/sandbox/people/:username/progress/:show", (c) => {
    const { trakt } = world.show(Number(c.req.param("show")));
    const { aired, completed } = world.progress(c.req.param("username"), trakt);
    return c.json({ aired, completed });
  });
  const readers = ["writes", "watchlist", "history", "ratings", "lists", "favorites", "collection"] as const;
  for (const reader of readers) {
    app.get(`/sandbox/people/:username/${reader}`, (c) => c.json(world[reader](c.req.param("username"))));
  }
  app.get("/sandbox/people/:username", (c) => c.json(world.person(c.req.param("username"))));
  app.all("/sandbox/*", (c) => {
    throw new Problem({
      code: "sandbox.no_such_route",
      message: `there is no ${c.req.method} ${c.req.path}`,
      hint: "docs/sandbox.md lists what there is.",
    });
  });
}

/** All of them, or none: throws Problem `sandbox.person_exists` before anybody is added. */
function expectNew(world: World, people: readonly { username: string }[]): void {
  const taken = new Set(world.people().map(({ username }) => username));
  for (const { username } of people) {
    if (!taken.has(username)) taken.add(username);
    else {
      throw new Problem({
        code: "sandbox.person_exists",
        message: `there is a person called ${username} in the sandbox already`,
      });
    }
  }
}

/** What happened is not taken back: the Problem of a later one says that those before it stand. */
function performAt(world: World, one: Happening, index: number): unknown {
  try {
    return perform(world, one);
  } catch (cause) {
    if (index === 0 || !(cause instanceof Problem)) throw cause;
    const { code, message, hint } = cause;
    throw new Problem({
      code,
      message: `${message} (happening ${index + 1}; the ${index} before it happened)`,
      ...(hint === undefined ? {} : { hint }),
      cause,
    });
  }
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (cause) {
    throw new Problem({
      code: "sandbox.bad_request",
      message: `routePattern is no regular expression: ${text}`,
      cause,
    });
  }
}

function changed(behaviour: Behaviour, sent: Record<string, unknown>): Behaviour {
  const parsed = z.strictObject(Behaviour.shape).safeParse({ ...behaviour, ...sent });
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: "sandbox.bad_request",
    message: `it cannot behave like that: ${z.prettifyError(parsed.error)}`,
  });
}

async function bodyOf<T>(c: SandboxContext, schema: z.ZodType<T>): Promise<T> {
  const sent: unknown = await c.req.json().catch(() => {
    throw new Problem({
      code: "sandbox.bad_request",
      message: `the body of ${c.req.method} ${c.req.path} is not JSON`,
      hint: "docs/sandbox.md has an example of each.",
    });
  });
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: "sandbox.bad_request",
    message: `the body of ${c.req.method} ${c.req.path} is not as it should be: ${z.prettifyError(parsed.error)}`,
  });
}
