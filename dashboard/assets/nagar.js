/* What links alone cannot do: follow links without reloading, light a place in map and ranking at once, tap and drill
   on the map, sort tables, copy links, move in the search with the arrow keys. No state lives here:
   it is all in the URL. */
(() => {
  "use strict";
  const OURS = /^\/(csv|xlsx|parquet|gpkg|image|template|document|brief|f|shapes|values|texts|file|page|rest|whole|shell|assets|healthz)(\/|$)/;

  /* Plotly writes the style of bold and coloured words as an attribute, which the Content-Security-Policy refuses;
     the same style set through the DOM, as all its other styles are, is allowed. */
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function set(name, value) {
    if (name === "style" && this.style) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };

  let left = "";  // the words of the link that was followed: the new page gives the focus back to it

  const go = (href) => {
    const here = location.pathname + location.search, active = document.activeElement;
    if (href !== here) window.nagar.askEarly(href);  // before anything else: the way to the server is the longest part
    left = active === document.body ? "" : active.textContent.trim();
    if (href === here) return;
    const samePage = href.split("?")[0] === location.pathname;
    history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (!samePage) window.scrollTo(0, 0);
  };

  const refocus = () => {
    const lost = document.activeElement === document.body;
    const same = [...document.querySelectorAll("main a[href]")].find((link) => link.textContent.trim() === left);
    const place = same || document.getElementById("main");
    if (lost && place) place.focus({ preventScroll: true });
    left = "";
  };

  /* Links, disclosures, buttons */
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const link = target.closest("a[href]");
    document.querySelectorAll("details.menu[open], details.more[open], details.tag[open]").forEach((open) => {
      if (!open.contains(target) || link) open.removeAttribute("open");
    });
    if (target.closest("#first button")) return;  // pressed again when the page is drawn
    const sorter = target.closest("button.sort");
    if (sorter) return sort(sorter);
    const cite = target.closest("button.cite");
    if (cite) return copy(cite, cited(cite));
    const collector = target.closest("button.collect");
    if (collector && !link) return collect(collector);
    const url = link && taken(link, event);
    if (!url) return;
    event.preventDefault();
    if (link.classList.contains("copy")) return copy(link, url.href);
    go(url.pathname + url.search);
  });

  /* The address of a link that is followed here; null where that is the browser's own business. */
  const taken = (link, event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
    const url = new URL(link.href, location.href);
    const leave = url.origin !== location.origin || link.target || link.hasAttribute("download") || OURS.test(url.pathname);
    return leave || link.classList.contains("skip") ? null : url;
  };

  /* What goes down on an option of a menu comes up there, a tenth of a second later: its page is asked for meanwhile. Not on
     other links: there a finger may begin to scroll. */
  document.addEventListener("pointerdown", (event) => {
    const link = event.target instanceof Element && event.target.closest(".menu .options a[href]");
    const url = link && taken(link, event);
    if (url) window.nagar.askEarly(url.pathname + url.search);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open], details.more[open], details.tag[open]").forEach((open) => {
        open.removeAttribute("open");
        open.querySelector("summary").focus();
      });
    }
    if (event.target instanceof Element && event.target.closest(".search")) searchKey(event);
  });

  const searchKey = (event) => {
    const links = [...document.querySelectorAll("#suggestions a")];
    const at = links.indexOf(document.activeElement);
    const field = document.getElementById("search");
    if (event.key === "ArrowDown" && links.length) {
      event.preventDefault();
      links[(at + 1) % links.length].focus();
    } else if (event.key === "ArrowUp" && links.length) {
      event.preventDefault();
      if (at <= 0) field.focus(); else links[at - 1].focus();
    } else if (event.key === "Enter" && event.target === field) {
      openFirst(field.value.trim());
    }
  };

  /* Opens the first suggestion for this very text, once the list for it is here, however slow the network or the server;
     not that of an earlier text, and nothing once the text is another, or gone with its page. */
  const openFirst = (text) => {
    const field = document.getElementById("search");
    const list = document.querySelector("#suggestions [data-for]");
    if (!field || field.value.trim() !== text) return;
    if (list && list.dataset.for === text) list.querySelector("a").click();
    else setTimeout(() => openFirst(text), 50);
  };

  /* Focus that leaves a menu or the search closes it. */
  document.addEventListener("focusin", (event) => {
    document.querySelectorAll("details.menu[open], details.more[open], details.tag[open]").forEach((open) => {
      if (!open.contains(event.target)) open.removeAttribute("open");
    });
  });

  /* A citation with the whole address of its view, which only the browser knows. */
  const cited = (button) => [button.dataset.text, button.dataset.link && new URL(button.dataset.link, location.href).href]
    .filter(Boolean).join(" ");

  const copy = async (link, text) => {
    const words = link.textContent, copied = link.dataset.copied;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    if (words === copied) return;  // it is told already
    link.textContent = copied;
    setTimeout(() => { if (link.textContent === copied) link.textContent = words; }, 2000);  // else the page is another
  };

  const spoken = document.createElement("span");  // what is read out
  spoken.className = "hidden-file";
  spoken.setAttribute("role", "status");
  document.documentElement.append(spoken);

  /* Into the tray of the page Briefing (`briefing.js`), which this browser keeps: the view as everybody has it. */
  const collect = (button) => {
    if (button.firstElementChild) return button.firstElementChild.click();  // it is in there already: Enter on the button
    const card = button.closest(".panel"), url = new URL(button.dataset.view || card.querySelector("a.copy").href, location.href);
    const tray = { title: {}, items: [], ...JSON.parse(localStorage.getItem("nagar-briefing") || "{}") };
    const as_table = url.searchParams.get("tab") === button.dataset.of;
    tray.snapshot = tray.snapshot || url.searchParams.get("snapshot") || "";
    ["lang", "digits", "calendar", "snapshot", "tab"].forEach((name) => url.searchParams.delete(name));
    const label = `${(card ? card.querySelector("h2").firstChild : document.querySelector("h1")).textContent.slice(0, 80)} · ${document.title.split(" · ")[0]}`;
    tray.items.push({ view: url.pathname + decodeURIComponent(url.search), picture: button.dataset.of, label, ...(as_table && { table: true }) });
    localStorage.setItem("nagar-briefing", JSON.stringify(tray));
    const reads = (location.search.match(/\b(lang|digits|calendar)=\w+/g) || []).join("&");
    const link = Object.assign(document.createElement("a"), { href: `/briefing${reads && `?${reads}`}`, textContent: `✓ ${tray.items.length}` });
    button.replaceChildren(link);
    const told = `${document.querySelector('a[href^="/briefing"]').textContent}: ${tray.items.length}`;
    button.setAttribute("aria-label", told);
    spoken.textContent = told;
  };

  const sort = (button) => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") !== "descending";
    const key = (row) => {
      const cell = row.cells[column], told = cell.dataset.sort;  // a number, a day as 2024-12-31, or nothing known
      return told === undefined ? cell.textContent : told === "" ? null : isNaN(told) ? told : Number(told);
    };
    const rows = [...body.rows].sort((one, two) => {
      const a = key(one), b = key(two);
      if (a === null || b === null) return (a === null) - (b === null);
      const order = typeof a === "number" ? a - b : a.localeCompare(b);
      return down ? -order : order;
    });
    head.parentElement.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows);
  };

  /* Map and ranking light each other */
  const light = (code, from) => {
    document.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
    if (code) document.querySelectorAll(`[data-code="${CSS.escape(code)}"]`).forEach((row) => row.classList.add("lit"));
    document.querySelectorAll("nagar-map").forEach((map) => { if (map !== from) map.light(code); });
  };
  document.addEventListener("nagar-light", (event) => light(event.detail.code, event.target));
  document.addEventListener("mouseover", (event) => {
    const row = event.target instanceof Element && event.target.closest("li[data-code], tr[data-code]");
    if (row) light(row.dataset.code);
  });
  document.addEventListener("mouseout", (event) => {
    if (event.target instanceof Element && event.target.closest("li[data-code], tr[data-code]")) light("");
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target instanceof Element && event.target.closest("li[data-code]");
    if (row) light(row.dataset.code);
  });

  const bind = (plot) => { plot.dataset.bound = "1"; };

  /* Only where a development server has put its bar: load the page again when the files have changed. */
  let following = false;
  const follow = () => {
    const bar = document.getElementById("dev");
    if (!bar || following) return;
    following = true;
    setInterval(async () => {
      try {
        const told = await (await fetch("/dev/version", { cache: "no-store" })).json();
        if (String(told.version) !== document.getElementById("dev").dataset.version) location.reload();
      } catch { /* the server is beginning anew */ }
    }, 400);
  };

  const load = () => {
    const tray = document.getElementById("tray");
    if (!tray || document.querySelector(`script[src="${tray.dataset.script}"]`)) return;
    document.head.append(Object.assign(document.createElement("script"), { src: tray.dataset.script }));
  };

  let waiting = false;
  const watch = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      document.querySelectorAll(".js-plotly-plot:not([data-bound])").forEach(bind);
      load();
      follow();
    });
  };
  new MutationObserver(watch).observe(document.body, { childList: true, subtree: true });

  document.addEventListener("nagar:drawn", () => { if (left) setTimeout(refocus, 60); });
})();
