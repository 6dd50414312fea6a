import { describe, expect, test } from "vitest";
import { createGuard } from "./guard.ts";

const hosted = createGuard({ policy: "public" });
const home = createGuard({ policy: "lan" });
const homeWithLoopback = createGuard({ policy: "lan", allowLoopback: true });

describe("checkUrl, hosted", () => {
  test.each([
    ["https://example.com", "https://example.com/"],
    ["https://example.com/hooks/1?a=b#c", "https://example.com/hooks/1?a=b#c"],
    ["HTTPS://EXAMPLE.COM/Path", "https://example.com/Path"],
    ["https://example.com:443/", "https://example.com/"],
    ["https://example.com:8443/", "https://example.com:8443/"],
    ["https://example.com:1024/", "https://example.com:1024/"],
    ["https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://[2606:4700::1111]/", "https://[2606:4700::1111]/"],
    ["https://localhost.example.com/", "https://localhost.example.com/"],
    ["https://127.0.0.1.example.com/", "https://127.0.0.1.example.com/"],
  ])("%s is allowed", (text, href) => {
    const check = hosted.checkUrl(text);
    expect(check.ok && check.url.href).toBe(href);
  });

  test.each([
    ["", "nothing"],
    ["example.com", "no scheme"],
    ["//example.com/", "no scheme"],
    ["http://example.com/", "not https"],
    ["ftp://example.com/", "another scheme"],
    ["file:///etc/passwd", "a file"],
    ["gopher://example.com:70/_GET", "gopher"],
    ["data:text/plain,hello", "data"],
    ["javascript:alert(1)", "a script"],
    ["ws://example.com/", "a web socket"],
    ["blob:https://example.com/1", "a blob"],
    ["unix:/var/run/docker.sock", "a Unix socket"],
    ["dict://example.com:2628/", "dict"],
    ["https://user@example.com/", "a user"],
    ["https://user:password@example.com/", "a password"],
    ["https://:password@example.com/", "a password alone"],
    ["https://example.com@127.0.0.1/", "a name as the user"],
    ["https://example.com\\@127.0.0.1/", "a backslash"],
    ["https:\\\\example.com\\", "backslashes"],
    ["https://example.com/a\\b", "a backslash in the path"],
    [" https://example.com/", "a space before"],
    ["https://example.com/ ", "a space after"],
    ["https://exa\tmple.com/", "a tab"],
    ["https://exa\nmple.com/", "a newline"],
    ["https://example.com/\r\nHost: inside", "a header"],
    ["https://example.com/\u0000", "a zero"],
    ["https://exam ple.com/", "a space"],
    ["https://exa%00mple.com/", "an encoded zero in the host"],
    ["https://exa%2fmple.com/", "an encoded slash in the host"],
    ["https://example.com./", "a dot at the end"],
    ["https://127.0.0.1../", "dots at the end"],
    ["https://", "no host"],
    ["https://[::1", "an open bracket"],
    ["https://[::1]./", "a dot after the bracket"],
    ["https://[fe80::1%25eth0]/", "a zone"],
    ["https://256.256.256.256/", "numbers that are no address"],
    ["https://1.2.3.4.5/", "too many numbers"],
    ["https://0x100000000/", "a number too large"],
    ["https://example.com:0/", "port 0"],
    ["https://example.com:22/", "SSH"],
    ["https://example.com:25/", "SMTP"],
    ["https://example.com:80/", "HTTP's port"],
    ["https://example.com:465/", "SMTPS"],
    ["https://example.com:993/", "IMAPS"],
    ["https://example.com:1023/", "a system port"],
    ["https://example.com:2049/", "NFS"],
    ["https://example.com:6000/", "X11"],
    ["https://example.com:6667/", "IRC"],
    ["https://example.com:10080/", "Amanda"],
    ["https://example.com:65536/", "no port"],
    ["https://example.com:-1/", "no port"],
    ["https://example.com:8o/", "no port"],
    [`https://example.com/${"a".repeat(2048)}`, "too long"],
  ])("%j is refused for how it is written (%s)", (text) => {
    expect(hosted.checkUrl(text)).toMatchObject({ ok: false, about: "form" });
  });

  test.each([
    "https://localhost/",
    "https://LOCALHOST/",
    "https://LocalHost:8443/",
    "https://a.localhost/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://intranet/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://printer.local/",
    "https://nas.home.arpa/",
    "https://router.lan/",
    "https://hidden.onion/",
    "https://127.0.0.1/",
    "https://127.0.0.1./",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0X7F.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0x7f.0.0x0.01/",
    "https://127.0.0.1:8443/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://%31%32%37.0.0.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.1.2.3/",
    "https://167772161/",
    "https://192.168.1.1/",
    "https://0xc0a80101/",
    "https://172.16.0.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/latest/meta-data/",
    "https://0xa9fea9fe/",
    "https://0251.0376.0251.0376/",
    "https://255.255.255.255/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[64:ff9b:1::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:1::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
  ])("%s is refused for where it leads", (text) => {
    expect(hosted.checkUrl(text)).toMatchObject({ ok: false, about: "place" });
  });
});

