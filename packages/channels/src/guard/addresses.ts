import net from "node:net";

/** `public`: for a hosted service. `lan`: at home, where private addresses are where people's own servers are. */
export type Policy = "public" | "lan";

type Range = readonly [address: string, prefix: number];

/** IANA IPv4 special-purpose registry, and what is not unicast. */
const specialIpv4: readonly Range[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Inside 2000::/3 and yet not somebody's host: IANA IPv6 special-purpose registry, and 6bone's old range. */
const specialIpv6: readonly Range[] = [
  // Protocol assignments: Teredo, benchmarking and ORCHID among them.
  ["2001::", 23],
  ["2001:db8::", 32],
  // 6to4 and Teredo carry an IPv4 address that we would not see.
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3ffe::", 16],
  ["3fff::", 20],
];

/** What clouds answer their own machines on: credentials are handed out here, so no policy allows them. */
const metadata: readonly Range[] = [
  // AWS, Google, Azure, DigitalOcean … (169.254.169.254), AWS ECS (169.254.170.2).
  ["169.254.0.0", 16],
  // Oracle: 192.0.0.192.
  ["192.0.0.0", 24],
  // Alibaba.
  ["100.100.100.200", 32],
  // Azure's wire server, on a public address.
  ["168.63.129.16", 32],
  // AWS: fd00:ec2::254, and ::253, ::23 beside it.
  ["fd00:ec2::", 32],
  // Google: fd20:ce::254.
  ["fd20:ce::", 32],
];

const privateIpv4: readonly Range[] = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  // Carrier-grade NAT by the book; at home it is Tailscale and the like.
  ["100.64.0.0", 10],
];

const special = blockList([...specialIpv4, ...specialIpv6]);
const metadataRanges = blockList(metadata);
const privateRanges = blockList([...privateIpv4, ["fc00::", 7]]);
const loopback = blockList([
  ["127.0.0.0", 8],
  ["::1", 128],
]);
const mappedIpv4 = blockList([["::ffff:0:0", 96]]);
const globalIpv6 = blockList([["2000::", 3]]);

function blockList(ranges: readonly Range[]): net.BlockList {
  const list = new net.BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, net.isIPv6(address) ? "ipv6" : "ipv4");
  return list;
}

export interface AddressRules {
  policy: Policy;
  allowLoopback: boolean;
}

/**
 * Why an address may not be connected to, or null when it may. `address` is as Node resolves and reports
 * them: dotted decimal, or IPv6 without brackets. Everything that is not known to be fine is refused.
 *
 * IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) is refused whatever it holds: no honest name needs it.
 */
export function addressRefusal(address: string, rules: AddressRules): string | null {
  const version = net.isIP(address);
  if (version === 0) return `${address} is no IP address`;
  // A zone names one of our own interfaces.
  if (address.includes("%")) return `${address} names a network interface`;
  const family = version === 6 ? "ipv6" : "ipv4";
  // BlockList looks through IPv4-mapped addresses; they must not get anywhere by what they hold.
  if (version === 6 && mappedIpv4.check(address, "ipv6")) return `${address} is an IPv4-mapped address`;
  if (loopback.check(address, family)) return rules.allowLoopback ? null : `${address} is this machine itself`;
  if (metadataRanges.check(address, family)) return `${address} is a link-local or metadata address`;
  if (privateRanges.check(address, family)) {
    return rules.policy === "lan" ? null : `${address} is a private address`;
  }
  if (version === 6 && !globalIpv6.check(address, "ipv6")) return `${address} is no global unicast address`;
  if (special.check(address, family)) return `${address} is in a special-purpose range`;
  return null;
}
