import * as z from "zod";

/** What differs between stages is said by variables when deploying, in the shell or in `.env.<stage>`; all may be left out. */
const Variables = z.object({
  /** A name of yours for the site and its API, whose zone Route 53 has; AWS's own address serves without. */
  SHOWRUNNER_DOMAIN: z.hostname().optional(),
  /** The address, or a domain that Route 53 has, that e-mail is sent from; without it the stage sends none of its own. */
  SHOWRUNNER_SENDER: z.union([z.email(), z.hostname()]).optional(),
  /** Who may connect an account that is new there: who was invited, unless said otherwise. */
  SHOWRUNNER_REGISTRATION: z.enum(["open", "invite", "allow-list"]).optional(),
  /** User names at Trakt, with commas between: of those who need no invitation, and of those who run the place. */
  SHOWRUNNER_ALLOWED: z.string().optional(),
  SHOWRUNNER_OPERATORS: z.string().optional(),
  /** Who is told of alarms; without it they only show in CloudWatch. */
  SHOWRUNNER_ALARM_EMAIL: z.email().optional(),
});

const houseVariables = ["SHOWRUNNER_REGISTRATION", "SHOWRUNNER_ALLOWED", "SHOWRUNNER_OPERATORS"] as const;

export interface StageOptions {
  domain: string | undefined;
  sender: string | undefined;
  alarmEmail: string | undefined;
  /** What the API is told of who may come in, as variables. */
  house: Partial<Record<(typeof houseVariables)[number], string>>;
}

/** Throws an error that names the variable that cannot be used. */
export function readStage(variables: Readonly<Record<string, string | undefined>> = process.env): StageOptions {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = Variables.safeParse(set);
  if (!parsed.success) throw new Error(`this stage cannot be deployed so:\n${z.prettifyError(parsed.error)}`);
  return {
    domain: parsed.data.SHOWRUNNER_DOMAIN,
    sender: parsed.data.SHOWRUNNER_SENDER,
    alarmEmail: parsed.data.SHOWRUNNER_ALARM_EMAIL,
    house: Object.fromEntries(houseVariables.flatMap((name) => (set[name] === undefined ? [] : [[name, set[name]]]))),
  };
}

/** The stage that people rely on: nothing of it is removed by mistake. */
export const isProduction = (stage: string): boolean => stage === "production";
