extension PageScript {
  /// The videos, with search, filters and pages.
  static let gallery = #"""
    const pageSize = 48;
    const chosen = { words: [], status: "", key: "", value: "", concern: null, sort: "place",
      page: 0 };
    let found = [];
    const grid = byId("grid");
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

    const haystack = (job) => job.hay ?? (job.hay = [job.i, job.p, job.e, job.k,
      ...(job.l || []).map((label) => label[0] + " " + label[1])].join("\n").toLowerCase());
    const hasLabel = (job) => {
      const label = (job.l || []).find((one) => one[0] === chosen.key);
      if (chosen.value === "none") return !label;
      return label !== undefined && (chosen.value === "any" || label[1] === chosen.value.slice(1));
    };
    const isFound = (job, ignoresStatus) =>
      chosen.words.every((word) => haystack(job).includes(word))
      && (chosen.concern === null || job.g === chosen.concern.at)
      && (chosen.key === "" || hasLabel(job))
      && (ignoresStatus || chosen.status === "" || job.s === chosen.status);

    const cost = (job) => micros(job.c) ?? 0n;
    const collator = new Intl.Collator("en", { numeric: true });
    const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const sorts = {
      place: ["Manifest order", () => 0],
      id: ["Id", (a, b) => collator.compare(a.i, b.i)],
      newest: ["Newest first", (a, b) => (b.ended ?? b.sent ?? 0) - (a.ended ?? a.sent ?? 0)],
      slowest: ["Slowest first", (a, b) => (b.making ?? -1) - (a.making ?? -1)],
      quickest: ["Quickest first", (a, b) => (a.making ?? Infinity) - (b.making ?? Infinity) || 0],
      dearest: ["Most expensive first", (a, b) => order(cost(b), cost(a))],
      longest: ["Longest video first", (a, b) => (b.v ? b.v.l : -1) - (a.v ? a.v.l : -1)],
    };

    const kindText = (job) => (job.r ? [job.r, job.d + " s", job.a ? "sound" : "silent",
      job.c === undefined ? null : job.c === null ? "cost unknown" : yuanMicros(micros(job.c)),
      ["slowest", "quickest"].includes(chosen.sort) && job.making !== undefined
        ? "made in " + span(job.making) : null]
      .filter((part) => part !== null).join(" \u00b7 ") : job.at ? "line " + job.at : null);

    const release = (video) => {
      if (!video.hasAttribute("src")) return;
      video.pause();
      video.removeAttribute("src");
      video.load();
    };

