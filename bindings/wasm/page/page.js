"use strict";
{
  const at = (id) => document.getElementById(id);
  const show = { en: at("show-en"), fr: at("show-fr") };
  const language = () => (show.fr.checked ? "fr" : "en");

  // What only the page says; findings have their words from the module.
  const words = {
    en: {
      files: (count, folder) => `${folder}: ${count} files`,
      working: "Verifying …",
      holds: "The bundle holds.",
      fails: "The bundle does not hold, or can’t be verified.",
      known: "The logs’ keys are those that you gave.",
      unknown: "Whether the keys are the members’ is for you to compare: receipts/MEMBER/log.vkey, or give the keys above.",
      answered: "Members that answered",
      hidden: (path) => `${path} is hidden: a published bundle has no such files. Take the bundle from where it was published.`,
      empty: "This is not a folder with files. Give the folder of a bundle: the one with SHA256SUMS in it.",
      unread: (path) => `${path} can’t be read. Give the folder again.`,
      several: "These are several folders, or a file is there twice. Give the folder of one bundle alone.",
      large: "The bundle is larger than 1 GiB, which is too much for this page. Verify it with: archipel index verify",
      stopped: "The verifier stopped: the bundle is larger than this browser can hold, or the verifier has a mistake. Verify it with: archipel index verify",
    },
    fr: {
      files: (count, folder) => `${folder} : ${count} fichiers`,
      working: "Vérification en cours…",
      holds: "Le dossier tient.",
      fails: "Le dossier ne tient pas, ou ne peut pas être vérifié.",
      known: "Les clés des journaux sont celles que vous avez données.",
      unknown: "Que les clés soient celles des membres, c’est à vous de le comparer : receipts/MEMBRE/log.vkey, ou donnez les clés ci-dessus.",
      answered: "Membres qui ont répondu",
      hidden: (path) => `${path} est caché : un dossier publié n’a pas de tels fichiers. Prenez le dossier là où il a été publié.`,
      empty: "Ce n’est pas un répertoire avec des fichiers. Donnez celui d’un dossier de diffusion : celui où se trouve SHA256SUMS.",
      unread: (path) => `${path} ne peut pas être lu. Donnez de nouveau le répertoire.`,
      several: "Ce sont plusieurs répertoires, ou un fichier y est deux fois. Donnez le répertoire d’un seul dossier de diffusion.",
      large: "Le dossier dépasse 1 Gio, ce qui est trop pour cette page. Vérifiez-le avec : archipel index verify",
      stopped: "Le vérificateur s’est arrêté : le dossier est plus grand que ce que ce navigateur peut contenir, ou le vérificateur a une faute. Vérifiez-le avec : archipel index verify",
    },
  };

  // Names of files may be hostile: the same characters as in the module’s words have a mark in their place.
  const visible = (text) => text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");

  // Both languages are always there, as in the rest of the page; the switch shows one.
  const make = (name, text, className) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = visible(text);
    if (className) element.className = className;
    return element;
  };
  const both = (fill) =>
    ["en", "fr"].map((lang) => {
      const part = make("div", undefined, lang);
      part.lang = lang;
      part.append(...fill(words[lang], lang));
      return part;
    });

  // The language: that of the reader at first, or what a link asks for.
  const title = document.querySelector("title");
  const settle = () => {
    document.documentElement.lang = language();
    document.title = title.dataset[language()];
  };
  for (const input of Object.values(show)) input.addEventListener("change", settle);
  const asked = new URLSearchParams(location.search).get("lang");
  if (Object.hasOwn(show, asked)) show[asked].checked = true;
  else if (show.en.checked && (navigator.language || "").toLowerCase().startsWith("fr")) show.fr.checked = true;
  settle();

  // A bundle: paths below its folder, and files. Every choice and every verification is a run: what an earlier one finds isn’t shown.
  let bundle = null;
  let run = 0;
  const choose = (files, say) => {
    run += 1;
    bundle = files;
    // The same folder can be given again after a refusal.
    if (!files) at("folder").value = "";
    at("verify").disabled = !files;
    at("found").replaceChildren();
    at("found").setAttribute("aria-busy", "false");
    at("chosen").replaceChildren(...both((words) => [make("span", say(words))]));
  };
  at("folder").addEventListener("change", (event) => {
    const files = [...event.target.files].map((file) => [file.webkitRelativePath, file]);
    const folders = new Set(files.map(([path]) => path.split("/")[0]));
    const [folder] = folders;
    if (!folder) choose(null, (say) => say.empty);
    else if (folders.size > 1 || new Set(files.map(([path]) => path)).size < files.length) choose(null, (say) => say.several);
    else choose(files.map(([path, file]) => [path.slice(folder.length + 1), file]), (say) => say.files(files.length, folder));
  });

  // A folder that is dropped on the field is the field's; one dropped beside it would open in place of the page. Several at once the
  // field would ignore, or take the first.
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, (event) => {
      const own = event.target === at("folder");
      const several = own && kind === "drop" && event.dataTransfer.items.length > 1;
      if (!own || several) event.preventDefault();
      if (several) choose(null, (say) => say.several);
    });
  }

  // The module, unpacked once; each bundle gets memory of its own, so that nothing of one can matter to another.
  const bytes = (text) => Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const unpacked = async () => {
    const stream = new Blob([bytes(at("module").textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compile(await new Response(stream).arrayBuffer());
  };
  let compiled = null;

  // Libraries in the module could ask the browser for randomness and more: it gets nothing. The writer of workbooks looks at the
  // clock, and then writes the date that it is told.
  const nothing = (module) => {
    const given = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      given[from] ??= {};
      given[from][name] = () => {
        if (name.startsWith("__wbg_now_")) return 0;
        throw new Error(`asked for ${name}`);
      };
    }
    return given;
  };

  class Refused extends Error {
    constructor(say) {
      super();
      this.say = say;
    }
  }
  const read = async (path, file) => {
    try {
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      throw new Refused((say) => say.unread(path));
    }
  };

  // Most bytes of a bundle: the module holds it twice and more, in at most 4 GiB.
  const MOST = 2 ** 30;

  // Addresses and lengths come from the module as numbers with a sign.
  const verified = async (files, keys) => {
    const hidden = files.find(([path]) => path.split("/").some((part) => part.startsWith(".")));
    if (hidden) throw new Refused((say) => say.hidden(hidden[0]));
    if (files.reduce((sum, [, file]) => sum + file.size, 0) > MOST) throw new Refused((say) => say.large);
    const contents = [];
    for (const [path, file] of files) contents.push([path, await read(path, file)]);
    const head = { files: contents.map(([path, content]) => [path, content.length]), keys };
    const parts = [new TextEncoder().encode(`${JSON.stringify(head)}\n`), ...contents.map(([, content]) => content)];
    compiled ??= unpacked();
    const module = await compiled;
    const instance = await WebAssembly.instantiate(module, nothing(module));
    const { memory, request, verify, answer } = instance.exports;
    let place = request(parts.reduce((sum, part) => sum + part.length, 0)) >>> 0;
    for (const part of parts) {
      new Uint8Array(memory.buffer).set(part, place);
      place += part.length;
    }
    const length = verify() >>> 0;
    return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, answer() >>> 0, length)));
  };

  const table = (say, { header, rows }) => {
    const [scroll, element] = [make("div", undefined, "scroll"), make("table")];
    const row = (cells, first, others) => {
      const line = make("tr");
      cells.forEach((text, i) => {
        const cell = make(i ? others : "th", text);
        if (cell.tagName === "TH") cell.scope = first;
        line.append(cell);
      });
      return line;
    };
    const [head, body] = [make("thead"), make("tbody")];
    head.append(row(header, "col", "th"));
    body.append(...rows.map((cells) => row(cells, "row", "td")));
    element.append(make("caption", say.answered), head, body);
    // A table wider than the page is scrolled by keys, too.
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", say.answered);
    scroll.append(element);
    return scroll;
  };
  const sound = (say, said, known) => [
    make("p", say.holds, "holds"),
    make("p", said.verdict),
    table(say, said),
    ...said.notes.map((note) => make("p", note)),
    make("p", known ? say.known : say.unknown),
  ];
  const unsound = (say, said) => [
    make("p", say.fails, "fails"),
    ...said.problems.flatMap(({ key, what, place, again, fix }) => [
      make("p", what),
      ...[place, again].filter(Boolean).map((text) => make("p", text, "hint")),
      make("p", `${fix}  [${key}]`),
    ]),
    ...(said.more ? [make("p", said.more)] : []),
  ];

  const found = at("found");
  at("verify").addEventListener("click", async () => {
    const [own, files] = [(run += 1), bundle];
    at("verify").disabled = true;
    found.setAttribute("aria-busy", "true");
    found.replaceChildren(...both((say) => [make("p", say.working)]));
    // What is said is painted before the work begins.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    let told;
    try {
      const lines = [at("keys").value];
      for (const file of at("key-files").files) lines.push(new TextDecoder().decode(await read(file.name, file)));
      const keys = lines.join("\n");
      const known = keys.trim() !== "";
      const { holds, said } = await verified(files, known ? keys : null);
      told = both((say, lang) => (holds ? sound(say, said[lang], known) : unsound(say, said[lang])));
    } catch (error) {
      const what = error instanceof Refused ? error.say : (say) => say.stopped;
      if (!(error instanceof Refused)) console.warn(error);
      told = both((say) => [make("p", say.fails, "fails"), make("p", what(say))]);
    }
    if (own !== run) return;
    found.replaceChildren(...told);
    found.setAttribute("aria-busy", "false");
    at("verify").disabled = false;
  });
}
