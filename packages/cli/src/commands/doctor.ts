import { examine } from "@showrunner/local/doctor/examine.ts";
import { houseAddress } from "@showrunner/local/house/house-address.ts";
import type { Finding } from "@showrunner/services/doctor/finding.ts";
import { envOf, type GlobalOptions } from "../context.ts";
import { exitCodes, fail, outputOf, show } from "../output.ts";

export interface DoctorOptions extends GlobalOptions {
  at: string;
}

/** Looks a Showrunner over: a line for each thing, and what to do where it is not well. Ends with 1 when there is a problem. */
export async function doctor(options: DoctorOptions): Promise<void> {
  const output = outputOf(options.json === true);
  try {
    const findings = await examine(envOf(options), houseAddress(options.at));
    const count = (state: Finding["state"]): number => findings.filter((one) => one.state === state).length;
    const [problems, warnings] = [count("problem"), count("warning")];
    show(output, { problems, warnings, findings }, [...findings.map(words), ending(problems, warnings)].join("\n"));
    if (problems > 0) process.exitCode = exitCodes.failed;
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}

const signs: Record<Finding["state"], string> = { ok: "ok", warning: "warning", problem: "PROBLEM" };

function words({ check, state, message, remedy }: Finding): string {
  const line = `${signs[state].padEnd(7)}  ${check}: ${message}`;
  return remedy === undefined ? line : `${line}\n         → ${remedy}`;
}

function ending(problems: number, warnings: number): string {
  const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
  if (problems === 0 && warnings === 0) return "All is well.";
  return `${counted(problems, "problem")}, ${counted(warnings, "warning")}.`;
}
