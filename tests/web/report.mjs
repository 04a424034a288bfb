// The report as people meet it, in a real browser: node tests/web/report.mjs BUNDLE/report.html [SCREENSHOTS]
// Needs what browser.mjs does, and pdftotext of poppler.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { accessible, browser, open, visible } from "./browser.mjs";

const [file, pictures] = process.argv.slice(2);
const address = pathToFileURL(file).href;
const read = (options, look) => open(file, options, look);
const column = (page, id, number) =>
  page.locator(`#${id}`).locator("xpath=ancestor::table").locator(`tbody tr > :nth-child(${number})`).allTextContents();

// LOOKS=0 leaves axe out, which takes minutes for thousands of areas.
let looks = 0;
for (const locale of process.env.LOOKS === "0" ? [] : ["en-CA", "fr-CA"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      await read({ locale, colorScheme, viewport: { width, height: 900 } }, async (page) => {
        const language = locale.slice(0, 2);
        assert.equal(await page.getAttribute("html", "lang"), language);
        const other = language === "en" ? "fr" : "en";
        assert.equal(await visible(page, `main .${other}`).count(), 0);
        assert.ok((await visible(page, `main .${language}`).count()) > 10);
        await accessible(page, 25);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(sideways <= 0, `the page scrolls sideways by ${sideways} at ${width}`);
        // Who is most vulnerable, before anything is scrolled.
        const picture = await visible(page, "#headline .chart circle").first().boundingBox();
        assert.ok(picture.y < 900, `the first dot is ${picture.y} from the top at ${width}`);
        if (pictures) await page.screenshot({ path: `${pictures}/${locale}-${colorScheme}-${width}.png`, fullPage: true });
        looks += 1;
      });
    }
  }
}

// A heading sorts, up and then down, and numbers of both languages are numbers.
for (const language of ["en", "fr"]) {
  await read({ locale: `${language}-CA` }, async (page) => {
    const number = (text) => Number(text.replace(/[\s\u202f\u00a0]/g, "").replace(language === "fr" ? "," : /,/g, language === "fr" ? "." : ""));
    const id = `members-${language}`;
    const heading = page.locator(`#${id}`).locator("xpath=ancestor::table").locator("thead th").nth(1);
    const sums = (await column(page, id, 1)).at(-1);
    for (const [order, sign] of [["ascending", 1], ["descending", -1]]) {
      await heading.locator("button").click();
      assert.equal(await heading.getAttribute("aria-sort"), order);
      const figures = (await column(page, id, 2)).slice(0, -1).map(number).filter(Number.isFinite);
      assert.ok(figures.length > 2);
      assert.deepEqual(figures, figures.toSorted((a, b) => sign * (a - b)));
      assert.equal((await column(page, id, 1)).at(-1), sums, "the whole stays below");
    }
  });
}

// Nothing that is shown is below zero, and what is too unsure for a figure has no place among figures.
await read({ locale: "en-CA" }, async (page) => {
  const shown = await page.locator("td").allTextContents();
  assert.deepEqual(shown.filter((text) => /^[-−]\d/.test(text)), []);
  for (const table of await page.locator("#areas .en table").all()) {
    await table.locator("thead button").nth(2).click();
    const figures = (await table.locator("tbody td:nth-of-type(2)").allTextContents()).map((text) => /^\d+\.\d$/.test(text));
    assert.equal(figures.lastIndexOf(true) + 1, figures.filter(Boolean).length);
  }
});

// What is typed above a long table leaves the rows that have it, accents or not.
await read({ locale: "fr-CA" }, async (page) => {
  for (const input of await visible(page, ".filter input").all()) {
    const rows = input.locator("xpath=ancestor::label/following-sibling::div[1]//tbody/tr");
    const all = await rows.count();
    const name = (await rows.nth(all - 1).locator("th").textContent()).normalize("NFD").replace(/\p{M}/gu, "");
    await input.fill(name.toUpperCase());
    const left = await rows.locator("visible=true").count();
    assert.ok(left > 0 && left < all, `${left} of ${all} rows have ${name}`);
    await input.fill("");
    assert.equal(await rows.locator("visible=true").count(), all);
  }
});

