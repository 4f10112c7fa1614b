extension PageScript {
  /// One job by itself, with its video playing; and the order of it all.
  static let viewer = #"""
    const viewer = byId("viewer");
    let viewed = 0;

    const detail = (name, value) => (value == null || value === "" ? []
      : [el("dt", {}, name), el("dd", { class: "outside" }, value)]);

    const view = (index) => {
      viewed = index;
      const job = found[index];
      byId("viewer-title").textContent = job.i;
      byId("viewer-back").disabled = index === 0;
      byId("viewer-next").disabled = index === found.length - 1;
      stop();
      const stage = byId("stage");
      stage.parentElement.classList.toggle("bare", !job.v);
      if (job.v) {
        const video = el("video", { controls: true, playsinline: true, loop: true, src: job.v.u,
          "aria-label": "Video of " + job.i });
        video.addEventListener("error", () => stage.replaceChildren(el("p", {},
          "This file can't be played here. Is the folder of videos beside the page?")));
        stage.replaceChildren(video);
        video.play().catch(() => {});
      }
      const concern = job.g === undefined ? null : head.concerns[job.g];
      byId("facts").replaceChildren(
        ...detail("Status", statusWords[job.s] + (job.v && job.v.o ? "; this is an older version"
          : job.s === "completed" && !job.v ? "; the file is not here" : "")),
        ...detail("Because", concern && job.s !== "completed" ? concern.title : null),
        ...detail("Message", job.e),
        ...detail("Code", [job.k, job.h && "HTTP " + job.h].filter(Boolean).join(", ")),
        ...detail("What to do", concern && concern.cure && job.s !== "completed"
          ? concern.cure + (concern.command ? ": " + concern.command : "") : null),
        ...detail("Check", job.v && job.v.x ? job.v.x.join("\n") : null),
        ...detail("Prompt", job.p),
        ...detail("Asked for", job.r ? job.r + ", " + job.d + " s, "
          + (job.a ? "with sound" : "silent") + (job.m ? ", from reference videos" : "") : null),
        ...detail("Cost, estimated", job.c === undefined ? null : yuanMicros(micros(job.c))),
        ...detail("May have been paid beside that", job.q === undefined ? null
          : yuanMicros(micros(job.q))),
        ...detail("Submitted", job.sent === undefined ? null : moment(job.sent)),
        ...detail("Times", job.sent === undefined ? null : timesText(job)),
        ...detail("Submissions", job.n && String(job.n)),
        ...detail("Line of the manifest", job.at && String(job.at)),
        ...detail("File", job.v ? job.v.w + " \u00d7 " + job.v.h + ", "
          + (job.v.l / 1000).toFixed(2) + " s, " + (job.v.a ? "sound" : "silent") + ", "
          + size(job.v.b) : null),
        ...detail("Place", job.v ? el("a", { href: job.v.u }, decodeURIComponent(job.v.u.slice(2)))
          : null),
        ...detail("Task", job.j),
        ...(job.l || []).flatMap((label) => detail(label[0], label[1])));
      if (!viewer.open) viewer.showModal();
    };

    const stop = () => {
      byId("stage").querySelectorAll("video").forEach(release);
      byId("stage").replaceChildren();
    };
    const turn = (by) => { if (found[viewed + by]) view(viewed + by); };
    byId("viewer-back").addEventListener("click", () => turn(-1));
    byId("viewer-next").addEventListener("click", () => turn(1));
    byId("viewer-close").addEventListener("click", () => viewer.close());
    viewer.addEventListener("close", () => {
      stop();
      const card = grid.children[viewed - chosen.page * pageSize];
      if (card) card.querySelector(".frame").focus();
    });
    viewer.addEventListener("click", (event) => { if (event.target === viewer) viewer.close(); });
    viewer.addEventListener("keydown", (event) => {
      if (event.target instanceof HTMLVideoElement) return;
      if (event.key === "ArrowLeft") turn(-1);
      if (event.key === "ArrowRight") turn(1);
    });

    showTotals();
    showConcerns(chooseConcern);
    showRates();
    showLabels();
    showTimeline();
    showLengths();
    showTools();
    showFound();
    showTop();
    if (head.totals.jobs > jobs.length) {
      byId("videos-heading").after(el("p", { class: "lead" }, "The first " + jobs.length + " of "
        + head.totals.jobs + " jobs; results.jsonl has them all."));
    }
    """#
}
