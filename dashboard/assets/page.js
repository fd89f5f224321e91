/* The components of our own that Dash draws, and where pages come from: the document itself at first, then GET, of which
   only the difference to the page shown travels, what was opened before while there is no network, always told as such. */
(() => {
  "use strict";
  const { createElement, useEffect, useLayoutEffect, useRef, useState } = window.React;
  const data = (id) => JSON.parse((document.getElementById(id) || { textContent: "{}" }).textContent);
  const beginning = data("beginning");
  const here = () => location.pathname + location.search;
  const arrived = here();  // the address of the document

  /* Asking: Dash's own first questions are answered by the document; a server where too many ask at once says when to
     come back; what it will not answer at all is told on the page. */
  const network = window.fetch.bind(window);
  const TRIES = 4;
  const untell = () => document.querySelectorAll("[role=alert]").forEach((told) => told.remove());
  const tell = (sentence) => {
    const main = document.getElementById("main") || document.getElementById("page") || document.body;
    const told = document.createElement("div");
    told.className = "told";
    told.setAttribute("role", "alert");
    told.append(Object.assign(document.createElement("p"), { textContent: sentence }));
    untell();
    main.prepend(told);
  };
  const patient = async (address, options) => {
    for (let tried = 1; ; tried += 1) {
      const answer = await network(address, options);
      const wait = Number(answer.headers.get("Retry-After"));
      if (answer.status !== 503 || !wait || tried === TRIES) return answer;
      await new Promise((done) => setTimeout(done, wait * 1000 * (0.5 + Math.random())));
    }
  };
  window.fetch = async (address, options) => {
    const path = String(address);
    const known = /_dash-(layout|dependencies)$/.exec(path);
    if (known && beginning[known[1]]) {
      return new Response(JSON.stringify(beginning[known[1]]), { headers: { "Content-Type": "application/json" } });
    }
    if (!path.includes("/_dash-update-component")) return network(address, options);
    const answer = await patient(address, options);
    if (answer.ok) untell();
    else tell(await answer.clone().text());
    return answer;
  };

  /* A page comes in two parts: PAGE up to the pictures it opens with, REST what stands below them, asked for when a reader
     comes near. Parts by address, as bytes with the tag that the server gave them; the same on disk, for when there is no
     network. */
  const [PAGE, REST] = ["/page", "/rest"];
  const KEPT = 80;
  const STORE = "nagar-pages";
  const LONGEST = 2000;  // characters of an address that the server is reminded of
  const kept = new Map();
  const shown = {};  // of each part what is drawn
  let fresh = "";  // the address whose page came with the document
  const keep = (part) => {
    kept.delete(part.path);
    kept.set(part.path, part);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  };
  const store = async (part) => {
    if (!window.caches || !part.tag) return;
    const box = await caches.open(STORE);
    await box.delete(part.path);
    await box.put(part.path, new Response(part.bytes, { headers: { ETag: part.tag } }));
    const all = await box.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - KEPT)).map((one) => box.delete(one)));
  };
  const stored = async (kind, address) => {
    const path = kind + address;
    if (kept.has(path)) return kept.get(path);
    const found = window.caches && await (await caches.open(STORE)).match(path);
    return found && { path, address, tag: found.headers.get("ETag"), bytes: new Uint8Array(await found.arrayBuffer()) };
  };

  /* What `dashboard/delta.py` made of the page shown and the next: the old parts go into the stream as stored blocks
     (at most 65,535 bytes each), and out of what comes out only the new ones are taken. */
  const MOST_STORED = 65535;
  const asStored = (bytes) => {
    const blocks = [];
    for (let at = 0; at < bytes.length; at += MOST_STORED) {
      const part = bytes.subarray(at, at + MOST_STORED);
      const size = part.length;
      blocks.push(new Uint8Array([0, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255]), part);
    }
    return blocks;
  };
  const undone = async (old, difference) => {
    const head = new DataView(difference.buffer);
    const count = head.getUint32(0, true);
    const [stream, wanted] = [[], []];
    let [at, end] = [4 + 16 * count, 0];
    for (let part = 0; part < count; part += 1) {
      const [from, to, size, length] = [0, 1, 2, 3].map((one) => head.getUint32(4 + 16 * part + 4 * one, true));
      stream.push(...asStored(old.subarray(from, to)), difference.subarray(at, at + length));
      wanted.push([end + to - from, end + to - from + size]);
      [at, end] = [at + length, end + to - from + size];
    }
    // Written piece by piece: a Blob's own stream goes through another process, which takes a phone a tenth of a second.
    const undoing = new DecompressionStream("deflate-raw"), writer = undoing.writable.getWriter();
    const written = Promise.all([...stream.map((piece) => writer.write(piece)), writer.close()]);
    const pieces = [];
    for (const reader = undoing.readable.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
    }
    await written;
    const all = joined(pieces);
    return joined(wanted.map((ends) => all.subarray(...ends)));
  };
  const joined = (pieces) => {
    const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    pieces.reduce((at, piece) => { all.set(piece, at); return at + piece.length; }, 0);
    return all;
  };
  const CAN_UNDO = (() => {
    try { return Boolean(new DecompressionStream("deflate-raw")); } catch { return false; }
  })();

  const asked = async (kind, address, signal, whole) => {
    const path = kind + address, own = kept.get(path), before = shown[kind];
    const headers = {};
    const base = !whole && !own && before && before.tag && before.address.length < LONGEST && CAN_UNDO ? before : null;
    if (own && own.tag) headers["If-None-Match"] = `W/"${own.tag}"`;
    else if (base) headers["Nagar-Shown"] = `${base.tag} ${base.address}`;
    const answer = await patient(path, { headers, signal });
    if (answer.status === 304) return own;
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/")) return { told: await answer.text() };
    const tag = (answer.headers.get("ETag") || "").replace(/^W\/|"/g, "");
    let bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.headers.get("Nagar-Difference")) {
      try {
        bytes = await undone(base.bytes, bytes);
      } catch {
        return asked(kind, address, signal, true);
      }
    }
    return { path, address, tag, bytes };
  };
  const read = (part) => part.read || (part.read = JSON.parse(new TextDecoder().decode(part.bytes)));
  /* Kept for later, when there is nothing else to do; a full disk, a private window: nothing is kept then. */
  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 500));
  const keepLater = (part) => {
    keep(part);
    idle(() => store(part).catch(() => {}), { timeout: 2000 });
  };

  /* The rest of a page. Where it is in sight it comes together with the page, so that no figure of the page before is seen
     beside those of the next; else it is asked for when it comes near, or when nothing else has happened for a while: for
     whoever prints, searches in the page, or is without network later. */
  const NEAR = 600;  // px below the window
  const QUIET = 1500;  // ms
  let rest = null;  // what was found: `{address, read}`, or the sentence `told` instead
  const restOf = async (address, signal) => {
    let found = null;
    try {
      found = await asked(REST, address, signal);
    } catch (error) {
      if (signal && signal.aborted) throw error;
      found = await stored(REST, address).catch(() => null);
    }
    if (!found || found.told) return { address, told: found ? found.told : told.none };
    keepLater(found);
    return { address, read: read(found), part: found };
  };
  const inSight = (address) => {
    const box = document.querySelector("div.rest");
    return Boolean(box && address.split("?")[0] === location.pathname && box.getBoundingClientRect().top < innerHeight);
  };
  const pageOf = (address, signal) => {
    const rest = inSight(address) ? restOf(address, signal) : null;
    if (rest) rest.catch(() => {});  // told by whoever waits for it
    return { page: asked(PAGE, address, signal), rest };
  };

  const SLOW = 400, PRESSED = 3000;  // ms: until a question is announced; for which an answer is held that nobody came for
  let last = null;  // what stops the question before, whose answer nobody waits for any more
  let early = null;  // a question put before the address is changed, which takes a phone longer than to put it
  const askEarly = (address) => {
    const now = performance.now();
    if (address === here() || (early && early.address === address && now - early.at < PRESSED)) return;
    if (last) last.abort();
    last = new AbortController();
    early = { address, at: now, stops: last, ...pageOf(address, last.signal) };
    early.page.catch(() => {});  // told by whoever waits for it
  };
  /* The page of the address as it was read; null where it is not there, or not wanted any more. */
  const page = async () => {
    const address = here(), begun = early && early.address === address ? early : null;
    early = null;
    if (last && !begun) last.abort();
    const mine = last = begun ? begun.stops : new AbortController();
    let found = null, lost = false, below = null;
    // What comes quickly is not announced: to pale a page and back again takes a phone longer than to draw the next.
    const slow = setTimeout(() => { document.documentElement.dataset.asking = ""; }, SLOW);
    try {
      const asks = fresh === address ? { page: kept.get(PAGE + address) } : begun || pageOf(address, mine.signal);
      [found, below] = await Promise.all([asks.page, asks.rest]);
    } catch (error) {
      if (mine.signal.aborted) return null;
      lost = true;
      found = await stored(PAGE, address).catch(() => null);
    } finally {
      clearTimeout(slow);
    }
    if (last !== mine) return null;
    last = null;
    delete document.documentElement.dataset.asking;
    fresh = "";
    if (!found || found.told) {
      tell(found ? found.told : told.none);
      return null;
    }
    shown[PAGE] = found;
    told = read(found);
    stale = lost;
    if (below) rest = below;
    if (!lost) keepLater(found);
    return told;
  };
  let told = beginning;  // the sentences of the page shown, in its language
  let stale = false;

  /* What a visitor did in the document's own HTML before the same was drawn by React stays done; it goes. */
  const carry = (first, page) => {
    const both = (query) => {
      const now = page.querySelectorAll(query);
      return [...first.querySelectorAll(query)].map((before, at) => [before, now[at]]).filter(([, same]) => same);
    };
    for (const [before, now] of both("details")) now.open = before.open;
    const buttons = new Map(both("button"));
    const active = both("a[href], button, summary, [tabindex]").find(([before]) => before === document.activeElement);
    first.remove();
    if (active) active[1].focus({ preventScroll: true });
    document.pressed.forEach((button) => { if (buttons.has(button)) buttons.get(button).click(); });
  };

  /* After each drawing: the document's own HTML has done its work, and what is old says so. */
  const drawn = () => {
    const first = document.getElementById("first");
    if (first && shown[PAGE].address === arrived) carry(first, document.getElementById("page"));
    else if (first) first.remove();
    if (told.title) {
      document.title = told.title;
      document.documentElement.lang = told.lang;
    }
    if (stale) tell(told.kept);
    else untell();
    document.dispatchEvent(new CustomEvent("nagar:drawn"));
  };

  /* Components. Dash mounts Page, Search and Suggestions once; what pages are made of is drawn by React alone. */
  const build = (node, key) => {
    if (node === null || typeof node !== "object") return node;
    if (Array.isArray(node)) return createElement(node[0], { ...node[1], key }, ...all(node.slice(2)));
    if (node.rest) return createElement(Rest, { ...node.rest, address: shown[PAGE].address, key: "rest" });
    return node.chart ? createElement(Chart, { ...node.chart, key }) : createElement(Field, { ...node.search, key });
  };
  /* What is on both pages stays, wherever on them it stands: a block is known by its id or its class. */
  const BLOCK = /^(details|div|dl|footer|header|nav|ol|p|section|table|ul)$/;
  const all = (nodes) => {
    const times = {};
    return nodes.map((node) => {
      if (!Array.isArray(node)) return build(node);
      const [tag, given] = node;
      const known = given && given.id ? `#${given.id}` : BLOCK.test(tag) ? `${tag}.${((given && given.className) || "").split(" ")[0]}` : null;
      if (known) times[known] = (times[known] || 0) + 1;
      return build(node, known ? `${known} ${times[known]}` : undefined);
    });
  };
  const Page = ({ id }) => {
    const [read, show] = useState(null);
    useEffect(() => {
      let before = null;
      const follow = async () => {
        if (here() === before) return;
        before = here();
        const found = await page();
        if (found) window.ReactDOM.flushSync(() => show(found));  // so that text and map come in one frame
      };
      const names = ["popstate", "_dashprivate_pushstate"];
      names.forEach((name) => window.addEventListener(name, follow));
      follow();
      return () => names.forEach((name) => window.removeEventListener(name, follow));
    }, []);
    useLayoutEffect(() => { if (read) drawn(); }, [read]);
    return createElement("div", { id }, ...(read ? all(read.tree) : []));
  };

  /* What is drawn of the page before keeps its room, unseen, until the rest of this page is there. */
  const Rest = ({ address, href, text }) => {
    const box = useRef(null);
    const [, draw] = useState(null);
    const here = rest && rest.address === address;
    if (here && rest.read) {
      rest.drawn = rest.drawn || all(rest.read.tree);
      shown[REST] = rest.part;
    }
    const seen = useRef(null);
    if (here) seen.current = rest.drawn;
    useEffect(() => {
      if (here && rest.read) return undefined;
      let asks = false;
      const stops = new AbortController();
      const get = async () => {
        if (asks) return;
        asks = true;
        try {
          rest = await restOf(address, stops.signal);
          draw(rest);
        } catch { /* another page is shown */ }
        asks = false;
      };
      const near = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) get(); }, { rootMargin: `${NEAR}px` });
      const quiet = here ? 0 : setTimeout(() => idle(get), QUIET);
      if (!here) near.observe(box.current);
      const names = ["beforeprint", "online", "nagar:draw"];
      names.forEach((name) => window.addEventListener(name, get));
      return () => {
        stops.abort();
        near.disconnect();
        clearTimeout(quiet);
        names.forEach((name) => window.removeEventListener(name, get));
      };
    }, [address, here]);
    const instead = here && rest.told ? rest.told : text;
    return createElement("div", { ref: box, className: here ? "rest" : "rest waiting", "aria-busy": here ? undefined : "true" },
      here && rest.read ? null : createElement("p", { key: "told" }, createElement("a", { href }, instead)),
      createElement("div", { key: "drawn", inert: !here }, ...(seen.current || [])));
  };

  const PAUSE = 150;  // ms without a key before the search asks
  let ask = () => {};
  const Search = ({ asked: times, setProps }) => {
    ask = (value) => setProps({ asked: (times || 0) + 1, value, address: here() });
    return null;
  };
  const Field = (props) => {
    const field = useRef(null);
    const timer = useRef(0);
    const typed = () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => ask(field.current.value), PAUSE);
    };
    useEffect(() => {
      const clear = () => { if (document.activeElement !== field.current) field.current.value = ""; };
      document.addEventListener("nagar:drawn", clear);
      return () => {
        clearTimeout(timer.current);
        document.removeEventListener("nagar:drawn", clear);
      };
    }, []);
    return createElement("input", { ...props, ref: field, type: "search", autoComplete: "off", onInput: typed });
  };
  /* Below the field of the page shown, until another page is drawn. */
  const Suggestions = ({ tree }) => {
    const [over, end] = useState(tree);
    useEffect(() => {
      const act = () => end(tree);
      document.addEventListener("nagar:drawn", act);
      return () => document.removeEventListener("nagar:drawn", act);
    }, [tree]);
    const place = document.getElementById("suggestions");
    return tree && tree !== over && place ? window.ReactDOM.createPortal(all(tree), place) : null;
  };

  /* A chart is drawn when it comes near the window, or the page is printed, and its script fetched with the first. */
  let plotly = null;
  const withPlotly = () => {
    plotly = plotly || new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = beginning.plotly;
      script.onload = () => done(window.Plotly);
      script.onerror = () => { plotly = null; script.remove(); failed(new Error("plotly")); };
      document.head.append(script);
    });
    return plotly;
  };
  const Chart = ({ id, figure, config }) => {
    const box = useRef(null);
    const now = useRef(null);
    now.current = { figure, config };
    useEffect(() => {
      const node = box.current;
      let gone = false;
      let begun = false;
      const draw = async () => {
        if (begun) return;
        begun = true;
        near.disconnect();
        try {
          const library = await withPlotly();
          if (node.firstChild && !node.classList.contains("js-plotly-plot")) node.textContent = "";
          if (!gone) await library.react(node, now.current.figure.data, now.current.figure.layout, now.current.config);
        } catch {
          begun = false;
          if (!node.classList.contains("js-plotly-plot")) node.textContent = told.picture || "";
        }
      };
      const near = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) draw(); }, { rootMargin: "200px" });
      near.observe(node);
      if (!node.firstChild) node.textContent = told.drawing || "";
      const names = ["beforeprint", "online", "nagar:draw"];  // the last by whoever wants to see all charts at once
      names.forEach((name) => window.addEventListener(name, draw));
      return () => {
        gone = true;
        near.disconnect();
        names.forEach((name) => window.removeEventListener(name, draw));
        if (window.Plotly && node.classList.contains("js-plotly-plot")) window.Plotly.purge(node);
      };
    }, [figure]);
    return createElement("div", { id, ref: box, className: "plot" });
  };
  window.nagar = Object.assign(window.nagar || {}, { Page, Search, Suggestions, askEarly });

  /* A browser that goes back takes a document from its cache without a question; then its page is asked for, too. */
  const confirmed = () => {
    const [entry] = performance.getEntriesByType("navigation");
    const worked = navigator.serviceWorker && navigator.serviceWorker.controller;
    return !entry || (entry.type !== "back_forward" && (entry.transferSize > 0 || Boolean(worked)));
  };
  const start = () => {
    const answer = document.getElementById("answer");
    if (answer) {
      if (confirmed()) fresh = arrived;
      keep({ path: PAGE + arrived, address: arrived, tag: answer.dataset.tag, bytes: new TextEncoder().encode(answer.textContent) });
      answer.remove();
    }
    window.renderer = new window.DashRenderer();
  };
  start();

  const worker = () => navigator.serviceWorker && navigator.serviceWorker.register("/sw.js").catch(() => {});
  document.addEventListener("nagar:drawn", () => {
    if (document.readyState === "complete") worker();
    else window.addEventListener("load", worker, { once: true });
  }, { once: true });
})();
