import * as z from "zod";

const AccountLimits = z.object({
  watchlist: z.int(),
  favorites: z.int(),
  lists: z.int(),
  listItems: z.int(),
  collection: z.int(),
});
export type AccountLimits = z.infer<typeof AccountLimits>;

/** A registered app. */
const RegisteredApp = z.object({
  /** Apps of phones and web pages have none. */
  secret: z.string().optional(),
  /** What people read on the sign-in page; the client id when it is absent. */
  name: z.string().optional(),
  /** Where people may be sent back to, exactly. */
  redirectUris: z.array(z.string()).default([]),
});

/** `mixed`: each route as its backend answered in recordings of spring 2026. */
export const Dialect = z.enum(["workers", "rails"]);
export type Dialect = z.infer<typeof Dialect>;

/** What Trakt may do this way or that; each field's default is how it was last seen. */
export const Behaviour = z.object({
  /** Whether the rate buckets are on. */
  limits: z.boolean().default(true),
  /** GETs per person, or per client id and address, in one period. Trakt: rate-limiting guide, 2026-10. */
  getLimit: z.int().min(0).default(500),
  getPeriodMs: z.int().min(0).default(300_000),
  /** One write per person in this time. */
  writePeriodMs: z.int().min(0).default(1_000),
  /** 7 days, as of 2026; 24 hours and three months were seen before. */
  tokenLifeSeconds: z.int().min(0).default(604_800),
  deviceLifeSeconds: z.int().min(0).default(600),
  deviceIntervalSeconds: z.int().min(0).default(5),
  /** Whether a refresh also ends the access token before it: not documented. */
  refreshEndsAccess: z.boolean().default(false),
  /** Trakt's auth server says 400; the one before it said 401. */
  invalidGrantStatus: z.union([z.literal(400), z.literal(401)]).default(400),
  /** What one address may ask of OAuth in one period; the edge's own limit, whose numbers are not known. */
  oauthLimit: z.int().min(0).default(1_000),
  oauthPeriodMs: z.int().min(0).default(300_000),
  /** How long an authorization code lives, which serves once. */
  codeLifeSeconds: z.int().min(0).default(600),
  /** Apps that may call: client id → secret, or more; a mere secret is sent back wherever asked. Null lets any in. */
  apps: z
    .record(z.string(), z.union([z.string(), RegisteredApp]))
    .nullable()
    .default(null),
  /** A free account keeps one Community app, as since 2026-07-22: signing in to a second one disconnects the first. */
  oneAppPerFreeAccount: z.boolean().default(false),
  dialect: z.enum(["mixed", "workers", "rails"]).default("mixed"),
  /** The dialect of single routes, by their template; goes before `dialect`. */
  routeDialects: z.record(z.string(), Dialect).default({}),
  /** How long reads do not see what was written; last_activities and tokens are never late. */
  lagMs: z.int().min(0).default(0),
  /** What keeps a show out of `my` calendars: `dropped` (as of April 2026), `hidden` (as documented), or both. */
  calendarHides: z.enum(["dropped", "hidden", "both"]).default("dropped"),
  /** Shows with fewer votes are missing from `all` calendars, which are curated (trakt-api #812). */
  allCalendarMinVotes: z.int().min(0).default(0),
  /** Whether episodes come last first: their order is not promised. */
  episodesReversed: z.boolean().default(false),
  calendarMaxDays: z.int().min(0).default(33),
  pageMax: z.int().min(0).default(250),
  pageMaxWithProgress: z.int().min(0).default(100),
  freeLimits: AccountLimits.default({
    watchlist: 100,
    favorites: 50,
    lists: 2,
    listItems: 100,
    collection: 100_000,
  }),
  vipLimits: AccountLimits.default({
    watchlist: 10_000,
    favorites: 10_000,
    lists: 10_000,
    listItems: 10_000,
    collection: 100_000,
  }),
  /** Keys that no client knows, in every object where Trakt might add one. */
  extraKeys: z.boolean().default(false),
  /** Older accounts: keys that came in the last years are not there. */
  missingNewerKeys: z.boolean().default(false),
});
export type Behaviour = z.infer<typeof Behaviour>;

export function behaviourOf(settings: Partial<Behaviour>): Behaviour {
  return Behaviour.parse(settings);
}
