"use strict";
(function () {
  // A chart is drawn for the width it has; on paper for the width of A4 between the margins
  // and no higher than a page with its caption.
  const PAPER = 588, TALLEST = 790, WIDEST = 780, NARROW = 480;
  const charts = Array.from(document.querySelectorAll(".chart"));
  const figures = new Map(charts.map(function (node) {
    return [node, JSON.parse(document.getElementById(node.dataset.figure).textContent)];
  }));
  const config = JSON.parse((document.getElementById("chart-config") || { textContent: "{}" }).textContent);

  function layoutFor(layout, width) {
    const narrow = width < NARROW;
    const copy = JSON.parse(JSON.stringify(layout));
    copy.width = Math.round(width);
    if (width === PAPER && copy.height) { copy.height = Math.min(copy.height, TALLEST); }
    copy.font = Object.assign({}, copy.font, { size: narrow ? 11 : 13 });
    if (narrow && copy.margin) { copy.margin.r = 8; }
    return copy;
  }
  function draw(width) {
    charts.forEach(function (node) {
      const figure = figures.get(node);
      const space = width || Math.min(node.clientWidth || WIDEST, WIDEST);
      Plotly.react(node, figure.data, layoutFor(figure.layout, space), config);
    });
  }
  function open(all) {
    document.querySelectorAll("details.figures").forEach(function (node) {
      if (all) { node.dataset.was = node.open ? "1" : ""; node.open = true; }
      else { node.open = node.dataset.was === "1"; }
    });
  }
  async function plotly() {
    if (window.Plotly || !charts.length) { return; }
    const packed = document.getElementById("plotly-gzip");
    const text = packed ? packed.textContent : window.PLOTLY_GZIP;
    if (!text || !("DecompressionStream" in window)) { throw new Error("no charts here"); }
    const bytes = Uint8Array.from(atob(text.trim()), function (c) { return c.charCodeAt(0); });
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.appendChild(script);
  }
  window.chartsReady = plotly().then(function () {
    if (!charts.length) { return; }
    draw();
    let waiting = 0, last = window.innerWidth;
    window.addEventListener("resize", function () {
      if (window.innerWidth === last) { return; }
      last = window.innerWidth;
      clearTimeout(waiting);
      waiting = setTimeout(function () { draw(); }, 150);
    });
  }).catch(function () { open(true); });
  window.addEventListener("beforeprint", function () { open(true); if (window.Plotly) { draw(PAPER); } });
  window.addEventListener("afterprint", function () { open(false); if (window.Plotly) { draw(); } });
})();
