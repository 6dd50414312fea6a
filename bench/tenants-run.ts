import { measureTenants } from "./tenants-probe.ts";
const t = performance.now();
console.log(await measureTenants(), performance.now() - t);
