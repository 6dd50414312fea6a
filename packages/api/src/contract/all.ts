import type * as z from "zod";
import * as Accounts from "./accounts.ts";
import * as Audit from "./audit.ts";
import * as Archive from "./archive.ts";
import * as Channels from "./channels.ts";
import type { Endpoint, PathParams } from "./endpoint.ts";
import * as Explain from "./explain.ts";
import * as History from "./history.ts";
import * as Home from "./home.ts";
import * as Household from "./household.ts";
import * as Operator from "./operator.ts";
import * as Invites from "./invites.ts";
import * as Rules from "./rules.ts";
import * as Sessions from "./sessions.ts";
import * as Trust from "./trust.ts";
import * as Views from "./views.ts";

/** The contract's parts, in the order of its document. Whatever one exports is an endpoint. */
const parts = {
  Accounts,
  Home,
  Sessions,
  Audit,
  Invites,
  Rules,
  Explain,
  History,
  Channels,
  Trust,
  Household,
  Views,
  Archive,
  Operator,
};

/** Every endpoint of the API, in the order of its document. */
export const endpoints: readonly Endpoint[] = Object.values(parts).flatMap((part) => Object.values<Endpoint>(part));

type Parts = typeof parts;
type AnyEndpoint = { [Name in keyof Parts]: Parts[Name][keyof Parts[Name]] }[keyof Parts];

/** A parameter that is text on the way may be given as what it means. */
type Sent<Query> = {
  [Name in keyof Query]: string extends Query[Name] ? Query[Name] | number | boolean : Query[Name];
};

/** What each endpoint takes and answers, as who asks it sees that: `Contract["rules.save"]["body"]`. */
export type Contract = {
  [One in AnyEndpoint as One["id"]]: {
    path: Record<PathParams<One["path"]>, string>;
    query: Sent<z.input<One["query"]>>;
    body: z.input<One["body"]>;
    reply: z.output<One["reply"]>;
  };
};
