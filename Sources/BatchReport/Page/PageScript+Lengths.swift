extension PageScript {
  /// How long videos take to make.
  static let lengths = #"""
    const showLengths = () => {
      const card = byId("lengths");
      card.append(el("h3", {}, "How long a video takes to make"));
      const lengths = jobs.filter((job) => job.making !== undefined && job.v)
        .map((job) => job.making).sort((a, b) => a - b);
      if (lengths.length === 0) {
        card.append(el("p", { class: "caption" }, "No video has been made yet."));
        return;
      }
      const at = (part) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * part))];
      const [median, late, longest] = [at(0.5), at(0.95), lengths[lengths.length - 1]];
      const step = niceStep(Math.max(longest, 1000), 24);
      const bins = Array.from({ length: Math.floor(longest / step) + 1 }, () => 0);
      for (const length of lengths) bins[Math.floor(length / step)] += 1;
      const most = Math.max(...bins);
      const words = "Half of them in " + span(median) + " or less, 95 % in " + span(late)
        + ", the longest in " + span(longest) + ".";
      const chart = el("div", { class: "chart" });
      keepDrawn(chart, (width) => {
        const box = frame(width, 240, 34);
        const draw = svg("svg", { viewBox: `0 0 ${width} 240`, height: 240, role: "img",
          "aria-label": plural(lengths.length, "video") + ". " + words });
        const x = (length) => box.left + (length / (bins.length * step)) * (box.right - box.left);
        const y = (count) => box.bottom - (count / most) * (box.bottom - box.top - 12);
        const tick = niceCount(most, 5);
        for (let count = 0; count <= most; count += tick) {
          draw.append(svg("line", { class: "grid-line", x1: box.left, x2: box.right, y1: y(count),
            y2: y(count) }),
            svg("text", { x: box.left - 6, y: y(count) + 4, "text-anchor": "end" }, count));
        }
        for (const [index, count] of bins.entries()) {
          const bar = svg("rect", { class: "f-making", x: x(index * step) + 0.5, y: y(count),
            width: Math.max(1, x(step) - box.left - 1), height: box.bottom - y(count), rx: 1 });
          bar.append(svg("title", {}, span(index * step) + " to " + span((index + 1) * step) + ": "
            + plural(count, "video")));
          draw.append(bar);
        }
        const ticks = niceStep(bins.length * step, Math.max(2, Math.floor(width / 80)));
        for (let length = 0; length <= bins.length * step; length += ticks) {
          draw.append(svg("text", { x: x(length), y: box.bottom + 16, "text-anchor": "middle" },
            length === 0 ? "0" : span(length).replace(".0\u00a0", "\u00a0")));
        }
        for (const [value, word] of [[median, "half"], [late, "95 %"]]) {
          draw.append(svg("line", { class: "mark", x1: x(value), x2: x(value), y1: box.top + 4,
            y2: box.bottom }),
            svg("text", { class: "mark-text", x: x(value) + 4, y: box.top + 12 }, word));
        }
        return draw;
      });
      card.append(chart, el("p", { class: "caption" }, words), el("details", {},
        el("summary", {}, "Figures"), el("div", { class: "scroll" }, table("Videos by time to make",
          [{ text: "From" }, { text: "Up to" }, { text: "Videos", number: true }],
          bins.map((count, index) => [span(index * step), span((index + 1) * step), count])))));
    };
    """#
}
