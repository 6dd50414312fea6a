import { Deed, Undo } from "@showrunner/core/deeds.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { accountPk, connectionKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import {
  Account,
  ActionRecord,
  ChannelRecord,
  Connection,
  InboxMessage,
  RuleRecord,
  Run,
} from "@showrunner/core/records.ts";
import * as z from "zod";
import { ApiKey } from "../accounts/api-keys.ts";
import { AuditEntry } from "../accounts/audit.ts";
import { Session } from "../accounts/sessions.ts";
import { Entry } from "../act/ledger.ts";
import { Approval } from "../approvals/approvals.ts";
import type { Services } from "../context.ts";
import { FeedLink } from "../feeds/feed-links.ts";
import { HookRecord } from "../hooks/hook.ts";
import { HouseholdLink } from "../household/links.ts";
import { PersonSettings } from "../timing/settings.ts";
import { shownConfig } from "./shown-config.ts";
import { isPast } from "./rows.ts";

/** Of the layout of the document; another layout gets another number. */
export const accountArchiveFormat = 1;

const Channel = ChannelRecord.omit({ secrets: true, formerSecrets: true }).extend({
  config: ChannelRecord.shape.config.describe("Addresses without what may let somebody in."),
});

/** Lists of a person's rows: each by how its keys begin, and by what of them is shown. What no schema names stays inside. */
export const archivedLists = {
  rules: { prefix: "RULE#", row: RuleRecord },
  ruleVersions: { prefix: "RULEVERSION#", row: RuleRecord },
  channels: { prefix: "CHANNEL#", row: Channel },
  hooks: { prefix: "HOOK#", row: HookRecord.omit({ hash: true, salt: true }) },
  feeds: { prefix: "FEEDLINK#", row: FeedLink.omit({ hash: true }) },
  keys: { prefix: "APIKEY#", row: ApiKey.omit({ hash: true }) },
  sessions: { prefix: "SESSION#", row: Session.omit({ hash: true }) },
  household: { prefix: "HOUSEHOLD#", row: HouseholdLink },
  approvals: { prefix: "APPROVAL#", row: Approval },
  undos: { prefix: "UNDO#", row: Undo },
  audit: { prefix: "AUDIT#", row: AuditEntry },
  inbox: { prefix: "INBOX#", row: InboxMessage },
  ledger: { prefix: "LEDGER#", row: Entry.extend({ entry: z.string().describe("The place and the thing.") }) },
  deeds: { prefix: "DEED#", row: Deed },
  actions: { prefix: "ACTION#", row: ActionRecord.omit({ owner: true, leaseUntil: true, resentAt: true }) },
  runs: { prefix: "RUN#", row: Run },
  events: { prefix: "EVENT#", row: ChangeEvent },
} as const satisfies Record<string, { prefix: string; row: z.ZodObject }>;

type ListName = keyof typeof archivedLists;

/** What of an account's rows is in no archive, by their keys or how these begin, and why. */
export const notArchived: Readonly<Record<string, string>> = {
  "FEED#": "a copy of what is at Trakt, which gives it whole",
  "VIEW#": "a copy of what is at Trakt, which gives it whole",
  "FACT#": "a copy of what is at Trakt, which gives it whole",
  FACTMARKS: "when copies of what is at Trakt were made",
  CURSOR: "when copies of what is at Trakt were made",
  NEEDS: "made of the rules, which are here",
  "TRIGGER#": "made of the rules, which are here",
  "TIMER#": "made of the rules and Trakt's calendars",
  "RULEHEALTH#": "counted from the runs, which are here",
  "CHANNELHEALTH#": "counted from the actions, which are here",
  "TAKEN#": "counted from the actions, which are here",
  "THROTTLE#": "counted from the actions, which are here",
  "ROOM#": "Trakt's limits, as they were read",
  "ECHO#": "how changes of rules are known again for some minutes; the actions are here",
  "HELD#": "where an action waits, which is here itself",
  "BUNDLE#": "which actions are told together; they are here themselves",
  "WAIT#": "where an action waits; its run is here",
  CATCHUP: "until when an account catches up, some minutes",
  "APPROVALASK#": "links that were sent; what they ask is here",
  "ANSWERED#": "how requests are known again for a day",
  "DATAKEY#": "a key that secrets are sealed under",
  PUSHKEY: "a key that browsers are written to with",
  "ENTER#": "links that sign in once, for some minutes",
  HOUSE: "whether the account is moving",
  TOMBSTONE: "that the account is being deleted",
};

