import { Problem } from "@showrunner/core/errors.ts";

/** What a failed request means: for the item, for the next try, and whether it may have been carried out all the same. */
export type Failure = { kind: "passing"; throttled: boolean; mayHaveHappened: boolean } | { kind: "final" };

/** Refused before anything was done: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const throttling: ReadonlySet<string> = new Set([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "Throttling",
  "RequestLimitExceeded",
  "LimitExceededException",
  "TooManyRequestsException",
  "SlowDown",
]);
/** What a connection dies of: Node's codes, and the names of the SDK's own time limits. */
const connecting: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
const breaking: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED", "UND_ERR_SOCKET"]);
const timingOut: ReadonlySet<string> = new Set(["TimeoutError", "RequestTimeout", "RequestTimeoutException"]);

/** Classifies an error of the SDK by its status and names: its texts may carry data, and are not looked at. */
export function failureOf(error: unknown): Failure {
  const name = nameOf(error);
  if (throttling.has(name)) return { kind: "passing", throttled: true, mayHaveHappened: false };
  const status = statusOf(error);
  if (status !== undefined && status >= 500) return { kind: "passing", throttled: false, mayHaveHappened: true };
  const code = systemCodeOf(error);
  if (connecting.has(code)) return { kind: "passing", throttled: false, mayHaveHappened: false };
  if (breaking.has(code) || timingOut.has(name)) return { kind: "passing", throttled: false, mayHaveHappened: true };
  return { kind: "final" };
}

/** The condition of a write did not hold. */
export function isConditionFailed(error: unknown): boolean {
  return nameOf(error) === "ConditionalCheckFailedException";
}

/** What a person is told of a request that failed for good. Without its cause: the SDK's errors quote items. */
export function problemOf(error: unknown, table: string): Problem {
  const name = nameOf(error);
  const about = `${name}${requestOf(error)}`;
  switch (name) {
    case "ResourceNotFoundException":
      return new Problem({
        code: "store.table_missing",
        message: `there is no table ${table} (${about})`,
        hint: "Deploy the stage again, or look whether the function runs in the region and account of its table.",
        retry: { kind: "default" },
      });
    case "ValidationException":
      return isTooLarge(error)
        ? tooLarge()
        : new Problem({
            code: "store.request_refused",
            message: `DynamoDB refused a request as malformed (${about})`,
            hint: "This is a defect of Showrunner: please report it. Nothing was written.",
          });
    case "RequestEntityTooLarge":
      return tooLarge();
    case "AccessDeniedException":
    case "UnrecognizedClientException":
    case "ExpiredTokenException":
    case "InvalidSignatureException":
    case "CredentialsProviderError":
      return new Problem({
        code: "store.access_refused",
        message: `DynamoDB does not let this function or person use the table ${table} (${about})`,
        hint: "Look at the role's statements and at the credentials; work that was refused is tried again.",
        retry: { kind: "default" },
      });
    default:
      return new Problem({
        code: "store.failed",
        message: `a request to the table ${table} failed (${about})`,
        hint: "It is tried again with the work that it was for.",
        retry: { kind: "default" },
      });
  }
}

/** What a person is told of a request that kept failing until its time was over. */
export function outOfTime(error: unknown, table: string, tries: number): Problem {
  const failure = failureOf(error);
  const throttled = failure.kind === "passing" && failure.throttled;
  return new Problem({
    code: throttled ? "store.throttled" : "store.unavailable",
    message: `the table ${table} ${throttled ? "was asked for too much" : "could not be reached"} (${nameOf(error)}, ${tries} tries)`,
    hint: "Nothing that was acknowledged is lost; the work that it was for is tried again.",
    retry: { kind: "after", afterMs: throttled ? throttledAgainMs : 1000 },
  });
}

const throttledAgainMs = 5000;

export function stopped(): Problem {
  return new Problem({
    code: "store.stopped",
    message: "the store was told to stop",
    hint: "The process is ending; what was not acknowledged is done again.",
    retry: { kind: "default" },
  });
}

export function damaged(table: string): Problem {
  return new Problem({
    code: "store.unreadable",
    message: `the table ${table} holds an item that Showrunner did not write`,
    hint: "It was written by another version, or by hand. Restore it from a backup, or remove it.",
  });
}

function tooLarge(): Problem {
  return new Problem({
    code: "store.item_too_large",
    message: "an item is larger than the 400 KB that DynamoDB takes",
    hint: "Nothing was written. This is a defect of Showrunner: what grows must be kept in parts. Please report it.",
  });
}

/** The one refusal that only its text tells apart; the text itself goes nowhere. */
function isTooLarge(error: unknown): boolean {
  return error instanceof Error && /size.*exceed/i.test(error.message);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

function systemCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function metadataOf(error: unknown): object {
  if (!(error instanceof Error) || !("$metadata" in error)) return {};
  return typeof error.$metadata === "object" && error.$metadata !== null ? error.$metadata : {};
}

function statusOf(error: unknown): number | undefined {
  const metadata = metadataOf(error);
  return "httpStatusCode" in metadata && typeof metadata.httpStatusCode === "number"
    ? metadata.httpStatusCode
    : undefined;
}

function requestOf(error: unknown): string {
  const metadata = metadataOf(error);
  return "requestId" in metadata && typeof metadata.requestId === "string" ? `, request ${metadata.requestId}` : "";
}
