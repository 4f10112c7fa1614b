extension PageScript {
  /// How the run went: all jobs together, or job by job.
  static let timeline = #"""
    const stages = [
      ["here", "here"], ["fell", "failed"], ["loading", "on its way here"],
      ["doubt", "in doubt"], ["making", "being made"], ["waiting", "waiting"],
    ].filter(([stage]) => stage !== "doubt" || head.counts.in_doubt > 0);
    const timed = jobs.filter((job) => job.x && job.sent !== undefined);
    // A run that was stopped had other jobs waiting.
    const runSize = timed.length + (head.isOver === false ? head.counts.pending : 0);
    const runEnd = () => timed.reduce((last, job) =>
      Math.max(last, job.ended ?? (job.s === "submitted" ? head.ended : job.ready ?? job.sent)), 0);
    const niceSeconds = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400,
      21600, 43200, 86400, 172800, 604800];
    const niceStep = (length, count) => niceSeconds.map((seconds) => seconds * 1000)
      .find((step) => length / step <= count) || Math.ceil(length / count / 86400000) * 86400000;
    const niceCount = (most, count) => {
      const raw = Math.max(1, most / count);
      const power = 10 ** Math.floor(Math.log10(raw));
      return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= raw);
    };

    // How many of a sorted list are not above a limit.
    const upTo = (sorted, limit) => {
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] <= limit) low = middle + 1; else high = middle;
      }
      return low;
    };

    const flowAt = () => {
      const times = (pick) => timed.map(pick).filter((time) => time !== null).sort((a, b) => a - b);
      const sent = times((job) => job.sent);
      const ready = times((job) => (job.s === "failed" ? null : job.ready));
      const here = times((job) => (job.s === "failed" ? null : job.ended));
      const failed = times((job) => (job.s === "failed" ? job.ended : null));
      const unknown = times((job) => (job.s === "in_doubt" ? job.sent : null));
      return (time) => {
        const counts = [sent, ready, here, failed, unknown].map((list) => upTo(list, time));
        return { here: counts[2], fell: counts[3], loading: Math.max(0, counts[1] - counts[2]),
          doubt: counts[4], making: Math.max(0, counts[0] - counts[1] - counts[3] - counts[4]),
          waiting: runSize - counts[0] };
      };
    };

    const frame = (width, height, left) => ({ width, height, left, right: width - 10, top: 8,
      bottom: height - 22 });
    const timeAxis = (draw, box, from, to) => {
      const step = niceStep(to - from, Math.max(2, Math.floor((box.right - box.left) / 90)));
      const x = (time) => box.left + ((time - from) / (to - from)) * (box.right - box.left);
      const local = new Date(from).getTimezoneOffset() * 60000;
      for (let time = Math.ceil((from - local) / step) * step + local; time <= to; time += step) {
        const text = step >= 86400000 ? new Date(time).toLocaleDateString(locale,
          { day: "numeric", month: "short" }) : (step < 60000 ? clockSeconds : clock).format(time);
        draw.append(svg("line", { class: "grid-line", x1: x(time), x2: x(time), y1: box.bottom,
          y2: box.bottom + 4 }),
          svg("text", { x: x(time), y: box.bottom + 16, "text-anchor": "middle" }, text));
      }
      return x;
    };

    const drawFlow = (width, from, to, legend) => {
      const at = flowAt();
      const box = frame(width, 240, 38);
      const draw = svg("svg", { viewBox: `0 0 ${width} 240`, height: 240, role: "img",
        "aria-label": "Jobs over the time of the run, by stage; the table below has the figures" });
      const most = runSize;
      const y = (count) => box.bottom - (count / most) * (box.bottom - box.top);
      const step = niceCount(most, 5);
      for (let count = 0; count <= most; count += step) {
        draw.append(svg("line", { class: "grid-line", x1: box.left, x2: box.right, y1: y(count),
          y2: y(count) }),
          svg("text", { x: box.left - 6, y: y(count) + 4, "text-anchor": "end" }, count));
      }
      const x = timeAxis(draw, box, from, to);
      const points = Array.from({ length: 181 }, (_, part) => from + ((to - from) * part) / 180);
      const counts = points.map(at);
      let floor = points.map(() => 0);
      for (const [stage] of stages) {
        const roof = floor.map((below, index) => below + counts[index][stage]);
        const edge = (levels) => points.map((time, index) =>
          x(time).toFixed(1) + "," + y(levels[index]).toFixed(1));
        draw.append(svg("path", { class: "f-" + stage,
          d: "M" + edge(roof).join("L") + "L" + edge(floor).reverse().join("L") + "Z" }));
        floor = roof;
      }
      const cursor = svg("line", { class: "cursor", y1: box.top, y2: box.bottom,
        visibility: "hidden" });
      draw.append(cursor);
      draw.addEventListener("pointermove", (event) => {
        const area = draw.getBoundingClientRect();
        const part = (event.clientX - area.left - box.left) / (box.right - box.left);
        const time = from + Math.min(1, Math.max(0, part)) * (to - from);
        for (const name of ["x1", "x2"]) cursor.setAttribute(name, x(time));
        cursor.setAttribute("visibility", "visible");
        legend(at(time), time);
      });
      draw.addEventListener("pointerleave", () => {
        cursor.setAttribute("visibility", "hidden");
        legend(null);
      });
      return draw;
    };

    const drawLanes = (width, from, to) => {
      const shown = [...timed].sort((a, b) => (b.ended ?? to) - b.sent - ((a.ended ?? to) - a.sent))
        .slice(0, 40).sort((a, b) => a.sent - b.sent || a.place - b.place);
      const names = width > 560 ? 150 : 8;
      const height = shown.length * 15 + 32;
      const box = frame(width, height, names);
      const draw = svg("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img",
        "aria-label": "Job by job: waiting, being made, on its way here" });
      const x = timeAxis(draw, box, from, to);
      for (const [index, job] of shown.entries()) {
        const top = box.top + index * 15;
        const bar = (stage, start, end) => (end <= start ? [] : [svg("rect", {
          class: "f-" + stage, x: x(start), y: top + 2, width: Math.max(1, x(end) - x(start)),
          height: 11, rx: 1.5 })]);
        const ready = job.ready ?? to;
        const lane = svg("g", {}, svg("title", {}, job.i + ": " + timesText(job)),
          svg("rect", { x: box.left, y: top, width: box.right - box.left, height: 15,
            "fill-opacity": 0 }),
          ...bar("waiting", from, job.sent),
          ...bar(job.s === "in_doubt" ? "doubt" : "making", job.sent, ready),
          ...bar("loading", ready, job.ended ?? ready));
        if (job.s === "failed") {
          lane.append(svg("rect", { class: "f-fell", x: x(ready) - 3, y: top + 2, width: 4,
            height: 11, rx: 1 }));
        }
        if (names > 100) {
          lane.append(svg("text", { x: names - 8, y: top + 11, "text-anchor": "end" },
            job.i.length > 22 ? job.i.slice(0, 21) + "\u2026" : job.i));
        }
        draw.append(lane);
      }
      return draw;
    };

    const timesText = (job) => {
      const parts = [];
      if (head.began && job.x) parts.push("waited " + span(Math.max(0, job.sent - head.began)));
      if (job.s === "failed" && job.ended !== null) {
        parts.push("failed after " + span(job.ended - job.sent));
      } else if (job.making !== undefined) parts.push("made in " + span(job.making));
      if (job.s !== "failed" && job.ended && job.ready !== null && job.ended > job.ready) {
        parts.push("here " + span(job.ended - job.ready) + " later");
      }
      return parts.join(", ");
    };

    const keepDrawn = (place, draw) => {
      let last = 0;
      const again = () => {
        const width = Math.max(220, Math.floor(place.clientWidth));
        if (width === last) return;
        last = width;
        place.replaceChildren(draw(width));
      };
      new ResizeObserver(again).observe(place);
      return () => { last = 0; again(); };
    };

    const showTimeline = () => {
      const card = byId("timeline");
      card.append(el("h3", {}, "How the run went"));
      if (timed.length === 0) {
        card.append(el("p", { class: "caption" }, "Nothing was submitted in this run."));
        return;
      }
      const from = timed.reduce((first, job) => Math.min(first, job.sent), head.began ?? Infinity);
      const to = Math.max(runEnd(), from + 1000);
      const numbers = {};
      const time = el("span", {});
      const legend = el("ul", { class: "legend" }, stages.map(([stage, word]) => el("li", {},
        el("i", { class: "swatch " + stage, "aria-hidden": "true" }),
        el("span", {}, numbers[stage] = el("b", {}), " " + word))), el("li", {}, time));
      const fill = (counts, at) => {
        for (const [stage] of stages) numbers[stage].textContent = counts ? counts[stage] : "";
        time.textContent = counts ? "at " + clockSeconds.format(at) : "";
      };
      let isTogether = timed.length > 40;
      const chart = el("div", { class: "chart" });
      const redraw = keepDrawn(chart, (width) => (isTogether
        ? drawFlow(width, from, to, fill) : drawLanes(width, from, to)));
      const choices = [["All together", true],
        [timed.length > 40 ? "The 40 longest" : "Job by job", false]].map(([name, value]) =>
        button({ "aria-pressed": value === isTogether }, () => {
          isTogether = value;
          for (const [at, one] of choices.entries()) {
            one.setAttribute("aria-pressed", String((at === 0) === value));
          }
          redraw();
        }, name));
      const title = el("div", { class: "row" }, card.firstChild,
        el("div", { class: "switch", role: "group", "aria-label": "Kind of timeline" }, choices));
      const at = flowAt();
      const rows = Array.from({ length: 11 }, (_, part) => from + ((to - from) * part) / 10);
      card.append(title, chart, legend, el("details", {}, el("summary", {}, "Figures"),
        el("div", { class: "scroll" }, table("Jobs by stage over time", [{ text: "Time" },
          ...stages.map(([, word]) => ({ text: word, number: true }))],
        rows.map((row) => [clockSeconds.format(row),
          ...stages.map(([stage]) => at(row)[stage])])))));
    };
    """#
}
