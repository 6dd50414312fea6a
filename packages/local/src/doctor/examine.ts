import { existsSync } from "node:fs";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { checkAccounts } from "@showrunner/services/doctor/check-accounts.ts";
import { checkWork } from "@showrunner/services/doctor/check-work.ts";
import { type Finding, ok, problem } from "@showrunner/services/doctor/finding.ts";
import { dataFolder } from "../data-folder.ts";
import type { Env } from "../env.ts";
import type { HouseAddress } from "../house/house-address.ts";
import { type House, openHouse } from "../house/open-house.ts";
import { checkDatabase, checkKeyFile, checkNode, checkRunning, checkSpace, checkTimeZone } from "./check-machine.ts";
import { checkTrakt } from "./check-trakt.ts";

/**
 * Looks a Showrunner over, on this machine or at a stage, and says how each thing is. It changes nothing, and asks Trakt for two small
 * things. What cannot be looked at is a finding too.
 */
export async function examine(env: Env, address: HouseAddress, clock: Clock = systemClock): Promise<Finding[]> {
  const found = [checkNode(), checkTimeZone()];
  if (env.trakt === null) found.push(ok("app", "none is set: this is the demo, on a Trakt of this machine"));
  else found.push(...(await checkTrakt(env.trakt, clock, env.redirectUri)));
  return [...found, ...(address.kind === "here" ? await examineMachine(env) : await examineStage(env, address))];
}

async function examineMachine(env: Env): Promise<Finding[]> {
  const folder = dataFolder(env.dataFolder, env.trakt === null);
  const hasData = existsSync(folder.database);
  const { isRunning, findings } = await checkRunning(folder, env.port);
  const key = checkKeyFile(env.keyFile ?? folder.keyFile, hasData);
  const database = checkDatabase(folder);
  const found = [...findings, key, ...database, checkSpace(hasData ? folder.path : ".")];
  // Opening would make what is missing, and has no use on what is broken.
  if (!hasData || key.state === "problem" || database.some(({ state }) => state === "problem")) return found;
  return [...found, ...(await insideOf("data", () => openHere(env), isRunning))];
}

function openHere(env: Env): Promise<House> {
  return openHouse({ env, address: { kind: "here" }, log: () => {}, alone: false });
}

async function examineStage(env: Env, address: HouseAddress): Promise<Finding[]> {
  return await insideOf("stage", () => openHouse({ env, address, log: () => {}, alone: false }), undefined);
}

async function insideOf(check: string, open: () => Promise<House>, isRunning: boolean | undefined): Promise<Finding[]> {
  let house: House | undefined;
  try {
    house = await open();
    return [...(await checkWork(house.ctx, house.queues, isRunning)), ...(await checkAccounts(house.ctx))];
  } catch (error) {
    const hint = error instanceof Problem ? error.hint : undefined;
    const remedy = hint ?? "Look whether your credentials are those of the place, and may read it.";
    return [problem(check, `it cannot be looked into: ${messageOf(error)}`, remedy)];
  } finally {
    await house?.close();
  }
}
