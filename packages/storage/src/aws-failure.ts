import * as z from "zod";

/** What the AWS SDK's errors have in common: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
const SdkError = z.object({
  name: z.string().catch("Error"),
  $retryable: z.unknown().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional(), requestId: z.string().optional() }).catch({}),
});

/** An error of the AWS SDK, reduced to what may be told: messages and causes can quote what was sent or received. */
export interface AwsFailure {
  /** As AWS names it: `AccessDeniedException`. */
  name: string;
  /** HTTP's; none where no answer came. */
  status: number | undefined;
  /** Whether the same call may go well later: throttled, an ill service, or no answer at all. */
  mayPass: boolean;
  /** One line for an operator: the name, the HTTP status, the id that AWS' support asks for. */
  told: string;
}

/** AWS answers 400 to some of what asks for patience. */
const patienceNames =
  /^(?:Throttl(?:ing|ed)|RequestThrottled|KmsThrottled|TooManyRequests|RequestLimitExceeded|OverLimit|LimitExceeded|RequestTimeout|SlowDown)/;

export function failureOf(error: unknown): AwsFailure {
  const { name, $retryable, $metadata } = SdkError.parse(error instanceof Error ? error : {});
  const { httpStatusCode: status, requestId } = $metadata;
  const answered = status !== undefined;
  return {
    name,
    status,
    mayPass:
      $retryable !== undefined ||
      status === 429 ||
      (answered ? status >= 500 : name !== "CredentialsProviderError") ||
      asksForPatience(name),
    told: [
      name,
      answered ? `HTTP ${status}` : "no answer",
      ...(requestId === undefined ? [] : [`request ${requestId}`]),
    ].join(", "),
  };
}

/** Whether a code that AWS gave says: later. */
export function asksForPatience(code: string): boolean {
  return patienceNames.test(code);
}
