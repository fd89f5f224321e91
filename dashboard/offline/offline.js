/* Begins a copy: unpacks its parts, answers from them what the dashboard's own scripts would ask a server, and reads the page
   from what stands behind the # of the address. Nothing here asks a network, and the file's policy would refuse it. */
(() => {
  "use strict";
  const part = (id) => document.getElementById(id);
  const known = JSON.parse(part("copy").textContent);  // start, languages, words for what goes wrong, what names are folded by
  const fail = (key) => { part("first").textContent = known.languages.map((language) => known.sentences[language][key]).join(" "); };
  try {
    if (!new DecompressionStream("gzip") || !CSSStyleSheet.prototype.replaceSync) throw new Error("old");
  } catch {
    fail("too_old_browser");
    return;
  }

  const unpacked = (id) => {
    const text = atob(part(id).textContent), bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    part(id).remove();
    return new Response(new Response(bytes).body.pipeThrough(new DecompressionStream("gzip")));
  };
  const once = new Map();  // a part -> the promise of what is in it
  const read = (id, kind) => {
    if (!once.has(id)) once.set(id, unpacked(id)[kind]());
    return once.get(id);
  };
  const add = (tag, textContent) => document.head.append(Object.assign(document.createElement(tag), { textContent }));

  /* Addresses: path and query behind the #, as on the server; the language is the first one where none is named. */
  let last = known.start;
  const here = () => {
    if (location.hash.startsWith("#/")) last = location.hash.slice(1);
    return last;
  };
  const fields = (address) => {
    const [path, query] = address.split("?");
    const pairs = new URLSearchParams(query || "");
    const language = known.languages.includes(pairs.get("lang")) ? pairs.get("lang") : known.languages[0];
    pairs.delete("lang");
    const [, page, of] = path.split("/");
    return { page, language, place: of || pairs.get("place"), indicator: pairs.get("indicator"),
      plain: path + (query || "").split("&").filter((pair) => pair && !pair.startsWith("lang=")).map((pair, at) => (at ? "&" : "?") + pair).join("") };
  };
  const named = (address, language) => (language === known.languages[0] ? address : `${address}${address.includes("?") ? "&" : "?"}lang=${language}`);
  const book = async (language) => {
    const found = await read(`pages-${language}`, "json");
    if (!found.whole) Object.assign(found, { whole: [], parts: (await read("common", "json")).concat(found.parts) });
    return found;
  };

  /* The nearest page that the copy holds. */
  const nearest = (address, { pages }) => {
    const { page, place, indicator, plain } = fields(address);
    const of = place ? `?place=${place}` : "";
    const tried = [plain, indicator && `/${page}${of}&indicator=${indicator}`, !indicator && `/${page}${of}`, place && `/place/${place}`,
      `/${page}${of}`, known.scope && `/${page}?place=${known.scope}`, known.start];
    return tried.find((one) => one && one in pages);
  };

  /* A page's parts stand once, however many pages have them: `{"=": number}` stands for one. */
  const dots = (steps) => {
    let tenths = 0;
    return steps.split(" ").map((step) => ["i", { className: "dot", style: { left: `${((tenths += Number(step)) / 10).toFixed(1)}%` } }]);
  };
  const whole = (value, { parts, whole: made }) => {
    const of = (one) => {
      if (Array.isArray(one)) return one.map(of).flatMap((inner) => (inner && inner.dots ? dots(inner.dots) : [inner]));
      if (one === null || typeof one !== "object") return one;
      if ("=" in one) return made[one["="]] || (made[one["="]] = of(parts[one["="]]));
      if (one.map) {
        const { drawing, ...others } = of(one.map);
        return ["nagar-map", { ...others, drawing: JSON.stringify(drawing) }];
      }
      return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, of(inner)]));
    };
    return of(value);
  };

  /* How old the copy is, on every page. */
  const DAY = 86400000, YEAR = 365;
  const age = ({ age: forms, today, made, old, day, zero }) => {
    const now = new Date(), days = Math.round((Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(day)) / DAY);
    const own = (number) => String(number).replace(/[0-9]/g, (digit) => String.fromCodePoint(zero.codePointAt(0) + Number(digit)));
    const told = days < 0 ? made : days === 0 ? today : (days === 1 ? forms.one : forms.other).replace("{count}", own(days));
    return days > YEAR ? ["div", { className: "told copy-age", role: "status" }, ["p", 0, `${told} ${old}`]]
      : ["p", { className: "note copy-age" }, told];
  };
  const found = (tree, fits) => {
    if (!Array.isArray(tree)) return null;
    if (fits(tree)) return tree;
    return tree.reduce((one, inner) => one || found(inner, fits), null);
  };
  const pageOf = async (address) => {
    const { language, plain } = fields(address), own = await book(language), { words, pages } = own;
    const there = plain in pages;
    const [title, tree] = structuredClone(whole({ "=": pages[there ? plain : "/absent"] }, own));
    if (!there) {
      const near = nearest(address, own);
      const link = found(tree, (one) => one[0] === "a" && /nearest/.test(one[1].className));
      link[1].href = `#${named(near, language)}`;
      link[2] = whole({ "=": pages[near] }, own)[0].replace(` · ${words.name}`, "");
    }
    const main = found(tree, (one) => one[0] === "main");
    main.splice(2, 0, age(words));
    const text = JSON.stringify({ ...words.page, title, tree });
    return known.land ? text.replaceAll(known.land, land) : text;
  };
  let land = "";  // of the world, as one picture draws it

  /* The search, by search.js. */
  let search = null;
  const suggested = async (text, address) => {
    const { language } = fields(address), { places, words } = await book(language);
    const indexed = await read("places", "json");
    search = search || nagarSearch(indexed, known.folding);
    const typed = text.trim();
    if (typed.length < 2) return [];
    const near = search(typed, 8);
    if (!near.length) return [["p", { className: "empty" }, words.search_none.replace("{text}", typed.slice(0, 40))]];
    const links = near.map((at, number) => ["a", { className: "suggestion", href: `#${named(`/place/${indexed[at][0]}`, language)}`, id: `suggestion-${number}` },
      ["b", 0, places[at][0]], ["small", 0, places[at][1]]]);
    return [["div", { "data-for": typed }, ...links]];
  };

  /* What the scripts ask for, answered. */
  const json = (text) => new Response(text, { headers: { "Content-Type": "application/json" } });
  window.fetch = async (asked, options) => {
    const address = String(asked);
    if (address.startsWith("/page")) return json(await pageOf(address.slice(5)));
    if (address.startsWith("/shapes/")) return json(JSON.stringify((await read("shapes", "json"))[address]));
    if (address.endsWith("_dash-update-component")) {
      const [, { value }, { value: page }] = [null, ...JSON.parse(options.body).state];
      return json(JSON.stringify({ multi: true, response: { suggestions: { tree: await suggested(value || "", page || "/") } } }));
    }
    throw new TypeError(`not in the copy: ${address}`);
  };
  Object.defineProperty(navigator, "serviceWorker", { value: undefined });
  let plotly = null;
  const withPlotly = async () => {
    plotly = plotly || read("plotly", "text").then((text) => add("script", text));
    await plotly;
    return window.Plotly;
  };
  window.nagarOffline = { here, plotly: withPlotly };

  /* Links lead behind the #, so that back and forward work; a way of a map leads to the nearest page there is. */
  const lead = async (link) => {
    let to = link.getAttribute("href").slice(1);
    if (to.startsWith("~")) {
      const { language } = fields(to.slice(1));
      const near = nearest(to.slice(1), await book(language)), { place } = fields(to.slice(1));
      to = near === known.start && place !== known.scope ? to.slice(1) : named(near, language);
    }
    if (to === here()) return;
    const path = here().split("?")[0];
    location.hash = to;
    if (to.split("?")[0] !== path) window.scrollTo(0, 0);
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href^='#']");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (/^#[/~]/.test(link.getAttribute("href"))) lead(link);
    else part("main").focus();
  }, true);
  window.addEventListener("hashchange", () => window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")));

  const start = async () => {
    try {
      const { style, scripts } = await read("code", "json");
      if (known.land) land = `data:image/svg+xml,${encodeURIComponent(await read("land", "text"))}`;
      add("style", style);
      await book(fields(here()).language);
      scripts.forEach((script) => add("script", script));
    } catch {
      fail("broken");
    }
  };
  start();
})();