    // Videos are loaded while their card is near the screen, and let go of when it is not.
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const { job, video } = entry.target;
        if (entry.isIntersecting && !video.hasAttribute("src")) {
          video.src = job.v.u + "#t=0.1";
        } else if (!entry.isIntersecting) release(video);
      }
    }, { rootMargin: "300px" });

    const badge = (job) => {
      const words = [];
      if (!job.v) return null;
      if (job.s !== "completed") words.push([job.s, statusWords[job.s]]);
      if (job.v.o) words.push(["pending", "older version"]);
      if (job.v.x) words.push(["in_doubt", "check"]);
      return el("span", { class: "badges" }, words.map(([kind, word]) => el("span",
        { class: "badge" }, el("i", { class: "swatch " + kind, "aria-hidden": "true" }), word)));
    };

    const missing = (frame) => {
      if (frame.querySelector(".word")) return;
      frame.append(el("span", { class: "word" },
        "This file can't be played here. Is the folder of videos beside the page?"));
    };

    const card = (job, index) => {
      const open = button({ class: job.v ? "frame film" : "frame",
        "aria-label": (job.v ? "Play " : "Details of ") + job.i + ", " + statusWords[job.s],
      }, () => view(index));
      if (job.v) {
        const video = el("video", { preload: "metadata", playsinline: true, loop: true,
          tabindex: "-1", class: job.v.h > job.v.w ? "tall" : null, "aria-hidden": "true" });
        video.muted = true;
        video.addEventListener("error", () => { if (video.hasAttribute("src")) missing(open); });
        open.append(video, el("span", { class: "badge length", "aria-hidden": "true" },
          (job.v.l / 1000).toFixed(1) + " s"));
        open.addEventListener("pointerenter", (event) => {
          if (event.pointerType !== "mouse" || isCalm) return;
          video.play().catch(() => {});
        });
        const rest = () => { video.pause(); };
        open.addEventListener("pointerleave", rest);
        open.addEventListener("keydown", (event) => { if (event.key === "Escape") rest(); });
        Object.assign(open, { job, video });
        watcher.observe(open);
      } else {
        open.append(el("span", { class: "word none" },
          el("i", { class: "swatch " + job.s, "aria-hidden": "true" }), statusWords[job.s]));
      }
      const marks = badge(job);
      if (marks) open.append(marks);
      const said = job.e || (job.v && job.v.x ? job.v.x.join("; ") : null)
        || (job.s === "failed" && job.g !== undefined ? head.concerns[job.g].title : null);
      return el("li", {}, open, el("h3", { class: "outside" }, job.i),
        said ? el("p", { class: "said outside" + (job.s === "completed" ? " warned" : "") }, said)
          : null,
        job.p && !said ? el("p", { class: "prompt outside" }, job.p) : null,
        el("p", { class: "quiet line" }, kindText(job)),
        job.l ? el("ul", { class: "tags", "aria-label": "Labels" }, job.l.slice(0, 6).map((label) =>
          el("li", { class: "outside" }, label[0] + ": " + label[1]))) : null);
    };

    const showPage = (isTurned) => {
      watcher.disconnect();
      grid.querySelectorAll("video").forEach(release);
      const pages = Math.max(1, Math.ceil(found.length / pageSize));
      chosen.page = Math.min(chosen.page, pages - 1);
      const first = chosen.page * pageSize;
      const shown = found.slice(first, first + pageSize);
      grid.replaceChildren(...shown.map((job, index) => card(job, first + index)));
      const turn = (name, by) => {
        const one = button({}, () => { chosen.page += by; showPage(true); }, name);
        one.disabled = chosen.page + by < 0 || chosen.page + by >= pages;
        return one;
      };
      byId("pager").replaceChildren(...(pages === 1 ? [] : [turn("Previous", -1), el("span", {},
        (first + 1) + "\u2013" + (first + shown.length) + " of " + found.length),
        turn("Next", 1)]));
      byId("pager").hidden = pages === 1;
      if (isTurned) {
        byId("videos").scrollIntoView();
        const open = grid.querySelector(".frame");
        if (open) open.focus({ preventScroll: true });
      }
    };

    const showFound = () => {
      found = jobs.filter((job) => isFound(job, false));
      const compare = sorts[chosen.sort][1];
      found.sort((a, b) => compare(a, b) || a.place - b.place);
      const amount = found.reduce((sum, job) => addMicros(sum, micros(job.c)), 0n);
      const length = found.reduce((sum, job) => sum + (job.v ? job.v.l : 0), 0);
      byId("found").textContent = (found.length === jobs.length ? plural(jobs.length, "job")
        : found.length + " of " + plural(jobs.length, "job")) + " \u00b7 " + yuanMicros(amount)
        + " estimated" + (length > 0 ? " \u00b7 " + span(length) + " of video" : "")
        + (chosen.concern ? " \u00b7 " + chosen.concern.title : "");
      byId("clear").hidden = found.length === jobs.length && chosen.concern === null
        && chosen.key === "" && chosen.status === "" && chosen.words.length === 0;
      for (const one of byId("by-status").children) {
        const status = one.dataset.status;
        one.setAttribute("aria-pressed", status === chosen.status);
        one.querySelector("b").textContent = jobs.filter((job) => isFound(job, true)
          && (status === "" || job.s === status)).length;
      }
      chosen.page = 0;
      showPage(false);
    };

    const showValues = () => {
      const select = byId("by-value");
      const label = head.labels.find((one) => one.key === chosen.key);
      select.hidden = !label;
      if (!label) return;
      select.replaceChildren(el("option", { value: "any" }, "any value"),
        el("option", { value: "none" }, "without it"),
        ...label.values.map((one) => el("option", { value: "=" + one.value },
          (one.value || "(empty)") + " (" + one.jobs + ")")));
      chosen.value = "any";
    };

    const showTools = () => {
      for (const [name, [word]] of Object.entries(sorts)) {
        byId("sort").append(el("option", { value: name }, word));
      }
      byId("sort").addEventListener("change", (event) => {
        chosen.sort = event.target.value;
        showFound();
      });
      for (const status of ["", ...statuses]) {
        byId("by-status").append(button({ "data-status": status, "aria-pressed": "false" }, () => {
          chosen.status = status;
          showFound();
        }, status ? el("i", { class: "swatch " + status, "aria-hidden": "true" }) : null,
        (status ? statusWords[status] : "all") + " ", el("b", {})));
      }
      const labelSelect = byId("by-label");
      labelSelect.hidden = head.labels.length === 0;
      labelSelect.append(el("option", { value: "" }, "All labels"), ...head.labels.map((one, at) =>
        el("option", { value: at }, one.key)));
      labelSelect.addEventListener("change", () => {
        chosen.key = labelSelect.value === "" ? "" : head.labels[labelSelect.value].key;
        showValues();
        showFound();
      });
      byId("by-value").addEventListener("change", (event) => {
        chosen.value = event.target.value;
        showFound();
      });
      let timer = 0;
      byId("search").addEventListener("input", (event) => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          chosen.words = event.target.value.toLowerCase().split(/\s+/)
            .filter((word) => word !== "");
          showFound();
        }, 120);
      });
      byId("clear").addEventListener("click", () => {
        clear();
        showFound();
        byId("search").focus();
      });
    };

    const clear = () => {
      Object.assign(chosen, { words: [], status: "", key: "", value: "", concern: null });
      byId("search").value = "";
      byId("by-label").value = "";
      byId("by-value").hidden = true;
    };

    const chooseConcern = (concern) => {
      clear();
      chosen.concern = concern;
      showFound();
      byId("videos").scrollIntoView();
      byId("videos").focus({ preventScroll: true });
    };
    """#
}
