// Parts of the judge's page that stand by themselves: how it looks, the comment, and one's decisions.
"use strict";
window.JudgeParts = (() => {
  const byId = (id) => document.getElementById(id);
  const make = (name, text = "", more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);
  const say = (words, code, facts = {}) => {
    const told = Array.isArray(words[code]) ? words[code][new Intl.PluralRules(document.documentElement.lang).select(facts.n) === "one" ? 0 : 1] : words[code];
    return told.replace(/{(\w+)}/g, (_, name) => facts[name]);
  };
  const clock = (moment) => new Intl.DateTimeFormat(document.documentElement.lang === "sv" ? "sv-SE" : "en-GB", { timeStyle: "short" }).format(new Date(moment));

  // How it looks: of this browser, and no secret, so it is kept here.
  const KEPT = "huleedu.judge", SIZES = 5;
  class Look {
    constructor() {
      let kept = {};
      try { kept = JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { /* nothing is kept here */ }
      this.chosen = { size: 1, line: 0, contrast: false, keys: true, ...kept };
      const dialog = byId("settings");
      for (const button of dialog.querySelectorAll("[data-size]")) {
        button.addEventListener("click", () => this.set("size", Math.min(SIZES, Math.max(0, this.chosen.size + Number(button.dataset.size)))));
      }
      dialog.addEventListener("change", ({ target }) => this.set(target.name, target.type === "radio" ? Number(target.value) : target.checked));
      this.show();
    }

    set(name, value) {
      this.chosen[name] = value;
      try { localStorage.setItem(KEPT, JSON.stringify(this.chosen)); } catch { /* for as long as the page is open */ }
      this.show();
    }

    show() {
      const { size, line, contrast, keys } = this.chosen, root = document.documentElement.dataset;
      Object.assign(root, { size, line, contrast: contrast ? "high" : "normal" });
      document.body.dataset.keys = keys ? "on" : "off";
      const dialog = byId("settings");
      dialog.querySelector(`[name="line"][value="${line}"]`).checked = true;
      dialog.querySelector('[name="contrast"]').checked = contrast;
      dialog.querySelector('[name="keys"]').checked = keys;
    }
  }

  // A comment: one line that grows, kept on the server while one types.
  class Comment {
    constructor(desk, words) {
      Object.assign(this, { desk, words, form: byId("comment"), field: byId("comment-text"), told: byId("comment-told"), waiting: 0 });
      this.opener = document.querySelector('[data-do="comment"]');
      this.form.addEventListener("input", () => {
        this.grow();
        clearTimeout(this.waiting);
        const pair = this.desk.now?.pair;
        this.waiting = setTimeout(() => this.keep(pair), 700);
      });
      this.form.addEventListener("submit", (event) => event.preventDefault());
    }

    get value() { return this.field.value.replaceAll("\0", "").trim(); }

    get about() { return this.form.elements.about.value || null; }

    async keep(pair) {
      if (!pair || pair !== this.desk.now?.pair) return;
      const kept = await this.desk.keepDraft(pair, this.value, this.about);
      if (pair !== this.desk.now?.pair) return;
      this.told.textContent = kept?.saved_at ? say(this.words, "comment_saved", { time: clock(kept.saved_at) }) : say(this.words, "comment_unsaved");
    }

    grow() {
      if (CSS.supports("field-sizing", "content")) return;
      this.field.rows = Math.min(5, this.field.value.split("\n").length);
    }

    open(focus = true) {
      this.form.hidden = false;
      this.opener.setAttribute("aria-expanded", "true");
      if (focus) this.field.focus();
    }

    close() {
      this.form.hidden = true;
      this.opener.setAttribute("aria-expanded", "false");
    }

    // for another pair: what was begun on it, if anything
    put(text, about) {
      clearTimeout(this.waiting);
      this.field.value = text;
      this.form.elements.about.value = about ?? "";
      this.told.textContent = "";
      this.grow();
      if (text) this.open(false);
      else this.close();
    }
  }

  // One's own decisions; each may be changed while judging is open.
  class Mine {
    constructor(desk, words) {
      Object.assign(this, { desk, words, dialog: byId("mine"), list: byId("mine-list"), told: byId("mine-told"), more: byId("mine-more"), next: null });
      this.more.addEventListener("click", () => this.load());
    }

    async open() {
      this.list.replaceChildren();
      this.told.textContent = "";
      this.next = null;
      this.more.hidden = byId("mine-none").hidden = true;
      this.dialog.showModal();
      await this.load();
    }

    async load() {
      const found = await this.desk.decisions(this.next);
      if (!found) return;
      const first = this.list.children.length;
      this.list.append(...found.items.map((item) => this.row(item)));
      this.next = found.next;
      this.more.hidden = !found.next;
      byId("mine-none").hidden = this.list.children.length > 0;
      byId("mine-what").hidden = this.list.children.length === 0;
      if (first) this.list.children[first]?.querySelector("select").focus();
    }

    row(item) {
      const { words } = this, row = make("li"), label = make("label"), select = make("select");
      const when = make("span", this.when(item), { className: "small" });
      for (const answer of this.desk.session.steps === 5 ? [2, 1, 0, -1, -2] : this.desk.session.steps === 3 ? [1, 0, -1] : [1, -1]) {
        select.append(make("option", words[`said.${answer}`], { value: answer }));
      }
      select.value = item.answer;
      label.append(make("span", words.mine_answer, { className: "seen-by-ear" }), select);
      select.addEventListener("change", () => this.change(item, select, when));
      row.append(make("p", `${item.first}…`), make("p", `${item.second}…`), label, when);
      return row;
    }

    when(item) {
      const changed = item.changed_at ? ` · ${say(this.words, "mine_changed_at", { time: clock(item.changed_at) })}` : "";
      return clock(item.decided_at) + changed + (item.comment ? ` · ${item.comment}` : "");
    }

    async change(item, select, when) {
      const told = await this.desk.change(item.pair, Number(select.value));
      if (!told) return;
      const code = { changed: "mine_changed", recorded_before: "mine_same", too_late: "mine_late", no_decision: "mine_gone" }[told.type] ?? "refused";
      if (told.type === "changed") {
        Object.assign(item, { answer: Number(select.value), changed_at: new Date().toISOString() });
        when.textContent = this.when(item);
      } else select.value = item.answer;
      this.told.textContent = this.words[code];
    }
  }
  // Why a pair was left, asked when the next one is there already.
  class Why {
    constructor(desk, words, tell) {
      Object.assign(this, { desk, words, tell, place: byId("why"), codes: byId("why-codes"), which: byId("why-which"), told: byId("why-told"), left: null });
      this.asks = this.told.textContent;
      this.place.addEventListener("click", ({ target }) => {
        const { why, which } = target.closest("button")?.dataset ?? {};
        if (why === "too_alike") this.say(why, null);
        else if (why) this.ask(why, target.closest("button").textContent);
        else if (which !== undefined) this.say(this.why, which || null);
      });
    }

    open(left) {
      this.left = left;
      this.told.textContent = this.asks;
      this.codes.hidden = false;
      this.which.hidden = true;
      this.place.hidden = false;
    }

    close() { this.place.hidden = true; }

    ask(why, name) {
      this.why = why;
      this.told.textContent = say(this.words, "why_which", { why: name });
      this.codes.hidden = true;
      this.which.hidden = false;
      this.which.querySelector("button").focus();
    }

    async say(why, which) {
      const { pair, body } = this.left;
      this.close();
      byId(byId("judging").hidden ? "panel-title" : "question").focus();
      const told = await this.desk.explain(pair.pair, { why, which, comment: body.comment });
      if (told?.type === "flagged") this.tell(why === "worrying" ? "why_told" : "why_noted");
    }
  }

  // What one is called, asked for where the link does not tell; whoever tells nothing goes on.
  class OwnName {
    constructor(desk, words) {
      Object.assign(this, { desk, words, form: byId("own-name"), field: byId("name"), wrong: byId("name-wrong") });
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        byId("begin").click();
      });
    }

    ask() { this.form.hidden = !this.desk.session.unnamed; }

    // whether one may go on
    async told() {
      const name = this.field.value.trim();
      if (!this.desk.session.unnamed || !name) return true;
      const found = await this.desk.name(name);
      if (!found) return false;
      if (found.type === "named") {
        this.desk.session.unnamed = false;
        return true;
      }
      this.wrong.textContent = this.words[`name.${found.why}`] ?? this.words["name.unseen"];
      this.field.setAttribute("aria-invalid", "true");
      this.field.focus();
      return false;
    }
  }

  // How long judgements take: as long as texts take to be read, until enough were made to tell; and
  // whether many were quick, which is said once in a while.
  const WORDS_A_MINUTE = 230, THINKING_MIN = 0.4, ENOUGH = 5, OF = 10;
  const QUICK_MS = 5000, QUICK_MANY = 8, QUICK_ONCE_IN = 20;
  const middle = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
  class Pace {
    constructor() {
      Object.assign(this, { took: [], toRead: [], answers: 0, quickAt: -QUICK_ONCE_IN });
    }

    // a pair that is to be read
    comes({ first, second }) {
      const words = `${first} ${second}`.split(/\s+/).length;
      this.toRead = [...this.toRead, words / WORDS_A_MINUTE + THINKING_MIN].slice(-OF);
    }

    minutes(left) {
      const each = this.took.length < ENOUGH ? middle(this.toRead) : middle(this.took) / 60000;
      return Math.max(1, Math.round(each * left));
    }

    // it took so long; answers whether that is to be said
    isQuick(ms) {
      this.took = [...this.took, ms].slice(-OF);
      this.answers++;
      if (this.took.filter((each) => each < QUICK_MS).length < QUICK_MANY || this.answers - this.quickAt < QUICK_ONCE_IN) return false;
      this.quickAt = this.answers;
      return true;
    }
  }
  return { byId, make, say, clock, Look, Comment, Mine, Why, OwnName, Pace };
})();
