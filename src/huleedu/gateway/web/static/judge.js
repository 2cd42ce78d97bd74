// The judge's page: shows two texts and a question, hears the answer, and says how it stands.
"use strict";
(() => {
  const { byId, make, Look, Comment, Mine, Why, OwnName, Pace } = window.JudgeParts;
  const words = JSON.parse(document.body.dataset.words);
  const say = (code, facts) => window.JudgeParts.say(words, code, facts);
  const SAVING_MS = 3000, LOOK_AGAIN_MS = 60000, RENEW_MS = 300000;
  const PANES = ["first", "second"];
  const judging = byId("judging"), panel = byId("panel"), status = byId("status"), undo = byId("undo");
  const look = new Look(), pace = new Pace();
  const narrow = matchMedia("(max-width: 52rem)");
  const { Desk, Preview } = window;
  let desk, comment, mine, why, ownName, shown = null, wide = "", side = "first";
  let seenMs = 0, seenSince = 0, undone = null, lookAgain = 0, trying = null;

  // --- where one is: the key leaves the address at once when it has become a cookie
  const enter = async () => {
    const preview = document.body.dataset.preview;
    const key = preview ? "" : location.hash.slice(1), known = location.pathname.split("/")[2];
    const hears = { pair, none, paused, link: noLink, away, saving, told: tell, changed: standing, undone: takenBack };
    let at = known;
    if (key) {
      let plain = key;
      try { plain = decodeURIComponent(key); } catch { /* it is as it is, and opens nothing */ }
      const { told } = await new Desk("/judge/", hears).ask("POST", "enter", { key: plain });
      at = told.judging;
      history.replaceState(null, "", at ? `/judge/${at}` : "/judge");
      for (const form of document.querySelectorAll('[name="next"]')) form.value = location.pathname;
      if (!at) return noLink(told.type === "wrong_fields" ? "unknown_key" : told.type);
    }
    if (!at) return noLink("none");
    desk = preview ? new Preview(preview, hears) : new Desk(`/judge/${at}/`, hears);
    comment = new Comment(desk, words);
    mine = new Mine(desk, words);
    why = new Why(desk, words, tell);
    ownName = new OwnName(desk, words);
    await start();
  };

  const start = async () => {
    const session = await desk.look();
    if (desk.ended || !session) return;
    if (session.type !== "session") return none(session);
    document.title = `${session.title || words.title} · HuleEdu`;
    document.body.dataset.steps = session.steps;
    question(session.criterion);
    const drafted = await desk.draft();
    desk.begun = drafted?.pair ? drafted : null;
    desk.welcomed = !session.unnamed && (session.decided > 0 || Boolean(desk.begun));
    await desk.begin();
  };

  const question = (asked) => {
    const known = words.questions[asked] ?? asked;
    const [first, ...rest] = known.trim().split("\n");
    byId("question").textContent = first;
    byId("criterion").hidden = !rest.length;
    byId("criterion").querySelector("p").textContent = rest.join("\n").trim();
  };

  // --- a pair, or none
  const show = (which) => {
    judging.hidden = which !== judging;
    panel.hidden = which !== panel;
  };

  const write = (place, text) => {
    const blocks = /\n\s*\n/.test(text.trim()) ? text.split(/\n\s*\n/) : text.split("\n");
    const told = blocks.filter((block) => block.trim()).map((block) => make("p", block.trim()));
    place.replaceChildren(...(told.length ? told : [make("p", words.empty, { className: "soft" })]));
  };

  function pair(found) {
    shown = found;
    clearTimeout(lookAgain);
    if (!found) return answering();
    pace.comes(found);
    if (!desk.welcomed) return trying ? undefined : welcome();
    read(found);
    settle();
    const before = undone?.body ?? (desk.begun?.pair === found.pair ? desk.begun : null);
    comment.put(before?.comment ?? "", before?.about);
    undone = desk.begun = null;
    seenMs = 0;
    seenSince = performance.now();
    standing();
    answering();
  }

  function read(found) {
    for (const pane of PANES) {
      write(byId(pane).querySelector(".words"), found[pane]);
      byId(pane).scrollTop = 0;
    }
    delete judging.dataset.fresh;
    void judging.offsetWidth;
    judging.dataset.fresh = "";
    side = "first";
    layout();
    byId("progress").after(status);
    show(judging);
    byId("question").focus({ preventScroll: true });
  }

  function none(told) {
    clearTimeout(lookAgain);
    const code = told.type, same = !panel.hidden && panel.dataset.state === code;
    shown = null;
    if (same) return void (lookAgain = setTimeout(again, LOOK_AGAIN_MS));
    const title = code === "quota_reached" ? say("state.quota_reached", { n: desk.session.decided }) : words[`state.${code}`] ?? words.refused;
    say_panel(title, words[`state.${code}_what`], code);
    const waits = code !== "quota_reached" && code !== "texts_used_up";
    byId("again").hidden = !waits;
    byId("after").hidden = !desk.session?.decided;
    const more = code === "quota_reached" ? desk.session.more : 0;
    byId("take-on").hidden = !more;
    if (more) byId("take-on").textContent = say("do_more", { n: more });
    if (waits) lookAgain = setTimeout(again, LOOK_AGAIN_MS);
  }

  function paused({ type }) {
    say_panel(words[`state.${type}`], words[`state.${type}_what`]);
    byId("again").hidden = byId("after").hidden = true;
  }

  const again = () => { clearTimeout(lookAgain); start(); };

  function noLink(type) {
    clearTimeout(lookAgain);
    const code = { none: "none", unknown_key: "wrong", key_revoked: "ended", key_ended: "ended", not_enrolled: "ended" }[type] ?? "none";
    for (const pane of PANES) byId(pane).querySelector(".words").replaceChildren();
    say_panel(words[`link.${code}`], words[`link.${code}_what`]);
    document.title = `${words[`link.${code}`]} · HuleEdu`;
    byId("again").hidden = byId("after").hidden = true;
  }

  function say_panel(title, what, state = "") {
    panel.dataset.state = state;
    status.textContent = "";
    byId("panel-what").after(status);
    byId("panel-title").textContent = title;
    byId("panel-what").replaceChildren(...(what ? [make("p", what, { className: "lead" })] : []));
    byId("welcome").hidden = true;
    show(panel);
    byId("panel-title").focus();
  }

  const minutes = () => {
    const { quota, decided } = desk.session;
    const sent = desk.waiting.filter((one) => one.kind === "decision").length;
    return quota ? pace.minutes(Math.max(0, quota - decided - sent)) : 0;
  };

  const welcome = () => {
    const { judge, title, quota, essays, practice, asked_by, unnamed } = desk.session;
    const asked = { who: asked_by, title, question: byId("question").textContent };
    say_panel(unnamed ? words.welcome_unnamed : say("welcome", { judge }), asked_by ? say("welcome_by", asked) : say("welcome_what", asked));
    byId("practise").hidden = !practice;
    byId("begin").classList.toggle("quiet", Boolean(practice));
    if (practice) byId("practise").textContent = say("practise", { n: practice });
    byId("again").hidden = byId("after").hidden = true;
    byId("welcome").hidden = false;
    byId("welcome-many").textContent = [quota ? say("welcome_many", { n: quota }) : "", say("welcome_essays", { n: essays })].join(" ").trim();
    ownName.ask();
    const n = minutes();
    byId("welcome-long").hidden = !n;
    if (n) byId("welcome-long").textContent = say("welcome_long", { n });
  };

  const begin = async () => {
    if (!await ownName.told()) return;
    desk.welcomed = true;
    pair(desk.now);
  };
  byId("begin").addEventListener("click", begin);

  // --- pairs to try first: what was expected is told, and nothing is sent
  const tryNext = () => {
    const one = trying.items[++trying.at];
    trying.told = false;
    byId("try-on").hidden = true;
    status.textContent = "";
    document.body.toggleAttribute("data-trying", Boolean(one));
    if (!one) {
      trying = null;
      return begin();
    }
    read(one);
    byId("progress").textContent = say("practice_of", { at: trying.at + 1, of: trying.items.length });
    answering();
  };
  const tried = (given) => {
    const { expected, why: reason } = trying.items[trying.at];
    const as = Math.sign(given) === Math.sign(expected) ? words.practice_as : say("practice_other", { answer: words[`said.${expected}`] });
    trying.told = true;
    status.textContent = `${as} ${reason}`.trim();
    byId("try-on").hidden = false;
    byId("try-on").focus();
    answering();
  };
  byId("practise").addEventListener("click", async () => {
    const found = await ownName.told() && await desk.practice();
    if (!found) return;
    trying = { items: found.items, at: -1, told: false };
    tryNext();
  });
  byId("try-on").addEventListener("click", tryNext);

  // --- how it stands
  function standing() {
    if (!desk?.session) return;
    document.body.dataset.state = desk.waiting.length ? "saving" : desk.after ? "ahead" : "fetching";
    const { quota, decided } = desk.session;
    const done = decided + desk.waiting.filter((one) => one.kind === "decision").length;
    if (trying) return;
    const left = quota && done < quota ? `, ${say("minutes", { n: minutes() })}` : "";
    byId("progress").textContent = quota ? say("done_of", { done, quota }) + left : say("done", { done });
  }

  function tell(code, facts) {
    status.textContent = say(code, facts);
    undo.hidden = true;
  }

  function takenBack(last) {
    why.close();
    undone = last;
    tell(last ? "undone" : "undone_flag", last ? { answer: words[`said.${last.answer}`] } : {});
  }

  const answering = () => {
    const may = trying ? !trying.told : Boolean(desk?.ready);
    for (const button of byId("answers").children) button.disabled = !may;
    if (shown || panel.hidden === false) return;
    if (desk.waiting.length >= 2) tell("two_waiting");
    else if (!desk.waiting.length) tell("fetching");
  };

  // what was waited for has come
  function settle() {
    if ([words.saving, words.two_waiting, words.undoing, words.fetching].includes(status.textContent)) status.textContent = "";
  }

  function saving() {
    standing();
    answering();
    const first = desk.waiting[0];
    if (!first) {
      settle();
      return;
    }
    if (first.kind === "undo") return tell("undoing");
    setTimeout(() => {
      if (desk.waiting[0] === first && shown) status.textContent = words.saving;
    }, Math.max(0, SAVING_MS - (performance.now() - first.since)));
  }

  function away(how) {
    byId("offline").hidden = !how;
    if (how) byId("offline").textContent = words[how];
    if (how && desk) status.textContent = words[how];
    else if ([words.offline, words.mistake].includes(status.textContent)) status.textContent = "";
  }

  // --- answers
  const lookedAt = () => Math.round((seenMs + (document.hidden ? 0 : performance.now() - seenSince)) / 100) / 10;

  const leave = (kind, body, answer) => {
    if (!shown || !desk.ready) return;
    const took_ms = lookedAt() * 1000, said = { ...body, comment: comment.value };
    if (kind === "decision") Object.assign(said, { took_s: took_ms / 1000, about: said.comment ? comment.about : null });
    why.close();
    if (!desk.leave(kind, said, answer)) return;
    if (kind === "flag") why.open(desk.last);
    const quick = kind === "decision" && pace.isQuick(took_ms);
    if (!judging.hidden) {
      status.textContent = quick ? words.quick : kind === "decision" ? words[`said.${answer}`] : words.flagged;
      undo.hidden = false;
    }
    answering();
  };

  const answer = (value) => {
    const button = byId("answers").querySelector(`[data-answer="${value}"]`);
    if (button.disabled || button.checkVisibility?.() === false) return;
    if (trying) return tried(value);
    leave("decision", { answer: value }, value);
  };

  byId("answers").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && event.detail < 2) answer(Number(button.dataset.answer));  // a double click is one answer
  });

  // --- one text wide, or one at a time
  const layout = () => {
    const one = narrow.matches ? side : wide;
    if (one) judging.dataset.one = one;
    else delete judging.dataset.one;
    for (const tab of byId("tabs").children) {
      const is = tab.dataset.side === one;
      tab.setAttribute("aria-selected", is);
      tab.tabIndex = is ? 0 : -1;
    }
    document.querySelector('[data-do="wide"] span').textContent = words[wide === "second" ? "wide_off" : "wide"];
  };
  const choose = (which) => {
    side = which;
    if (wide) wide = which;
    layout();
  };
  const widen = () => {
    wide = { "": "first", first: "second", second: "" }[wide];
    layout();
  };
  narrow.addEventListener("change", layout);
  byId("tabs").addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab.dataset.side);
  });

  // --- what is pressed
  const acts = {
    undo: () => desk.undo(),
    cannot: () => leave("flag", { why: "cannot_judge" }),
    comment: () => { if (comment.form.hidden) comment.open(); else comment.close(); },
    wide: widen,
    mine: () => mine.open(),
    settings: () => byId("settings").showModal(),
    help: () => byId("keys").showModal(),
    more: () => {
      byId("tools").dataset.open = "";
      byId("tools").querySelector(".rarely").focus();
    },
    again,
    why_not: () => { why.close(); byId("question").focus(); },
    take_on: async () => {
      const told = await desk.takeOn();
      if (told?.type === "no_more") say_panel(words.no_more);
      else if (told) start();
    },
  };
  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act && event.detail < 2) acts[act]();
  });
  undo.addEventListener("click", acts.undo);

  const KEYS = { u: "undo", f: "cannot", c: "comment", w: "wide", "?": "help" };
  const typing = (at) => at instanceof HTMLElement && at.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.key === "Escape" && event.target === byId("comment-text")) return byId("question").focus();
    if (typing(event.target) || document.querySelector("dialog[open]") || !desk || desk.ended) return;
    const onTab = event.target.closest?.("[role=tab]");
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      if (onTab) {
        choose(side === "first" ? "second" : "first");
        byId(`tab-${side}`).focus();
      } else if (!judging.hidden) answer((event.shiftKey ? 2 : 1) * (event.key === "ArrowLeft" ? 1 : -1));
      return;
    }
    if (document.body.dataset.keys === "off") return;
    if (event.key === "=" && !judging.hidden) return answer(0);
    const act = KEYS[event.key.toLowerCase()];
    if (!act || (judging.hidden && !["undo", "help"].includes(act)) || (trying && !["wide", "help"].includes(act))) return;
    event.preventDefault();
    acts[act]();
  });

  // --- time that is not looked at does not count; a pair that is held long is asked for anew
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) seenMs += performance.now() - seenSince;
    else {
      seenSince = performance.now();
      renew();
    }
  });
  function renew() {
    if (document.hidden || trying || !shown || !desk.ready || desk.fetching) return;
    if (new Date(shown.leased_until) < new Date()) tell("held_long");
    desk.after = null;
    desk.fetch();
  }
  setInterval(renew, RENEW_MS);
  addEventListener("beforeunload", (event) => {
    if (desk?.waiting.length) event.preventDefault();
  });
  addEventListener("hashchange", () => { if (location.hash.length > 1) location.reload(); });
  look.show();
  enter();
})();
