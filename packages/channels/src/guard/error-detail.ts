/** A system, OpenSSL or library error's `code`, or "". */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** One line about any thrown value, for operators. */
export function errorDetail(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(errorDetail).join("; ");
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/**
 * What to tell a person of a certificate that was not accepted, or null when the error is about something else.
 * Continues the sentence that begins with the host. Source: Node documentation, X509 certificate error codes.
 */
export function certificateProblem(code: string): string | null {
  if (code === "CERT_HAS_EXPIRED") return "has a TLS certificate that has expired";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "has a TLS certificate for another name";
  if (/SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|^CERT_/.test(code)) {
    return "has a TLS certificate that is not trusted here";
  }
  return null;
}
