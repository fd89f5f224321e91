/* The parts of pages: asked for by GET, of which only the difference to the part shown travels, and kept, so that what was
   opened before is there without network. Dash's own first questions are answered by the document. */
(() => {
  "use strict";
  const { undone, CAN_UNDO } = window.nagarPage;
  const data = (id) => JSON.parse((document.getElementById(id) || { textContent: "{}" }).textContent);
  const beginning = data("beginning");

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
  // `told`: the sentences of the page shown, in its language
  Object.assign(window.nagarPage, { PAGE, REST, told: beginning, plotly: beginning.plotly, shown, kept, keep, keepLater, stored, asked, read, idle, tell, untell });
})();