const head = {
  showrunner: z.literal("account"),
  format: z.literal(accountArchiveFormat),
  madeAt: z.iso.datetime(),
  profile: Account,
  connection: Connection.pick({ state: true, issuedAt: true, expiresAt: true, reason: true, reasonSince: true })
    .nullable()
    .describe("The link to Trakt, without its tokens; times are epoch milliseconds."),
  settings: PersonSettings.nullable().describe("Null: as they are by default."),
};

const rowOf = Object.fromEntries(Object.entries(archivedLists).map(([name, { row }]) => [name, z.array(row)]));

/** The whole document. */
export const AccountArchive = z.object({
  ...head,
  ...rowOf,
  unreadable: z.array(z.string()).describe("Rows that another version wrote, and this one cannot read: their keys."),
});

/** The document as JSON Schema (draft 2020-12), for whoever reads one without Showrunner. */
export function accountArchiveSchema(): z.core.JSONSchema.BaseSchema {
  const schema = z.toJSONSchema(AccountArchive, {
    target: "draft-2020-12",
    io: "output",
    unrepresentable: "any",
    reused: "ref",
  });
  return { ...schema, title: "All that is one person's at a Showrunner" };
}

const pageSize = 200;

/**
 * All that is one person's, as one JSON document in parts, each of some rows: a history of any length takes the memory of
 * a page. Secrets are not in it: neither tokens nor what lets programs or messages through.
 */
export async function* accountArchive(ctx: Services, account: Account): AsyncGenerator<string> {
  const unreadable: string[] = [];
  const connection = await ctx.store.get(connectionKey(account.id));
  const [settings] = (await ctx.store.query({ pk: accountPk(account.id), prefix: "SETTINGS", limit: 1 })).items;
  const first = z.object(head).parse({
    showrunner: "account",
    format: accountArchiveFormat,
    madeAt: new Date(ctx.clock.now()).toISOString(),
    profile: account,
    connection: connection?.data ?? null,
    settings: settings?.data ?? null,
  });
  yield JSON.stringify(first).slice(0, -1);
  for (const name of listNames) {
    yield `,${JSON.stringify(name)}:[`;
    let isFirst = true;
    for await (const items of pagesOf(ctx, account.id, archivedLists[name].prefix)) {
      const rows = items.flatMap((item) => shown(name, item, unreadable));
      if (rows.length === 0) continue;
      yield `${isFirst ? "" : ","}${rows.join(",\n")}`;
      isFirst = false;
    }
    yield "]\n";
  }
  yield `,"unreadable":${JSON.stringify(unreadable)}}\n`;
}

const isListName = (name: string): name is ListName => Object.hasOwn(archivedLists, name);
const listNames = Object.keys(archivedLists).filter(isListName);

function shown(name: ListName, item: Item, unreadable: string[]): string[] {
  const data = name === "channels" ? { ...item.data, config: shownConfig(item.data["config"]) } : item.data;
  const given = name === "ledger" ? { ...data, entry: item.sk.slice(archivedLists.ledger.prefix.length) } : data;
  const row = archivedLists[name].row.safeParse(given);
  if (row.success) return [JSON.stringify(row.data)];
  unreadable.push(item.sk);
  return [];
}

async function* pagesOf(ctx: Services, accountId: string, prefix: string): AsyncGenerator<Item[]> {
  let after: string | undefined;
  do {
    const page = await ctx.store.query({ pk: accountPk(accountId), prefix, limit: pageSize, after });
    yield page.items.filter((item) => !isPast(item, ctx.clock.now()));
    after = page.next;
  } while (after !== undefined);
}
