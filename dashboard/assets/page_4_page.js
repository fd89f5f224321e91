/* The page of the browser's address, and the components of our own that Dash draws: from the document itself at first, then
   by its parts; what is old is always told as such. */
(() => {
  "use strict";
  const { createElement, useEffect, useLayoutEffect, useRef, useState } = window.React;
  const { PAGE, REST, Chart, shown, kept, keep, keepLater, stored, asked, read, idle, tell, untell } = window.nagarPage;
  const now = window.nagarPage;
  const here = window.nagarOffline ? window.nagarOffline.here : () => location.pathname + location.search;
  const arrived = here();  // the address of the document
  let fresh = "";  // the address whose page came with the document

  /* The rest of a page. Where it is in sight it comes together with the page, so that no figure of the page before is seen
     beside those of the next; else it is asked for when it comes near, or when nothing else has happened for a while: for
     whoever prints, searches in the page, or is without network later. */
  const NEAR = 600;  // px below the window
  const QUIET = 1500;  // ms
  let rest = null;  // what was found: `{address, read}`, or the sentence `told` instead
  const restOf = async (address, signal) => {
    let found = null, lost = false;
    try {
      found = await asked(REST, address, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      lost = true;
      found = await stored(REST, address).catch(() => null);
    }
    if (!found || found.told) return { address, told: found ? found.told : now.told.none };
    if (!lost) keepLater(found);
    return { address, lost, read: read(found), part: found };
  };
  const fits = (below) => !below.read || below.read.snapshot === now.told.snapshot;
  const inSight = (address) => {
    const box = document.querySelector("div.rest");
    return Boolean(box && address.split("?")[0] === here().split("?")[0] && box.getBoundingClientRect().top < innerHeight);
  };
  const pageOf = (address, signal) => {
    const below = inSight(address) ? restOf(address, signal) : null;
    if (below) below.catch(() => {});  // told by whoever waits for it
    return { page: asked(PAGE, address, signal), rest: below };
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
      tell(found ? found.told : now.told.none);
      return null;
    }
    shown[PAGE] = found;
    now.told = read(found);
    stale = lost;
    rest = below && fits(below) ? below : rest;
    if (!lost) keepLater(found);
    return now.told;
  };
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
    if (now.told.title) {
      document.title = now.told.title;
      document.documentElement.lang = now.told.lang;
    }
    if (stale) tell(now.told.kept);
    else untell();
    document.dispatchEvent(new CustomEvent("nagar:drawn"));
  };

  /* Components. Dash mounts Page, Search and Suggestions once; what pages are made of is drawn by React alone. */
  const build = (node, key) => {
    if (node === null || typeof node !== "object") return node;
    if (Array.isArray(node)) return createElement(node[0], { ...node[1], key }, ...all(node.slice(2)));
    if (node.rest) return createElement(Rest, { ...node.rest, page: shown[PAGE], key: "rest" });
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
  let askAnew = () => {};
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
      askAnew = () => {
        before = null;
        follow();
      };
      follow();
      return () => names.forEach((name) => window.removeEventListener(name, follow));
    }, []);
    useLayoutEffect(() => { if (read) drawn(); }, [read]);
    return createElement("div", { id }, ...(read ? all(read.tree) : []));
  };

  /* What is drawn of the page before keeps its room, unseen, until the rest of this page is there. */
  const Rest = ({ page, href, text }) => {
    const { address } = page;
    const box = useRef(null);
    const [, draw] = useState(null);
    const here = rest && rest.address === address && fits(rest);
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
          const found = await restOf(address, stops.signal);
          if (!fits(found) && !found.lost) return askAnew();  // of newer data than the page: both of the newer
          rest = fits(found) ? found : { address, told: now.told.none };
          const linked = box.current.contains(document.activeElement);  // the link that stands for it goes
          window.ReactDOM.flushSync(() => draw(rest));
          if (linked) box.current.focus({ preventScroll: true });
          if (rest.lost) tell(rest.read.kept);
        } catch { /* another page is shown */ } finally {
          asks = false;
        }
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
    }, [page, here]);
    const instead = here && rest.told ? rest.told : text;
    return createElement("div", { ref: box, tabIndex: -1, className: here ? "rest" : "rest waiting", "aria-busy": here ? undefined : "true" },
      here && rest.read ? null : createElement("p", { key: "told" }, createElement("a", { href }, instead)),
      createElement("div", { key: "drawn", inert: here ? undefined : "" }, ...(seen.current || [])));
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
