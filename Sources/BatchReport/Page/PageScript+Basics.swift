extension PageScript {
  /// Reading the data, making elements, and writing money and times.
  static let basics = #"""
    "use strict";
    const read = (id) => JSON.parse(document.getElementById(id).textContent);
    const head = read("head");
    const jobs = read("jobs");
    const byId = (id) => document.getElementById(id);

    // Text from outside only ever becomes a text node.
    const el = (tag, attributes, ...children) => {
      const node = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes || {})) {
        if (name.startsWith("aria-")) node.setAttribute(name, String(value));
        else if (value === true) node.setAttribute(name, "");
        else if (value !== false && value != null) node.setAttribute(name, value);
      }
      for (const child of children.flat()) if (child != null) node.append(child);
      return node;
    };
    const svg = (tag, attributes, ...children) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
      for (const child of children) node.append(child);
      return node;
    };
    const button = (attributes, act, ...children) => {
      const node = el("button", { type: "button", ...attributes }, ...children);
      node.addEventListener("click", act);
      return node;
    };
    const plural = (count, one, many) => count + " " + (count === 1 ? one : many || one + "s");

    const statusWords = {
      completed: "completed", failed: "failed", in_doubt: "in doubt",
      submitted: "paid, not here yet", pending: "not submitted", invalid: "invalid",
    };
    const statuses = Object.keys(statusWords).filter((status) => head.counts[status] > 0);

    // Money is counted in whole millionths, as big integers; null is an unknown amount.
    const micros = (text) => (text === null ? null : BigInt(text === undefined ? 0 : text));
    const addMicros = (left, right) => (left === null || right === null ? null : left + right);
    const amountText = (amount) => {
      const sign = amount < 0n ? "-" : "";
      const size = amount < 0n ? -amount : amount;
      const fraction = String(size % 1000000n).padStart(6, "0").replace(/0{1,4}$/, "");
      return sign + size / 1000000n + "." + fraction;
    };
    const yuan = (text) => (text == null ? "unknown" : "\u00a5" + text);
    const yuanMicros = (amount) => (amount === null ? "unknown" : "\u00a5" + amountText(amount));
    // Groups of three are set apart by space that is not part of the text.
    const spaced = (text) => {
      const match = /^(\D*)(\d{5,})(\.\d+)?$/.exec(text);
      if (!match) return [text];
      const parts = match[2].match(/\d{1,3}(?=(\d{3})*$)/g);
      const last = parts.pop();
      return [match[1], ...parts.map((part) => el("span", { class: "thousand" }, part)),
        last + (match[3] || "")];
    };

    const locale = "en-GB";
    const dayTime = new Intl.DateTimeFormat(locale, {
      weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit",
      minute: "2-digit",
    });
    const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
    const clockSeconds = new Intl.DateTimeFormat(locale, {
      hour: "2-digit", minute: "2-digit", second: "2-digit",
    });
    const moment = (time) => el("time", { datetime: new Date(time).toISOString() },
      dayTime.format(time));
    // Milliseconds as a person says them.
    const span = (length) => {
      const seconds = length / 1000;
      const minutes = Math.round(seconds / 60);
      const pair = (whole, unit, part, small) => [whole, unit, ...(part > 0 ? [part, small] : [])];
      const words = length === 0 ? [0, "s"]
        : seconds < 9.95 ? [seconds.toFixed(1), "s"]
        : seconds < 99.5 ? [Math.round(seconds), "s"]
        : seconds < 600 ? pair(Math.floor(seconds / 60), "min", Math.floor(seconds % 60), "s")
        : minutes < 100 ? [minutes, "min"]
        : minutes < 2880 ? pair(Math.floor(minutes / 60), "h", minutes % 60, "min")
        : [Math.round(minutes / 1440), "days"];
      return words.join("\u00a0");
    };
    const size = (bytes) => (bytes < 999500 ? Math.max(1, Math.round(bytes / 1000)) + "\u00a0kB"
      : (bytes / 1000000).toFixed(bytes < 99500000 ? 1 : 0) + "\u00a0MB");

    // When an attempt was submitted, ready and here, in an order that no clock can upset.
    for (const [place, job] of jobs.entries()) {
      job.place = place;
      if (!job.t) continue;
      const [sent, ready, ended] = job.t;
      job.sent = sent;
      job.ended = ended === null ? null : Math.max(ended, sent);
      job.ready = job.s === "failed" ? job.ended
        : ready === null ? job.ended
        : Math.max(sent, job.ended === null ? ready : Math.min(ready, job.ended));
      if (job.ready !== null && job.s !== "failed") job.making = job.ready - job.sent;
    }
    """#
}
