import { describe, expect, test } from "vitest";
import { browserName, bytesOf, pushTroubleOf, refusalOf, secretsOf } from "./subscribe.ts";

const fine = { isSecure: true, hasPush: true, isAppleMobile: false, permission: "default" } as const;

describe("subscribing a browser", () => {
  test("begins only where the browser can", () => {
    expect(pushTroubleOf(fine)).toBeUndefined();
    expect(pushTroubleOf({ ...fine, isSecure: false })?.title).toContain("https");
    expect(pushTroubleOf({ ...fine, hasPush: false })?.title).toContain("no web push");
    expect(pushTroubleOf({ ...fine, hasPush: false, isAppleMobile: true })?.hint).toContain("Add to Home Screen");
    expect(pushTroubleOf({ ...fine, permission: "denied" })?.hint).toContain("site settings");
  });

  test("that is refused says what to do", () => {
    expect(refusalOf(new DOMException("no", "NotAllowedError")).hint).toContain("Allow");
    expect(refusalOf(new DOMException("no", "AbortError")).hint).toContain("Brave");
    expect(refusalOf(new Error("what it said")).hint).toBe("what it said");
    expect(refusalOf("odd").hint).toContain("another channel");
  });

  test("reads the server's key byte for byte", () => {
    expect([...bytesOf("-_8A")]).toEqual([0xfb, 0xff, 0x00]);
  });

  test("keeps a whole subscription only", () => {
    const whole = { endpoint: "https://push.example/1", keys: { p256dh: "a", auth: "b" } };
    const told = { ...whole, expirationTime: null };
    expect(secretsOf(told)).toEqual(whole);
    expect(() => secretsOf({ endpoint: "https://push.example/1" })).toThrow("not complete");
  });

  test.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
      "Edge on Mac",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1",
      "Safari on iPhone",
    ],
    ["something else", "Browser"],
  ])("calls %s by its name", (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });
});
