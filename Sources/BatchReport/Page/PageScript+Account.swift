extension PageScript {
  /// Totals, what needs attention, and costs.
  static let account = #"""
    const totals = head.totals;
    const table = (label, heads, rows, foot) => {
      const cell = (value, kind, at) => el(at === 0 && kind === "td" ? "th" : kind, {
        class: [heads[at].number && "number", heads[at].wide && "wide"].filter(Boolean).join(" "),
        scope: kind === "th" ? "col" : at === 0 ? "row" : null,
      }, value);
      const row = (values, kind) => el("tr", {}, values.map((value, at) => cell(value, kind, at)));
      return el("table", { "aria-label": label },
        el("thead", {}, row(heads.map((one) => one.text), "th")),
        el("tbody", {}, rows.map((values) => row(values, "td"))),
        foot ? el("tfoot", {}, row(foot, "td")) : null);
    };
    const share = (part, whole) => {
      const bar = el("i", { class: "share making", "aria-hidden": "true" });
      bar.style.width = (whole > 0n ? Number((part * 1000n) / whole) / 10 : 0) + "%";
      return bar;
    };

    const showTop = () => {
      document.title = head.title + " \u00b7 wanbatch";
      byId("title").textContent = head.title;
      byId("kind").textContent = (head.bundle ? "A selection of videos" : "wanbatch report")
        + (head.simulated ? " \u00b7 simulated: nothing was paid" : "");
      byId("when").append(...(head.began && !head.bundle
        ? ["Run of ", moment(head.began), head.isOver ? "" : ", not at its end yet",
          ". Written ", moment(head.ended), "."]
        : ["Written ", moment(head.ended), "."]));
      for (const section of document.querySelectorAll("main > section:not([hidden])")) {
        const heading = section.querySelector("h2");
        byId("nav").append(el("a", { href: "#" + section.id }, heading.textContent));
      }
      if (head.stopped) {
        const box = byId("stopped");
        box.append(
          el("p", { class: "outside" }, "The run stopped early: " + head.stopped.message + "."),
          el("p", {}, "To go on: ", el("code", { class: "outside" }, head.stopped.next)));
        box.hidden = false;
      }
      byId("foot").append("Amounts are estimated from the " + head.prices + " prices; the service "
        + "answers with none. Made by wanbatch " + head.tool + ".");
    };

    const showTotals = () => {
      const tile = (name, value, more) => {
        const shown = el("b", {}, value);
        if (shown.textContent.length > 9) shown.classList.add("long");
        byId("tiles").append(el("div", { class: "card tile" }, el("p", { class: "quiet" }, name),
          shown, more ? el("p", { class: "quiet" }, more) : null));
      };
      tile("Videos", spaced(String(head.counts.completed)), "of " + plural(totals.jobs, "job")
        + (totals.kept > 0 ? ", " + totals.kept + " there before" : ""));
      tile("Cost in all, estimated", spaced(yuan(totals.amount)),
        totals.in_doubt !== "0.00" ? "and " + yuan(totals.in_doubt) + " in doubt" : null);
      if (totals.this_run !== undefined) {
        tile("This run, estimated", spaced(yuan(totals.this_run)),
          totals.credits ? "the service counts " + totals.credits + " credits" : null);
      }
      const seconds = head.rates.reduce((sum, rate) => sum + rate.seconds, 0);
      const videos = head.rates.reduce((sum, rate) => sum + rate.videos, 0);
      tile("Video paid for", span(seconds * 1000), plural(videos, "video"));
      const stack = el("div", { class: "stack", "aria-hidden": "true" });
      for (const status of statuses) {
        const part = el("i", { class: status });
        part.style.flexGrow = head.counts[status];
        stack.append(part);
      }
      byId("states").append(stack, el("ul", { class: "legend" }, statuses.map((status) =>
        el("li", {}, el("i", { class: "swatch " + status, "aria-hidden": "true" }),
          el("span", {}, el("b", {}, String(head.counts[status])), " " + statusWords[status])))));
      if (totals.left_jobs) {
        byId("states").append(el("p", { class: "caption" }, "Beside these, "
          + plural(totals.left_jobs, "job") + " that left the manifest cost "
          + yuan(totals.left_amount) + "."));
      }
    };

    const showConcerns = (choose) => {
      const concerns = head.concerns.map((concern, at) => ({ ...concern, at }))
        .sort((a, b) => a.rank - b.rank || b.jobs - a.jobs);
      if (concerns.length === 0) return;
      byId("attention").hidden = false;
      const heads = [{ text: "What" }, { text: "Jobs", number: true }];
      if (!head.bundle) heads.push({ text: "What to do" });
      heads.push({ text: el("span", { class: "spoken" }, "Show") });
      byId("concerns").append(table("What needs attention", heads, concerns.map((concern) => {
        const what = el("div", {}, concern.title,
          concern.code ? [" ", el("code", { class: "outside" }, concern.code)] : null);
        if (concern.sample) what.append(el("p", { class: "prompt outside" }, concern.sample));
        const cells = [what, String(concern.jobs)];
        if (!head.bundle) {
          const until = concern.rank === 0 && totals.until
            ? [", before ", moment(totals.until)] : [];
          cells.push(el("div", { class: "cure" }, concern.cure, ...until,
            concern.command ? [": ", el("code", { class: "outside" }, concern.command)] : null));
        }
        cells.push(button({ class: "plain", "aria-label": "Show: " + concern.title
          + (concern.code ? " " + concern.code : "") }, () => choose(concern), "Show"));
        return cells;
      })));
    };

    const showRates = () => {
      byId("cost-note").textContent = "Estimated from the " + head.prices
        + " prices in yuan (CNY).";
      const whole = head.rates.reduce((sum, rate) => sum + (micros(rate.micros) || 0n), 0n);
      byId("rates").append(table("Cost by price", [
        { text: "Kind" }, { text: "A second", number: true, wide: true },
        { text: "Videos", number: true },
        { text: "Seconds", number: true, wide: true }, { text: "Amount", number: true },
      ], head.rates.map((rate) => [
        [rate.resolution + (rate.audio ? ", sound" : ", silent"),
          share(micros(rate.micros) || 0n, whole)],
        yuan(rate.price), String(rate.videos), String(rate.seconds), yuan(rate.amount),
      ]), ["Total", "", String(head.rates.reduce((sum, rate) => sum + rate.videos, 0)),
        String(head.rates.reduce((sum, rate) => sum + rate.seconds, 0)), yuan(totals.amount)]));
    };

    const showLabels = () => {
      const select = byId("label-key");
      if (head.labels.length === 0) {
        byId("labels-card").remove();
        document.querySelector("#cost .pair").classList.add("alone");
        return;
      }
      for (const [at, one] of head.labels.entries()) {
        select.append(el("option", { value: at }, one.key));
      }
      const show = (isWhole) => {
        const chosen = head.labels[select.value];
        const order = (one) => micros(one.micros) ?? -1n;
        const all = [...chosen.values].sort((a, b) => (order(a) < order(b) ? 1
          : order(a) > order(b) ? -1 : b.jobs - a.jobs));
        const values = isWhole ? all : all.slice(0, 8);
        const whole = all.reduce((sum, one) => (order(one) > sum ? order(one) : sum), 0n);
        const line = (name, one) => [
          [el("span", { class: "outside" }, name), share(micros(one.micros) || 0n, whole)],
          String(one.jobs), String(one.completed), yuan(one.amount),
        ];
        const lines = values.map((one) => line(one.value === "" ? "(empty)" : one.value, one));
        if (chosen.others && values.length === all.length) {
          lines.push(line("(all other values)", chosen.others));
        }
        byId("labels").replaceChildren(table("Cost by " + chosen.key, [
          { text: el("span", { class: "outside" }, chosen.key) }, { text: "Jobs", number: true },
          { text: "Videos", number: true }, { text: "Amount", number: true },
        ], lines));
        if (values.length < all.length) {
          byId("labels").append(button({ class: "more" }, () => show(true),
            "All " + all.length + " values"));
        }
      };
      select.addEventListener("change", () => show(false));
      show(false);
    };
    """#
}