describe("checkUrl, at home", () => {
  test.each([
    "http://192.168.1.10:8123/api/webhook/x",
    "http://nas/",
    "http://homeassistant.local:8123/",
    "https://10.0.0.1/",
    "http://100.101.102.103/",
    "http://[fd12:3456::1]/",
    "http://example.com:81/",
    "https://example.com/",
  ])("%s is allowed", (text) => {
    expect(home.checkUrl(text)).toMatchObject({ ok: true });
  });

  test.each([
    "http://169.254.169.254/",
    "http://[fd00:ec2::254]/",
    "http://100.100.100.200/",
    "http://[fe80::1]/",
    "http://0.0.0.0/",
    "http://[::ffff:192.168.1.1]/",
    "http://localhost/",
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://a.localhost/",
  ])("%s is refused for where it leads", (text) => {
    expect(home.checkUrl(text)).toMatchObject({ ok: false, about: "place" });
  });

  test.each(["ftp://nas/", "http://user@nas/", "http://nas:25/", "http://nas:22/", "file:///etc/passwd"])(
    "%s is refused for how it is written",
    (text) => {
      expect(home.checkUrl(text)).toMatchObject({ ok: false, about: "form" });
    },
  );

  test.each(["http://localhost:4000/", "http://127.0.0.1:4000/", "http://[::1]:4000/", "http://a.localhost/"])(
    "%s is allowed where loopback was asked for",
    (text) => {
      expect(homeWithLoopback.checkUrl(text)).toMatchObject({ ok: true });
    },
  );
});

describe("checkUrl, for a known service", () => {
  const hosts = ["discord.com", "discordapp.com"];

  test.each(["https://discord.com/api/webhooks/1/x", "https://DISCORDAPP.com/api"])("%s is allowed", (text) => {
    expect(hosted.checkUrl(text, { hosts })).toMatchObject({ ok: true });
    expect(homeWithLoopback.checkUrl(text, { hosts })).toMatchObject({ ok: true });
  });

  test.each([
    "http://discord.com/",
    "https://discord.com:8443/",
    "https://discord.com./",
    "https://evil.discord.com/",
    "https://discord.com.evil.example/",
    "https://evil-discord.com/",
    "https://discord.com@evil.example/",
    "https://evil.example/discord.com",
    "https://127.0.0.1/",
    "https://dіscord.com/",
  ])("%s is refused, at home too", (text) => {
    expect(hosted.checkUrl(text, { hosts })).toMatchObject({ ok: false, about: "form" });
    expect(homeWithLoopback.checkUrl(text, { hosts })).toMatchObject({ ok: false, about: "form" });
  });
});

describe("checkMailServer", () => {
  test.each([
    ["smtp.example.com", 587],
    ["smtp.example.com", 465],
    ["smtp.example.com", 2525],
    ["8.8.8.8", 587],
    ["2606:4700::1111", 587],
  ])("%s:%d is allowed, hosted", (host, port) => {
    expect(hosted.checkMailServer(host, port)).toMatchObject({ ok: true });
  });

  test.each([
    ["127.0.0.1", 587, "place"],
    ["0x7f.1", 587, "place"],
    ["2130706433", 587, "place"],
    ["::1", 587, "place"],
    ["localhost", 587, "place"],
    ["169.254.169.254", 465, "place"],
    ["mail", 587, "place"],
    ["smtp.example.com", 25, "form"],
    ["smtp.example.com", 80, "form"],
    ["smtp.example.com", 6379, "form"],
    ["smtp.example.com/path", 587, "form"],
    ["user@smtp.example.com", 587, "form"],
    ["smtp.example.com:25", 587, "form"],
    ["smtp.example.com\r\nQUIT", 587, "form"],
    ["smtp.example.com.", 587, "form"],
    ["", 587, "form"],
  ])("%j:%d is refused, hosted", (host, port, about) => {
    expect(hosted.checkMailServer(host, port)).toMatchObject({ ok: false, about });
  });

  test("at home a server of one's own is allowed on any port, the metadata address on none", () => {
    expect(home.checkMailServer("192.168.1.5", 25)).toMatchObject({ ok: true });
    expect(home.checkMailServer("mail", 1025)).toMatchObject({ ok: true });
    expect(home.checkMailServer("169.254.169.254", 25)).toMatchObject({ ok: false });
    expect(home.checkMailServer("mail", 0)).toMatchObject({ ok: false });
    expect(home.checkMailServer("mail", 65_536)).toMatchObject({ ok: false });
  });
});
