// A browser for the tests: each line of input is {"script", "given"}, each line of output {"value"} or {"error"}.
// A script is the body of an async function that sees `given`, `page`, `open` and `axe`. Called by chromium.py.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";

const [home, profile] = process.argv.slice(2);
const require = createRequire(`${home}/package.json`);
const { chromium } = require("playwright-core");
const checker = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const Body = Object.getPrototypeOf(async () => {}).constructor;

const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [...quiet, "--disable-component-update", "--disable-sync", `--crash-dumps-dir=${profile}`],
  chromiumSandbox: false,
});
let page;
let complaints = [];

async function open(options) {
  if (page) await page.context().close();
  complaints = [];
  const context = await browser.newContext(options);
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const refused = /Failed to load resource.*(401|403|404|409|422)/.test(message.text());
    if (message.type() === "error" && !refused) complaints.push(message.text());
  });
}

async function axe() {
  await page.evaluate(checker);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), tags);
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`),
  );
}

for await (const line of createInterface({ input: process.stdin })) {
  const { script, given } = JSON.parse(line);
  let answer;
  try {
    const run = new Body("given", "page", "open", "axe", "complaints", script);
    answer = { value: (await run(given, page, open, axe, complaints)) ?? null };
  } catch (error) {
    answer = { error: String(error.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
