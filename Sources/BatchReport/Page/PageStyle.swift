/// How the page looks: system fonts, few colours, light and dark.
enum PageStyle {
  static let text = #"""
    :root {
      color-scheme: light dark;
      --page: #f6f6f4; --card: #ffffff; --ink: #1c1f24; --quiet: #5b626d; --line: #e2e3e1;
      --soft: #eeeeeb; --accent: #2b5fd0; --good: #2f7d5b; --warn: #96600a; --bad: #bb3a30;
      --done: #7fb79c; --fell: #d3776d; --wait: #dfe0df; --make: #9db9ef; --load: #3f6fd8;
      --frame: #16191d; --on-frame: #c9ced6;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #121417; --card: #1a1d21; --ink: #e7e9ec; --quiet: #9aa2ad; --line: #2c3036;
        --soft: #23272c; --accent: #8cb0ff; --good: #5cb88e; --warn: #dba550; --bad: #f0857b;
        --done: #3c7a5e; --fell: #a8544b; --wait: #33383e; --make: #3f5f9f; --load: #86abf7;
        --frame: #0b0d0f; --on-frame: #aab2bd;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body {
      margin: 0; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans",
        "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
      font-variant-numeric: tabular-nums; overflow-wrap: break-word;
    }
    h1, h2, h3, p, dl, dd, ul { margin: 0; padding: 0; }
    h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
    h2 { font-size: 1.125rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.005em; }
    h3 { font-size: 0.9375rem; line-height: 1.4; font-weight: 600; }
    ul { list-style: none; }
    code {
      font: 0.8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    main, .bar, .foot { max-width: 90rem; margin: 0 auto; padding: 0 clamp(1rem, 3vw, 2.5rem); }
    main > section { margin-top: 2.5rem; scroll-margin-top: 1rem; }
    main > section > h2 { margin-bottom: 0.75rem; }
    section:focus { outline: none; }
    .outside { unicode-bidi: isolate; overflow-wrap: anywhere; }
    .quiet, .lead { color: var(--quiet); }
    .lead { margin: -0.5rem 0 0.75rem; font-size: 0.875rem; }
    .spoken {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap;
    }
    .skip {
      position: absolute; left: 1rem; top: -4rem; z-index: 3; padding: 0.5rem 1rem;
      background: var(--card); color: var(--accent); border-radius: 0.5rem;
    }
    .skip:focus { top: 1rem; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    [hidden] { display: none !important; }
    .top { padding-top: clamp(1.25rem, 3vw, 2.25rem); }
    .bar { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; align-items: end; }
    .bar > div { flex: 1 1 20rem; min-width: 0; }
    .eyebrow { color: var(--quiet); font-size: 0.8125rem; margin-bottom: 0.125rem; }
    .bar .quiet { font-size: 0.875rem; margin-top: 0.25rem; }
    nav#nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.125rem; font-size: 0.875rem; }
    a { color: var(--accent); text-decoration: none; }
    a:hover { text-decoration: underline; }
    .card {
      background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem;
      padding: 1rem 1.125rem; min-width: 0;
    }
    .notice {
      margin-top: 1.5rem; padding: 0.75rem 1.125rem; border-radius: 0.75rem;
      background: var(--card);
      border: 1px solid var(--line); border-left: 4px solid var(--warn);
    }
    .notice code, .cure code {
      display: inline-block; padding: 0.0625rem 0.375rem; border-radius: 0.25rem;
      background: var(--soft); overflow-wrap: anywhere;
    }
    .tiles {
      display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
    }
    .tile .quiet { font-size: 0.8125rem; }
    .tile b {
      display: block; font-size: 1.75rem; line-height: 2.1875rem; font-weight: 600;
      letter-spacing: -0.02em; white-space: nowrap;
    }
    .tile b.long { font-size: 1.125rem; }
    .thousand { margin-right: 0.16em; }
    #states { margin-top: 0.75rem; }
    .stack {
      display: flex; gap: 2px; height: 0.625rem; border-radius: 0.3125rem; overflow: hidden;
    }
    .stack i { min-width: 3px; }
    .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.8125rem; }
    .stack + .legend { margin-top: 0.625rem; }
    .legend li { display: flex; align-items: center; gap: 0.4375rem; color: var(--quiet); }
    .legend b { color: var(--ink); font-weight: 600; }
    .swatch { width: 0.625rem; height: 0.625rem; border-radius: 0.1875rem; flex: none; }
    .completed { background: var(--good); } .failed { background: var(--bad); }
    .in_doubt { background: var(--warn); } .submitted { background: var(--load); }
    .pending { background: var(--wait); } .invalid { background: var(--quiet); }
    .here { background: var(--done); } .fell { background: var(--fell); }
    .waiting { background: var(--wait); } .making { background: var(--make); }
    .loading { background: var(--load); } .doubt { background: var(--warn); }
    table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
    th { font-weight: 500; color: var(--quiet); font-size: 0.8125rem; }
    th, td { text-align: left; padding: 0.4375rem 0.75rem 0.4375rem 0; vertical-align: top; }
    th:last-child, td:last-child { padding-right: 0; }
    tbody tr, tfoot tr { border-top: 1px solid var(--line); }
    tbody th { font-weight: 400; color: var(--ink); font-size: inherit; }
    tfoot th, tfoot td { font-weight: 600; color: var(--ink); font-size: inherit; }
    .number, th, td .plain { white-space: nowrap; }
    .number { text-align: right; }
    #concerns th, tbody th:has(.outside) { white-space: normal; }
    .scroll { overflow-x: auto; }
    .share { display: block; height: 3px; margin-top: 0.25rem; border-radius: 2px; }
    .pair { display: grid; gap: 0.75rem; grid-template-columns: repeat(2, minmax(0, 1fr)); }
    .pair.wide-first { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); align-items: start; }
    .pair.alone { grid-template-columns: minmax(0, 1fr); }
    .row {
      display: flex; flex-wrap: wrap; gap: 0.375rem 1rem; align-items: center;
      justify-content: space-between;
    }
    .pair .card > h3, .pair .card > .row { margin-bottom: 0.5rem; }
    button, select, input { font: inherit; color: inherit; }
    select, input, .chips button, .pager button, .switch button, button.more {
      background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem;
      padding: 0.375rem 0.625rem; min-height: 2.25rem; max-width: 100%;
    }
    button { cursor: pointer; }
    button:disabled { cursor: default; opacity: 0.4; }
    button.plain { background: none; border: 0; padding: 0.25rem; color: var(--accent); }
    td button.plain { padding: 0 0.25rem; }
    button.plain:hover { text-decoration: underline; }
    .card select { min-height: 1.875rem; padding: 0.125rem 0.375rem; font-size: 0.875rem; }
    button.more { margin-top: 0.5rem; min-height: 1.875rem; padding: 0.125rem 0.625rem; }
    .switch { display: flex; }
    .switch button { min-height: 1.75rem; padding: 0.0625rem 0.625rem; font-size: 0.8125rem; }
    .switch button:first-child { border-radius: 0.5rem 0 0 0.5rem; }
    .switch button:last-child { border-radius: 0 0.5rem 0.5rem 0; border-left: 0; }
    [aria-pressed="true"] { background: var(--soft) !important; font-weight: 600; }
    svg { display: block; width: 100%; overflow: visible; }
    svg text { fill: var(--quiet); font-size: 11px; }
    .grid-line { stroke: var(--line); } .cursor { stroke: var(--ink); stroke-dasharray: 2 2; }
    .f-here { fill: var(--done); } .f-fell { fill: var(--fell); }
    .f-loading { fill: var(--load); } .f-making { fill: var(--make); }
    .f-doubt { fill: var(--warn); }
    .f-waiting { fill: var(--wait); }
    .mark { stroke: var(--ink); } .mark-text { fill: var(--ink) !important; }
    .chart { margin: 0.25rem 0 0.625rem; touch-action: pan-y; }
    details { margin-top: 0.75rem; font-size: 0.875rem; }
    summary { cursor: pointer; color: var(--quiet); font-size: 0.8125rem; }
    .caption { font-size: 0.875rem; color: var(--quiet); }
    .tools { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
    .tools input { flex: 1 1 16rem; min-width: 0; }
    .tools select { flex: 0 1 auto; max-width: 14rem; }
    .chips { display: flex; flex-wrap: wrap; gap: 0.375rem; flex: 1 1 100%; }
    .chips button { display: flex; gap: 0.4375rem; align-items: center; font-size: 0.8125rem;
      min-height: 2rem; padding: 0.125rem 0.75rem; border-radius: 1rem; }
    .found { margin: 0.75rem 0; font-size: 0.875rem; color: var(--quiet); min-height: 1.75rem; }
    .found .plain { margin-left: 0.5rem; }
    .grid {
      display: grid; gap: 1.25rem 1rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
    }
    .grid li { min-width: 0; display: flex; flex-direction: column; }
    .frame {
      position: relative; display: block; width: 100%; aspect-ratio: 16 / 9; padding: 0; border: 0;
      border-radius: 0.625rem; overflow: hidden; background: var(--frame); color: var(--on-frame);
    }
    .frame video { width: 100%; height: 100%; object-fit: cover; display: block; }
    .frame video.tall { object-fit: contain; }
    .frame.film::before {
      content: ""; position: absolute; left: 50%; top: 50%; width: 0.75rem; height: 0.875rem;
      translate: -40% -50%; background: currentColor; opacity: 0.5;
      clip-path: polygon(0 0, 100% 50%, 0 100%);
    }
    .frame video { position: relative; }
    .frame .word {
      position: absolute; inset: 0; display: flex; align-items: center; justify-content: center;
      padding: 1rem; text-align: center; font-size: 0.8125rem;
    }
    .frame .none { background: var(--soft); color: var(--quiet); gap: 0.4375rem; }
    .badges {
      position: absolute; left: 0.5rem; top: 0.5rem; display: flex; gap: 0.25rem; flex-wrap: wrap;
    }
    .badge {
      padding: 0.0625rem 0.5rem; border-radius: 0.75rem; font-size: 0.75rem; line-height: 1.5;
      background: rgb(12 14 17 / 0.74); color: #fff; display: flex; gap: 0.375rem;
      align-items: center;
    }
    .length { position: absolute; right: 0.5rem; bottom: 0.5rem; }
    .frame::after {
      content: ""; position: absolute; inset: 0; border-radius: inherit; pointer-events: none;
      box-shadow: inset 0 0 0 1px rgb(128 128 128 / 0.18);
    }
    .grid h3 {
      margin-top: 0.5rem; overflow: hidden; display: -webkit-box; -webkit-line-clamp: 2;
      -webkit-box-orient: vertical;
    }
    .prompt, .said {
      font-size: 0.8125rem; color: var(--quiet); overflow: hidden; display: -webkit-box;
      -webkit-line-clamp: 2; -webkit-box-orient: vertical;
    }
    .said { color: var(--bad); }
    .said.warned { color: var(--warn); }
    .line { font-size: 0.8125rem; margin-top: 0.125rem; }
    .tags { display: flex; flex-wrap: wrap; gap: 0.25rem; margin-top: 0.375rem; }
    .tags li {
      padding: 0 0.4375rem; border-radius: 0.25rem; background: var(--soft); color: var(--quiet);
      font-size: 0.75rem; line-height: 1.6; max-width: 100%; display: block; overflow: hidden;
      text-overflow: ellipsis; white-space: nowrap;
    }
    .pager { display: flex; gap: 0.75rem; align-items: center; justify-content: center;
      margin-top: 1.5rem; font-size: 0.875rem; }
    .foot { margin-top: 3rem; padding-bottom: 2.5rem; font-size: 0.8125rem; }
    dialog {
      width: min(72rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); padding: 0;
      border: 1px solid var(--line); border-radius: 0.875rem; background: var(--card);
      color: var(--ink); overflow: auto;
    }
    dialog::backdrop { background: rgb(8 10 12 / 0.6); }
    .viewer-bar { display: flex; gap: 0.25rem; align-items: start; padding: 0.75rem 1rem; }
    .viewer-bar h2 { flex: 1; min-width: 0; max-height: 4rem; overflow: auto; }
    .viewer-bar button { min-width: 2.25rem; min-height: 2.25rem; flex: none; }
    .viewer-body { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 3fr); }
    .stage { background: var(--frame); color: var(--on-frame); display: grid; place-items: center; }
    .stage video { width: 100%; max-height: 70dvh; display: block; }
    .bare .stage { display: none; }
    .bare { grid-template-columns: minmax(0, 1fr) !important; }
    .stage p { padding: 3rem 1rem; text-align: center; }
    dl { padding: 0 1.125rem 1.125rem; font-size: 0.875rem; max-height: 70dvh; overflow: auto; }
    dt { color: var(--quiet); font-size: 0.8125rem; margin-top: 0.625rem; }
    dd { white-space: pre-wrap; }
    @media (max-width: 60rem) {
      .pair, .pair.wide-first, .viewer-body { grid-template-columns: minmax(0, 1fr); }
      dl { max-height: none; }
    }
    @media (max-width: 32rem) {
      .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      .tile { padding: 0.75rem 0.875rem; }
      .tile b { font-size: 1.375rem; line-height: 1.75rem; }
      .tile b.long { font-size: 1rem; }
      .tools select { flex: 1 1 100%; max-width: none; }
      .grid { gap: 1.5rem; }
      .wide { display: none; }
      th, td { padding-right: 0.5rem; }
      #concerns thead { display: none; }
      #concerns tr {
        display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.125rem 0.75rem;
        padding: 0.625rem 0;
      }
      #concerns td, #concerns th { display: block; padding: 0; }
      #concerns tbody tr:first-child { border-top: 0; padding-top: 0; }
      #concerns td button.plain { padding: 0; }
      #concerns tr > :nth-child(3) { grid-column: 1 / 3; }
      #concerns tr > :nth-child(3):last-child { grid-column: 1; }
    }
    @media (prefers-reduced-motion: no-preference) {
      html { scroll-behavior: smooth; }
    }
    @media print {
      body { background: none; }
      nav, .tools, .pager, dialog, .found button, .skip { display: none; }
    }
    """#
}
