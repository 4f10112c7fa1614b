/// The page's frame: landmarks, headings and places that its script fills.
enum PageBody {
  static let text = #"""
    <a class="skip" href="#videos">Skip to the videos</a>
    <header class="top">
    <div class="bar">
    <div>
    <p class="eyebrow" id="kind">wanbatch</p>
    <h1 class="outside" id="title"></h1>
    <p class="quiet" id="when"></p>
    </div>
    <nav aria-label="On this page" id="nav"></nav>
    </div>
    </header>
    <main>
    <noscript><p class="notice">This page shows its contents with a script that is part of the file;
    allow scripts for it, or read <code>summary.txt</code> beside it.</p></noscript>
    <div class="notice" id="stopped" hidden></div>
    <section id="totals" aria-labelledby="totals-heading">
    <h2 class="spoken" id="totals-heading">Totals</h2>
    <div class="tiles" id="tiles"></div>
    <div class="card" id="states"></div>
    </section>
    <section id="attention" aria-labelledby="attention-heading" hidden>
    <h2 id="attention-heading">What needs attention</h2>
    <div class="card scroll" id="concerns"></div>
    </section>
    <section id="cost" aria-labelledby="cost-heading">
    <h2 id="cost-heading">Cost</h2>
    <p class="lead" id="cost-note"></p>
    <div class="pair">
    <div class="card"><h3>By price</h3><div class="scroll" id="rates"></div></div>
    <div class="card" id="labels-card"><div class="row"><h3>By label</h3>
    <select id="label-key" aria-label="Label to add up by"></select></div>
    <div class="scroll" id="labels"></div></div>
    </div>
    </section>
    <section id="time" aria-labelledby="time-heading">
    <h2 id="time-heading">Time</h2>
    <div class="pair wide-first">
    <div class="card" id="timeline"></div>
    <div class="card" id="lengths"></div>
    </div>
    </section>
    <section id="videos" aria-labelledby="videos-heading" tabindex="-1">
    <h2 id="videos-heading">Videos</h2>
    <div class="tools" role="search" aria-label="Videos">
    <input type="search" id="search" placeholder="Search ids, prompts, labels"
     aria-label="Search ids, prompts, labels and messages" autocomplete="off" spellcheck="false">
    <select id="sort" aria-label="Sort by"></select>
    <select id="by-label" aria-label="Filter by label"></select>
    <select id="by-value" aria-label="Value of the label" hidden></select>
    <div class="chips" id="by-status" role="group" aria-label="Filter by status"></div>
    </div>
    <p class="found"><span id="found" role="status"></span>
    <button type="button" class="plain" id="clear" hidden>Clear filters</button></p>
    <ul class="grid" id="grid"></ul>
    <nav class="pager" id="pager" aria-label="Pages of videos"></nav>
    </section>
    </main>
    <footer class="foot quiet" id="foot"></footer>
    <dialog id="viewer" aria-labelledby="viewer-title">
    <div class="viewer-bar">
    <h2 class="outside" id="viewer-title"></h2>
    <button type="button" class="plain" id="viewer-back" aria-label="Previous job">&#x2190;</button>
    <button type="button" class="plain" id="viewer-next" aria-label="Next job">&#x2192;</button>
    <button type="button" class="plain" id="viewer-close" aria-label="Close"
     autofocus>&#x2715;</button>
    </div>
    <div class="viewer-body">
    <div class="stage" id="stage"></div>
    <dl id="facts"></dl>
    </div>
    </dialog>
    """#
}
