import { describe, expect, test } from "vitest";
import { addressRefusal, type AddressRules } from "./addresses.ts";

const hosted: AddressRules = { policy: "public", allowLoopback: false };
const home: AddressRules = { policy: "lan", allowLoopback: false };
const homeWithLoopback: AddressRules = { policy: "lan", allowLoopback: true };

const global = [
  "1.1.1.1",
  "8.8.8.8",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.0",
  "169.253.255.255",
  "169.255.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.0.1.0",
  "192.0.3.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "168.63.129.15",
  "2606:4700::1111",
  "2001:4860:4860::8888",
  "2001:200::1",
  "2a00:1450:4001:81b::200e",
  "3ffd:ffff::1",
];

const privateAddresses = [
  "10.0.0.0",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "192.168.255.255",
  "100.64.0.1",
  "100.127.255.255",
  "fc00::1",
  "fdff:ffff::1",
];

const loopback = ["127.0.0.1", "127.0.0.0", "127.1.2.3", "127.255.255.255", "::1", "0:0:0:0:0:0:0:1"];

const never: readonly (readonly [address: string, what: string])[] = [
  ["0.0.0.0", "unspecified; Linux connects to itself"],
  ["0.1.2.3", "this network"],
  ["169.254.0.1", "link-local"],
  ["169.254.169.254", "metadata of AWS, Google, Azure"],
  ["169.254.170.2", "credentials of AWS ECS tasks"],
  ["100.100.100.200", "metadata of Alibaba"],
  ["192.0.0.192", "metadata of Oracle"],
  ["168.63.129.16", "Azure's wire server"],
  ["192.0.0.1", "protocol assignments"],
  ["192.0.0.170", "NAT64 discovery"],
  ["192.0.2.1", "documentation"],
  ["198.51.100.1", "documentation"],
  ["203.0.113.255", "documentation"],
  ["192.31.196.1", "AS112"],
  ["192.175.48.1", "AS112"],
  ["192.52.193.1", "AMT"],
  ["192.88.99.1", "6to4 relays"],
  ["198.18.0.1", "benchmarking"],
  ["198.19.255.255", "benchmarking"],
  ["224.0.0.1", "multicast"],
  ["239.255.255.250", "multicast: SSDP"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::2", "outside 2000::/3"],
  ["::127.0.0.1", "IPv4-compatible"],
  ["::ffff:127.0.0.1", "IPv4-mapped loopback"],
  ["::ffff:7f00:1", "IPv4-mapped loopback"],
  ["::ffff:8.8.8.8", "IPv4-mapped, public"],
  ["::ffff:10.0.0.1", "IPv4-mapped private"],
  ["::ffff:169.254.169.254", "IPv4-mapped metadata"],
  ["0:0:0:0:0:ffff:7f00:1", "IPv4-mapped, written out"],
  ["::ffff:0:7f00:1", "IPv4-translated (SIIT)"],
  ["64:ff9b::7f00:1", "NAT64 of loopback"],
  ["64:ff9b::8.8.8.8", "NAT64 of a public address"],
  ["64:ff9b:1::a9fe:a9fe", "local NAT64 of metadata"],
  ["64:ff9b:1:ffff::1", "local NAT64"],
  ["100::1", "discard"],
  ["2001::1", "Teredo"],
  ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"],
  ["2001:2::1", "benchmarking"],
  ["2001:10::1", "ORCHID"],
  ["2001:20::1", "ORCHIDv2"],
  ["2001:1ff:ffff::1", "protocol assignments"],
  ["2001:db8::1", "documentation"],
  ["3fff::1", "documentation"],
  ["3fff:fff:ffff::1", "documentation"],
  ["2002:7f00:1::", "6to4 of loopback"],
  ["2002:808:808::1", "6to4 of a public address"],
  ["2620:4f:8000::1", "AS112"],
  ["3ffe::1", "6bone"],
  ["4000::1", "beyond 2000::/3"],
  ["5f00::1", "segment routing"],
  ["fd00:ec2::254", "metadata of AWS"],
  ["fd00:ec2::253", "resolver of AWS"],
  ["fd20:ce::254", "metadata of Google"],
  ["fe80::1", "link-local"],
  ["fe80::1%eth0", "link-local with a zone"],
  ["2606:4700::1111%eth0", "a zone"],
  ["febf:ffff::1", "link-local"],
  ["fec0::1", "site-local"],
  ["ff02::1", "multicast"],
  ["ff0e::1", "multicast, global"],
  ["", "nothing"],
  ["example.com", "a name"],
  ["127.1", "short notation"],
  ["0x7f000001", "hexadecimal"],
  ["[::1]", "in brackets"],
];

describe("an address", () => {
  test.each(global)("%s is allowed everywhere", (address) => {
    expect(addressRefusal(address, hosted)).toBeNull();
    expect(addressRefusal(address, home)).toBeNull();
  });

  test.each(privateAddresses)("%s is allowed at home only", (address) => {
    expect(addressRefusal(address, hosted)).toContain(address);
    expect(addressRefusal(address, home)).toBeNull();
  });

  test.each(loopback)("%s is allowed only where loopback was asked for", (address) => {
    expect(addressRefusal(address, hosted)).toContain(address);
    expect(addressRefusal(address, home)).toContain(address);
    expect(addressRefusal(address, homeWithLoopback)).toBeNull();
  });

  test.each(never)("%s is allowed nowhere (%s)", (address) => {
    expect(addressRefusal(address, hosted)).not.toBeNull();
    expect(addressRefusal(address, home)).not.toBeNull();
    expect(addressRefusal(address, homeWithLoopback)).not.toBeNull();
  });
});
