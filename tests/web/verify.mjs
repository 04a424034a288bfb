// The page that verifies bundles, in a real browser: node tests/web/verify.mjs verify.html BUNDLE [SCREENSHOTS]
// BUNDLE is one of `archipel demo`. Needs what browser.mjs does.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { accessible, browser, open, visible } from "./browser.mjs";

const [file, bundle, pictures] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "verify-"));
const sum = (bytes) => createHash("sha256").update(bytes).digest("hex");
const members = readdirSync(join(bundle, "receipts"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const keyFile = (member) => join(bundle, "receipts", member.name, "log.vkey");
const keys = members.map((member) => readFileSync(keyFile(member), "utf8").trim());
assert.ok(keys.length > 2);
// A key of the same name that isn't the member's: NAME+ID+KEY, its ID from the name and the key.
const otherKey = (key) => {
  const name = key.slice(0, key.indexOf("+"));
  const raw = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const typed = Buffer.concat([Buffer.from([1]), raw]);
  const id = createHash("sha256").update(`${name}\n`).update(typed).digest("hex").slice(0, 8);
  return `${name}+${id}+${typed.toString("base64")}`;
};

/// A copy of the bundle in which something is changed, with its checksums written anew or not.
function damaged(name, change, { sums = true } = {}) {
  const folder = join(scratch, name);
  cpSync(bundle, folder, { recursive: true });
  change(folder);
  if (sums) {
    const list = join(folder, "SHA256SUMS");
    const lines = readFileSync(list, "utf8").trim().split("\n").map((line) => line.slice(66));
    writeFileSync(list, lines.map((path) => `${sum(readFileSync(join(folder, path)))}  ${path}\n`).join(""));
  }
  return folder;
}
function edit(path, change) {
  return (folder) => {
    const before = readFileSync(join(folder, path), "utf8");
    const after = change(before);
    assert.notEqual(after, before, `${path} is changed`);
    writeFileSync(join(folder, path), after);
  };
}
const figure = edit("index.csv", (text) => text.replace(/,(\d)(\d*\.\d)/, (_, first, rest) => `,${(Number(first) + 1) % 10}${rest}`));
const member = members[0].name;
// Another version may have worded its report otherwise: this one can't tell what it says.
const otherVersion = (folder) => {
  edit("edition.json", (text) => text.replace(/"coordinator": "\d+\.\d+\.\d+[^"]*"/, '"coordinator": "0.0.1"'))(folder);
  edit("report.html", (text) => text.replace("Skip to the figures", "Skip to figures"))(folder);
};
const bad = {
  "bundle-checksum": damaged("unsummed", figure, { sums: false }),
  "bundle-figures": damaged("figures", figure),
  "bundle-signatures": damaged("signatures", edit(`receipts/${member}/checkpoint`, (text) => text.replace(/(— \S*witness \S{20})(.)/, (_, before, one) => before + (one === "A" ? "B" : "A")))),
  "bundle-other-version": damaged("worded", otherVersion),
  "bundle-file-missing": damaged("missing", (folder) => rmSync(join(folder, "SHA256SUMS")), { sums: false }),
};

/// What the page finds in a folder, or in the one that it has.
async function verified(page, folder) {
  if (folder) await page.locator("#folder").setInputFiles(folder);
  await page.locator("#verify").click();
  await page.locator("#found[aria-busy=false]").waitFor();
  return page.locator("#found > div:visible").innerText();
}

const said = {
  en: { holds: "The bundle holds.", fails: "The bundle does not hold", every: "every figure follows from the answers", rehearsal: "A rehearsal", known: "those that you gave", unknown: "for you to compare", stopped: "The verifier stopped" },
  fr: { holds: "Le dossier tient.", fails: "Le dossier ne tient pas", every: "chaque chiffre découle", rehearsal: "une répétition", known: "celles que vous avez données", unknown: "c’est à vous de le comparer", stopped: "Le vérificateur s’est arrêté" },
};
const has = (text, part) => assert.ok(text.toLowerCase().includes(part.toLowerCase()), `${JSON.stringify(part)} in ${text}`);

let looks = 0;
for (const lang of ["en", "fr"]) {
  const words = said[lang];
  for (const colorScheme of ["light", "dark"]) {
    await open(file, { locale: `${lang}-CA`, colorScheme, viewport: { width: colorScheme === "dark" ? 360 : 1280, height: 900 } }, async (page) => {
      const unscrolled = async () => {
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(sideways <= 0, `the page scrolls sideways by ${sideways}`);
      };
      assert.equal(await page.getAttribute("html", "lang"), lang);
      assert.ok(await page.locator("#verify").isDisabled(), "there is nothing to verify yet");
      await accessible(page, 21);

      const whole = await verified(page, bundle);
      for (const part of [words.holds, words.every, words.rehearsal, words.unknown]) has(whole, part);
      assert.equal(await visible(page, "#found tbody tr").count(), members.length);
      await accessible(page, 21);
      await unscrolled();
      if (pictures) await page.screenshot({ path: `${pictures}/verify-${lang}-${colorScheme}.png`, fullPage: true });
      // What was found stands there in the other language, too.
      const other = lang === "en" ? "fr" : "en";
      await page.locator(`#show-${other}`).check();
      has(await page.locator("#found > div:visible").innerText(), said[other].holds);
      await page.locator(`#show-${lang}`).check();

      const broken = await verified(page, bad["bundle-figures"]);
      for (const part of [words.fails, "index.csv", "[bundle-figures]"]) has(broken, part);
      await accessible(page, 21);
      await unscrolled();
      looks += 3;
    });
  }

  // One error for each damage; and what was broken before doesn't stick.
  await open(file, { locale: `${lang}-CA` }, async (page) => {
    for (const [key, folder] of Object.entries(bad)) {
      const text = await verified(page, folder);
      has(text, words.fails);
      assert.deepEqual(text.match(/\[[a-z-]+\]/g), [`[${key}]`], text);
    }
    has(await verified(page, bundle), words.holds);
  });

  // Keys: those of the members, pasted or as files; another's; what is none.
  await open(file, { locale: `${lang}-CA` }, async (page) => {
    const paste = (text) => page.locator("#keys").fill(text);
    await paste(keys.join("\n"));
    has(await verified(page, bundle), words.known);
    await paste([otherKey(keys[0]), ...keys.slice(1)].join("\n"));
    has(await verified(page), "[bundle-other-key]");
    await paste(keys.slice(1).join("\n"));
    has(await verified(page), "[bundle-unknown-key]");
    await page.locator("#key-files").setInputFiles(keyFile(members[0]));
    has(await verified(page), words.known);
    await page.locator("#key-files").setInputFiles([]);
    await paste(`${keys[0]}\nnothing`);
    has(await verified(page), "[bundle-known-key]");
  });
}

// A folder that is dropped, as from a file manager; and two at once, which are no bundle.
async function drop(page, ...files) {
  const box = await page.locator("#folder").boundingBox();
  const session = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    const data = { items: [], files, dragOperationsMask: 1 };
    await session.send("Input.dispatchDragEvent", { type, x: box.x + 20, y: box.y + 20, data });
  }
}
await open(file, {}, async (page) => {
  await drop(page, bundle);
  await page.locator("#verify:enabled").waitFor();
  has(await page.locator("#chosen").innerText(), basename(bundle));
  has(await verified(page), said.en.holds);
  await drop(page, bundle, bad["bundle-figures"]);
  await page.locator("#chosen", { hasText: "several folders" }).waitFor();
  assert.ok(await page.locator("#verify").isDisabled());
  assert.equal(await page.locator("#found > div").count(), 0);
});

// The same path twice, as from two folders of one name.
await open(file, {}, async (page) => {
  await page.evaluate(() => {
    const twice = ["1", "2"].map((text) => {
      const file = new File([text], "SHA256SUMS");
      Object.defineProperty(file, "webkitRelativePath", { value: "bundle/SHA256SUMS" });
      return file;
    });
    const folder = document.getElementById("folder");
    Object.defineProperty(folder, "files", { value: twice });
    folder.dispatchEvent(new Event("change"));
  });
  has(await page.locator("#chosen").innerText(), "a file is there twice");
  assert.ok(await page.locator("#verify").isDisabled());
});

// What is found in a first folder isn't shown under a second one that is chosen in the meantime: the first read is held.
await open(file, {}, async (page) => {
  await page.locator("#folder").setInputFiles(bundle);
  await page.evaluate(() => {
    const read = File.prototype.arrayBuffer;
    window.held = new Promise((reached) => {
      File.prototype.arrayBuffer = async function () {
        File.prototype.arrayBuffer = read;
        await new Promise((release) => reached((window.release = release)));
        return read.call(this);
      };
    });
  });
  await page.locator("#verify").click();
  await page.evaluate(() => window.held.then(() => {}));
  has(await verified(page, bad["bundle-figures"]), "[bundle-figures]");
  await page.evaluate(async () => {
    const instantiate = WebAssembly.instantiate;
    const ended = new Promise((resolve) => {
      WebAssembly.instantiate = (...given) => instantiate(...given).finally(() => setTimeout(resolve));
    });
    window.release();
    await ended;
  });
  has(await page.locator("#found > div:visible").innerText(), "[bundle-figures]");
  assert.ok(await page.locator("#verify").isEnabled());
});

// Names that turn the direction of writing have a mark in its place, in words of the module and of the page.
await open(file, {}, async (page) => {
  const name = "a\u202egpj.exe";
  const more = damaged("more\u2066", (folder) => writeFileSync(join(folder, name), ""), { sums: false });
  const text = await verified(page, more);
  has(text, "[bundle-more]");
  has(text, "a\ufffdgpj.exe");
  has(await page.locator("#chosen").innerText(), "more\ufffd");
  const hidden = damaged("hidden", (folder) => writeFileSync(join(folder, `.${name}`), ""), { sums: false });
  has(await verified(page, hidden), ".a\ufffdgpj.exe");
});

// A bundle that the module could not hold is refused before it is read.
await open(file, {}, async (page) => {
  const large = damaged("large", (folder) => truncateSync(join(folder, "index.csv"), 2 ** 30), { sums: false });
  has(await verified(page, large), "larger than 1 GiB");
});
rmSync(scratch, { recursive: true });
await browser.close();
console.log(`${looks} looks without a violation; ${Object.keys(bad).length} damages found`);
