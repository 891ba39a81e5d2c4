// Draws [data-chart] with ECharts as SVG. The library comes only when a chart is on the page, and only when it comes into view.
(function () {
  "use strict";
  const colours = ["#1F4E8C", "#7396C6", "#2F7F86", "#8A96A5"], red = "#B4232A", ink = "#455261", line = "#DDE3EA";
  const font = getComputedStyle(document.body).fontFamily;
  let library;
  const load = () => library || (library = new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "/lib/echarts.js";
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }));

  const number = value => value === null || value === undefined ? "—" : String(value).replace("-", "−").replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");

  const last = values => values.reduce((found, value, at) => (value === null ? found : at), -1);

  function draw(place) {
    const data = JSON.parse(place.dataset.chart);
    const across = data.kind === "across", percent = data.unit === "%";
    const axisText = { color: ink, fontFamily: font, fontSize: 13 };
    const names = { type: "category", data: data.labels, inverse: across, axisTick: { show: false }, axisLine: { lineStyle: { color: "#8793A1" } }, axisLabel: Object.assign({ hideOverlap: true }, axisText), boundaryGap: data.kind !== "line" };
    const values = { type: "value", max: data.most || undefined, axisLabel: Object.assign({ formatter: v => number(v) + (percent ? "%" : "") }, axisText), splitLine: { lineStyle: { color: line } } };
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption({
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: 300,
      color: colours,
      textStyle: { fontFamily: font },
      grid: { left: 8, right: across ? 24 : 16, top: data.series.length > 1 ? 36 : 16, bottom: 8, containLabel: true },
      legend: data.series.length > 1 ? { right: 0, top: 0, icon: data.kind === "line" ? undefined : "roundRect", itemWidth: 16, itemHeight: 10, textStyle: axisText } : undefined,
      // richText: the tooltip is drawn, not written as HTML with inline styles, which the content security policy forbids.
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: data.kind === "line" ? "line" : "shadow" }, borderColor: line, textStyle: { color: "#1B2733", fontFamily: font, fontSize: 13 }, valueFormatter: v => number(v) + (data.unit ? (percent ? "%" : " " + data.unit) : "") },
      xAxis: across ? values : names,
      yAxis: across ? names : values,
      series: data.series.map((series, i) => ({
        name: series.name,
        type: data.kind === "line" ? "line" : "bar",
        data: series.values.map((value, at) => series.behind.includes(at) ? { value, itemStyle: { color: red } } : data.kind === "line" && i === 0 && at === last(series.values) ? { value, label: { show: true, position: "bottom", distance: 12, textBorderColor: "#FFF", textBorderWidth: 4, formatter: `${data.labels[at]} ${number(value)}`, color: colours[0], fontWeight: 600, fontSize: 13, fontFamily: font } } : value),
        showSymbol: !series.dashed, symbol: "circle", symbolSize: 6,
        lineStyle: { width: series.dashed || i > 0 ? 1.75 : 2.25, type: series.dashed ? "dashed" : "solid", color: series.dashed ? "#7A4B00" : undefined },
        itemStyle: series.dashed ? { color: "#7A4B00" } : undefined,
        barMaxWidth: 26, barMinWidth: 3, barCategoryGap: "35%",
        label: across ? { show: true, position: "insideLeft", color: i === 1 ? "#1B2733" : "#FFF", formatter: p => number(p.value) + (percent ? "%" : "") } : undefined,
        markLine: i === 0 && data.mark !== null ? { silent: true, symbol: "none", data: [across ? { xAxis: data.mark } : { yAxis: data.mark }], lineStyle: { color: "#1B2733", type: across ? "solid" : "dashed", width: across ? 2 : 1.25 }, label: { show: !!data.markText && !across, formatter: data.markText, position: "insideStartTop", color: "#1B2733", fontFamily: font, fontSize: 13 } } : undefined,
      })),
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  }

  const seen = new IntersectionObserver(entries => entries.forEach(entry => {
    if (!entry.isIntersecting) return;
    seen.unobserve(entry.target);
    load().then(() => draw(entry.target));
  }), { rootMargin: "200px" });
  document.querySelectorAll("[data-chart]").forEach(place => { place.classList.add("kg-on"); seen.observe(place); });
})();
