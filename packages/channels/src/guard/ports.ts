/** Ports of services that take an HTTP request for a command of their own. Source: WHATWG Fetch, "bad port". */
const badPorts: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Mail submission: RFC 8314 (465), RFC 6409 (587), and the port that mail services offer where those are closed. */
const mailPorts: ReadonlySet<number> = new Set([465, 587, 2525]);

/** For requests: at home any port but the bad ones; hosted, 443 or one that anybody may listen on. */
export function httpPortAllowed(port: number, policy: "public" | "lan"): boolean {
  if (badPorts.has(port)) return false;
  return policy === "lan" || port === 443 || port >= 1024;
}

/** For mail: at home any port; hosted, submission ports only, since port 25 is how spam is relayed. */
export function mailPortAllowed(port: number, policy: "public" | "lan"): boolean {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return false;
  return policy === "lan" || mailPorts.has(port);
}
