import type { ServiceSettings } from "./context.ts";
import * as topology from "../../../stacks/topology.ts";

/** The services' numbers, as the topology has them. */
export const serviceSettings: ServiceSettings = {
  ...topology.timing,
  tiersMinutes: topology.tiersMinutes,
  shards: topology.shards,
  accountsPerPollJob: topology.accountsPerPollJob,
  calendarDays: topology.calendarDays,
  ruleLimits: topology.ruleLimits,
  accountLimits: topology.accountLimits,
  looks: topology.looks,
  friendsAskedAtOnce: topology.friendsAskedAtOnce,
  friendPlaysKept: topology.friendPlaysKept,
  commentsCounted: topology.commentsCounted,
  likedCommentsRead: topology.likedCommentsRead,
  maxRuleChain: topology.maxRuleChain,
  failingRuns: topology.failingRuns,
  hooks: topology.hooks,
  sessions: topology.sessions,
  requestLimits: topology.requestLimits,
  writeRetrySeconds: topology.writeRetrySeconds,
  webhookRetrySeconds: topology.webhookRetrySeconds,
};
