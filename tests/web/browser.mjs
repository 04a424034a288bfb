// Pages of one file in a real browser, held to being silent and accessible. Needs chromium, and the packages playwright-core and
// axe-core in a node_modules folder above or in NODE_PATH.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.NODE_PATH ? `${process.env.NODE_PATH}/` : import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core"), "utf8");

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [...quiet, "--disable-component-update", "--disable-sync"],
});

/// Opens a file as one kind of reader, and holds it to being silent: no error, and nothing asked of a network.
export async function open(file, options, look) {
  const address = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-CA", ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
  page.on("request", (request) => request.url() !== address && trouble.push(request.url()));
  await page.goto(address);
  await look(page);
  assert.deepEqual(trouble, []);
  await context.close();
}

export const visible = (page, selector) => page.locator(`${selector}:visible`);

/// Finds no violation; `least` is the number of rules that axe must have found something for.
export async function accessible(page, least) {
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), standards);
  assert.ok(found.passes.length >= least, `axe has looked at ${found.passes.length} things only`);
  const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join("\n  ")}`);
  assert.deepEqual(told, []);
}
