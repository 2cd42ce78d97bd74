// The desk of one judging: fetches pairs ahead, sends answers in order, and again until they have come.
// It holds texts in memory alone; what is seen is `judge.js`'s work.
"use strict";
(() => {
  const AGAIN_MS = [1000, 2000, 4000, 8000, 15000];
  const PATIENCE_MS = 20000;
  const WAITING_MAX = 2;
  const sleep = (ms) => new Promise((done) => {
    const timer = setTimeout(done, ms);
    addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });

  class Desk {
    // hears: pair, none, paused, link, away, saving, told, changed
    constructor(at, hears) {
      Object.assign(this, { at, hears, session: null, now: null, after: null, waiting: [], answered: new Set(), last: null, undone: 0 });
      this.sending = this.fetching = this.ended = false;
      this.away = "";
    }

    // One answer of the server; again and again while there is none.
    async ask(method, path, body) {
      for (let turn = 0; ; turn++) {
        let away = "offline";
        try {
          const answer = await fetch(this.at + path, {
            method, keepalive: method !== "GET", signal: AbortSignal.timeout(PATIENCE_MS),
            ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
          });
          if (answer.status <= 500) away = "mistake";  // of others nobody is behind whoever answers
          if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
            const told = await answer.json();
            this.tellAway("");
            return { status: answer.status, told, turn };
          }
        } catch { /* nobody answers */ }
        this.tellAway(away);
        await sleep(AGAIN_MS[Math.min(turn, AGAIN_MS.length - 1)]);
      }
    }

    tellAway(away) {
      if (this.away !== away) this.hears.away(this.away = away);
    }

    // The same for what only a good link is answered; null: it is none.
    async asked(method, path, body) {
      let { status, told, turn } = await this.ask(method, path, body);
      // what was left is brought when the school goes on
      while (told.type === "school_paused") {
        this.hears.paused(told);
        await sleep(AGAIN_MS.at(-1));
        const again = await this.ask(method, path, body);
        ({ status, told } = again);
        turn += again.turn;
        if (told.type !== "school_paused") this.hears.pair(this.now);
      }
      if (status === 401 || told.type === "not_enrolled") {
        this.ended = true;
        this.hears.link(told.type);
        return null;
      }
      return { status, told, turn };
    }

    async look() {
      const found = await this.asked("GET", "session");
      if (found && found.told.type === "session") this.session = found.told;
      return found?.told ?? null;
    }

    // Whoever begins, or comes back, sees the pair to look at first.
    async begin() {
      this.now = this.after = null;
      await this.fetch();
    }

    get ready() {
      return !this.ended && this.now !== null && this.waiting.length < WAITING_MAX && !this.waiting.some((one) => one.kind === "undo");
    }

    async fetch() {
      if (this.fetching || this.sending || this.ended) return;
      this.fetching = true;
      const holding = this.now?.pair ?? null, undone = this.undone;
      const found = await this.asked("POST", "next", holding ? { holding } : {});
      this.fetching = false;
      // what was taken back meanwhile comes before this
      if (!found || undone !== this.undone) return found && this.fetch();
      const told = found.told;
      if (told.type !== "pair_to_judge") {
        if (this.now === null && (holding || this.sending)) return this.fetch();
        if (this.now === null) this.hears.none(told);
        return;
      }
      if (this.answered.has(told.pair)) return;
      if (this.now === null) {
        this.now = told;
        this.hears.pair(told);
        return this.fetch();
      }
      if (told.pair !== this.now.pair) {
        this.after = told;
        this.now.leased_until = told.leased_until;  // both are lent anew
      }
      this.hears.changed();
    }

    // kind: decision or flag; what is sent stays here until it has come
    leave(kind, body, answer) {
      if (!this.ready) return false;
      const one = { kind, pair: this.now, body, answer, since: performance.now() };
      this.last = one;
      this.answered.add(one.pair.pair);
      this.waiting.push(one);
      this.now = this.after;
      this.after = null;
      this.hears.pair(this.now);
      this.send();
      return true;
    }

    undo() {
      if (this.ended || this.waiting.some((one) => one.kind === "undo")) return;
      const flag = this.last?.kind === "flag" ? this.last.pair.pair : null;
      this.waiting.push({ kind: "undo", flag, since: performance.now() });
      this.send();
    }

    async send() {
      this.hears.saving();
      if (this.sending) return;
      this.sending = true;
      while (this.waiting.length && !this.ended) {
        const one = this.waiting[0];
        await (one.kind !== "undo" ? this.bring(one) : one.flag ? this.takeAgain(one.flag) : this.takeBack());
        this.waiting.shift();
        this.hears.saving();
      }
      this.sending = false;
      await this.fetch();
    }

    async bring(one) {
      const found = await this.asked("POST", `pairs/${one.pair.pair}/${one.kind}`, one.body);
      if (!found) return;
      const { told, turn } = found;
      if (told.type === "recorded") this.session.decided++;
      else if (told.type === "recorded_before") {
        if (!told.same) this.hears.told("decided_before");
        await this.look();
      } else if (told.type === "too_late") {
        this.now = this.after = null;
        this.hears.none({ type: "closed", why: told.why });
      } else if (told.type !== "flagged" && !(one.kind === "flag" && turn)) {
        this.hears.told(told.type === "not_your_pair" ? "gone" : "refused");
        await this.look();
      }
      this.hears.changed();
    }

    async takeBack() {
      const before = this.session.decided;
      if (!before) return this.hears.told("nothing_to_undo");
      const found = await this.asked("POST", "undo", { decided: before });
      if (!found) return;
      const { told, turn } = found;
      const done = told.type === "taken_back" || (turn && told.type === "count_differs" && told.decided === before - 1);
      if (done) {
        this.session.decided = before - 1;
        this.hears.undone(this.last?.kind === "decision" ? this.last : null);
        this.last = this.now = this.after = null;
        this.undone++;
      } else if (told.type === "count_differs") {
        this.session.decided = told.decided;
        this.hears.told("count_differs");
      } else if (told.type === "too_late") this.hears.told("mine_late");
      this.hears.changed();
    }

    // a pair that was left is before the judge again
    async takeAgain(pair) {
      const found = await this.asked("DELETE", `pairs/${pair}/flag`);
      if (!found) return;
      const { told, turn } = found;
      if (told.type === "taken_again" || (turn && told.type === "not_your_pair")) {
        this.answered.delete(pair);
        this.hears.undone(null);
        this.now = this.after = null;
        this.undone++;
      } else this.hears.told(told.type === "too_late" ? "mine_late" : "gone");
      this.last = null;
    }

    async practice() {
      return (await this.asked("GET", "practice"))?.told;
    }

    async name(name) {
      return (await this.asked("PUT", "name", { name }))?.told;
    }

    async draft() {
      return (await this.asked("GET", "draft"))?.told;
    }

    async explain(pair, body) {
      return (await this.asked("PUT", `pairs/${pair}/flag`, body))?.told;
    }

    async takeOn() {
      return (await this.asked("POST", "more"))?.told;
    }

    // tries once: the next keystroke does so again, and the answer carries the comment in any case
    async keepDraft(pair, comment, about) {
      try {
        const answer = await fetch(`${this.at}draft`, {
          method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ pair, comment, about }),
        });
        return answer.ok ? await answer.json() : null;
      } catch {
        return null;
      }
    }

    async decisions(after) {
      return (await this.asked("GET", `decisions?limit=20${after ? `&after=${after}` : ""}`))?.told;
    }

    async change(pair, answer) {
      return (await this.asked("PUT", `decisions/${pair}`, { answer }))?.told;
    }
  }

  // The same for who only wants to see what judges see: pairs come from the server, and nothing goes there.
  class Preview extends Desk {
    next_turn = Math.floor(Math.random() * 1e6);
    back = null;

    async ask(method, path) {
      if (path === "session") return super.ask("GET", path);
      if (path === "next" && this.session.decided >= this.session.quota) return { status: 200, told: { type: "quota_reached" }, turn: 0 };
      if (path === "next" && this.back) {
        const told = this.back;
        this.back = null;
        return { status: 200, told, turn: 0 };
      }
      if (path === "next") return super.ask("GET", `next?turn=${this.next_turn++}`);
      if ((path === "undo" || method === "DELETE") && this.last) this.back = { ...this.last.pair, type: "pair_to_judge", pair: crypto.randomUUID() };
      const type = { undo: "taken_back", draft: "comment_draft", more: "no_more" }[path] ?? (path.startsWith("decisions") ? "decisions_made" : method === "DELETE" ? "taken_again" : path.endsWith("flag") ? "flagged" : "recorded");
      return { status: 200, turn: 0, told: { type, items: [], next: null } };
    }

    async keepDraft() { return { saved_at: new Date().toISOString() }; }
  }
  Object.assign(window, { Desk, Preview });
})();
