/* Charts. */
(() => {
  "use strict";
  const { createElement, useEffect, useRef } = window.React;
  const page = window.nagarPage;

  /* A chart is drawn when it comes near the window, or the page is printed, and its script fetched with the first. */
  let plotly = null;
  const withPlotly = () => {
    plotly = plotly || (window.nagarOffline ? window.nagarOffline.plotly() : new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = page.plotly;
      script.onload = () => done(window.Plotly);
      script.onerror = () => { plotly = null; script.remove(); failed(new Error("plotly")); };
      document.head.append(script);
    }));
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
          if (!node.classList.contains("js-plotly-plot")) node.textContent = page.told.picture || "";
        }
      };
      const near = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) draw(); }, { rootMargin: "200px" });
      near.observe(node);
      if (!node.firstChild) node.textContent = page.told.drawing || "";
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
  page.Chart = Chart;
})();
