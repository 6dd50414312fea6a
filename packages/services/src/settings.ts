import type { ServiceSettings } from "./context.ts";
import * as topology from "../../../stacks/topology.ts";

/** The services' numbers, as the topology has them. */
export const serviceSettings: ServiceSettings = {
  ...topology.timing,
  tiersMinutes: topology.tiersMinutes,
  shards: topology.shards,
  accountsPerPollJob: topology.accountsPerPollJob,
  calendarDays: topology.calendarDays,
  maxRuleChain: topology.maxRuleChain,
  writeRetrySeconds: topology.writeRetrySeconds,
  webhookRetrySeconds: topology.webhookRetrySeconds,
};