// A link may ask for a language.
{
  const context = await browser.newContext({ locale: "en-CA" });
  const page = await context.newPage();
  await page.goto(`${address}?lang=fr`);
  assert.equal(await page.getAttribute("html", "lang"), "fr");
  await context.close();
}

// The switch keeps what is read where it is, and works without the script.
for (const javaScriptEnabled of [true, false]) {
  await read({ javaScriptEnabled }, async (page) => {
    const part = page.locator("#coverage");
    await part.scrollIntoViewIfNeeded();
    assert.ok(await visible(page, "#coverage .en").first().isVisible());
    await page.locator("#show-fr").focus();
    await page.keyboard.press("Space");
    assert.ok(await visible(page, "#coverage .fr").first().isVisible());
    assert.equal(await visible(page, "main .en").count(), 0);
    if (!javaScriptEnabled) return;
    assert.equal(await page.getAttribute("html", "lang"), "fr");
  });
}

await read({}, async (page) => {
  await page.evaluate(() => document.querySelector("#method").scrollIntoView());
  const top = () => page.evaluate(() => document.querySelector("#method").getBoundingClientRect().top);
  const before = await top();
  await page.evaluate(() => {
    const input = document.querySelector("#show-fr");
    input.parentElement.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    input.click();
  });
  assert.ok(Math.abs((await top()) - before) < 2, "the part that is read stays where it is");
});

// Every row is there in both languages, with and without the script.
{
  const counts = [];
  for (const javaScriptEnabled of [true, false]) {
    await read({ javaScriptEnabled }, async (page) => {
      for (const language of ["en", "fr"]) {
        await page.locator(`#show-${language}`).check();
        counts.push(await page.locator(`#areas .${language} tbody tr`).count());
      }
    });
  }
  assert.ok(counts[0] > 1 && counts.every((count) => count === counts[0]), `${counts}`);
}

// The first stop of the keyboard leads to the figures.
await read({}, async (page) => {
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

// Every service point is on every map that is drawn from boundaries, and has its name.
await read({}, async (page) => {
  for (const group of await page.locator(".map .p").all()) {
    const points = await group.locator("> path").count();
    assert.equal(await group.locator("path > title").count(), points);
    if (process.env.POINTS) assert.equal(points, Number(process.env.POINTS));
  }
  if (process.env.POINTS) assert.ok((await page.locator(".map .p").count()) > 0);
});

// Maps name the area that is pointed at or reached by arrow keys, and mark its row.
await read({}, async (page) => {
  const maps = page.locator(".map");
  for (const map of await maps.all()) {
    const areas = map.locator("[data-i]");
    const tip = map.locator(".tip");
    await areas.first().dispatchEvent("pointermove");
    assert.match(await tip.textContent(), /\w+.*: /);
    assert.equal(await visible(page, "tr.found").count(), 1);
    const named = await tip.textContent();
    await map.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await tip.textContent(), named);
    await page.keyboard.press("Escape");
    assert.equal(await tip.textContent(), "");
  }
  if (process.env.MAPS) assert.equal(await maps.count(), Number(process.env.MAPS));
});

// On paper every page of a long table has its heads.
const folder = pictures ?? mkdtempSync(join(tmpdir(), "report-"));
await read({ locale: "fr-CA" }, async (page) => {
  await page.pdf({ path: join(folder, "printed.pdf"), format: "Letter" });
  const pages = execFileSync("pdftotext", ["-layout", join(folder, "printed.pdf"), "-"], { maxBuffer: 1 << 28 }).toString().split("\f");
  const rows = await page.locator("#areas .fr tbody tr").evaluateAll((all) => all.map((row) => [0, 1].map((cell) => row.cells[cell].textContent).join("  ")));
  const listed = new Set(rows);
  const isRow = (line) => listed.has((line.match(/^ *(\S.*?) {2,}\S+/) ?? [""])[0].trim().replace(/ {2,}/, "  "));
  const lists = pages.filter((text) => text.split("\n").filter(isRow).length > 3);
  assert.ok(lists.length > 0);
  for (const text of lists) assert.match(text, /Territoire .*Indice/);
  if (process.env.PAGES) assert.ok(lists.length >= Number(process.env.PAGES), `${lists.length} pages with areas`);
});
await browser.close();
console.log(`${looks} looks without a violation`);
