// Files on their way in: tus 1.0 in pieces of 1 MB, three files at a time. What the server has is
// what counts: after a break it is asked how much of a file has come, and the rest is sent.
"use strict";
(() => {
  const PIECE = 1 << 20, SIDE_BY_SIDE = 3, AT_ONCE = 100, MB = 1e6;
  const rows = document.getElementById("files-rows");

  // a row that is told and not there yet gets its place at the end; rows never move
  document.addEventListener("htmx:before:sse:message", (event) => {
    if (!rows || !("open" in rows.dataset)) return;
    for (const [, id] of (event.detail?.message?.data ?? "").matchAll(/hx-target="#(file-[0-9a-f-]{36})" hx-swap="outerMorph"/g)) {
      if (!document.getElementById(id)) place(id);
    }
  });
  document.addEventListener("htmx:after:sse:message", () => {
    const said = document.getElementById("figures")?.dataset.said;
    if (said) window.sayLive?.(said);
  });
  const place = (id) => {
    const row = document.createElement("tr");
    row.id = id;
    rows.append(row);
    document.getElementById("files-frame").hidden = false;
    return row;
  };

  const zone = document.getElementById("drop");
  if (!zone) return;
  const words = JSON.parse(zone.dataset.words), limit = Number(zone.dataset.limit);
  const input = document.getElementById("choose"), panel = document.getElementById("sending");
  const heading = document.getElementById("files-failed");
  const told = panel.querySelector("[data-told]"), bar = panel.querySelector("progress");
  const pause = panel.querySelector("[data-pause]"), again = panel.querySelector("[data-again]");
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const say = (code, facts = {}) =>
    words[code].replace(/\{(\w+)\}/g, (_, name) => typeof facts[name] === "number" ? number.format(facts[name]) : facts[name] ?? "");

  const items = new Map(); // essay → what is known of its file
  const queue = [];
  let paused = false, at_work = 0, cut = new AbortController();

  const show = () => {
    const all = [...items.values()], failed = all.filter((item) => item.state === "failed");
    const sum = (of) => all.reduce((total, item) => total + of(item), 0);
    const size = sum((item) => item.file.size), done = sum((item) => item.sent);
    panel.hidden = !all.length;
    told.textContent = say("told", {
      sent: all.filter((item) => item.state === "sent").length, all: all.length, done: done / MB, size: size / MB,
    });
    bar.max = size || 1;
    bar.value = done;
    pause.textContent = say(paused ? "go_on" : "pause");
    pause.hidden = !queue.length && !at_work;
    again.hidden = !failed.length;
    heading.textContent = failed.length ? say("in_heading", { n: failed.length }) : "";
    again.textContent = say("again", { n: failed.length });
  };

  const tell = (item, code, facts) => {
    const row = document.getElementById(`file-${item.essay}`);
    const line = row?.querySelector("[data-told]"), progress = row?.querySelector("progress");
    if (line) line.textContent = say(code, facts);
    if (progress) { progress.max = item.file.size || 1; progress.value = item.sent; }
    show();
  };

  const show_row = (item) => {
    if (document.getElementById(`file-${item.essay}`)) return;
    const row = document.getElementById("sending-row").content.cloneNode(true).querySelector("tr");
    row.id = `file-${item.essay}`;
    const [name, size] = row.querySelectorAll("th span");
    name.textContent = item.name;
    size.textContent = `${number.format(item.file.size / MB)} MB`;
    rows.append(row);
    document.getElementById("files-frame").hidden = false;
  };

  const hex = (digest) => [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fingerprint = async (file, name) => {
    // nobody reads what is too large to be taken: its name and size stand for it
    const known = file.size > limit ? new TextEncoder().encode(`${name}\0${file.size}`) : await file.arrayBuffer();
    return hex(await crypto.subtle.digest("SHA-256", known));
  };

  const post = (at, body) => fetch(at, {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  });

  const announce = async (dropped) => {
    for (let from = 0; from < dropped.length; from += AT_ONCE) {
      const some = [];
      for (const { file, name } of dropped.slice(from, from + AT_ONCE)) {
        try {
          some.push({ file, name, size: file.size, fingerprint: await fingerprint(file, name) });
        } catch { /* it is gone from the disk, or may not be read */ }
      }
      const wanted = some.map(({ name, size, fingerprint }) => ({ name, size, fingerprint }));
      let answer;
      for (let tries = 0; !answer?.ok && tries < 100; tries++) {
        if (tries) await rest(tries);
        answer = await post(`/batches/${zone.dataset.batch}/wanted`, { files: wanted }).catch(() => null);
        if (answer && answer.status < 500 && !answer.ok) return alert_all(say("may_not"));
      }
      if (!answer?.ok) return alert_all(say("failed"));
      const { files } = await answer.json();
      files.forEach((each, n) => take(each, some[n].file));
    }
  };

  const alert_all = (sentence) => { panel.hidden = false; told.textContent = sentence; };

  const take = (each, file) => {
    const item = { essay: each.essay, name: each.name, upload: each.upload, sent: each.sent_bytes, file, state: "waiting" };
    const before = items.get(each.essay);
    if (before && (before.state === "waiting" || before.state === "sending")) return;
    items.set(each.essay, item);
    if (each.there || !each.upload) {
      item.state = "sent";
      item.sent = file.size;
      return show();
    }
    show_row(item);
    tell(item, "waiting");
    queue.push(item);
    work();
  };

  // until the connection is back, or for a while that grows
  const rest = (tries) => new Promise((go) => {
    const timer = setTimeout(go, Math.min(30000, 500 * 2 ** tries));
    addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
  });

  const HEAD = { "Tus-Resumable": "1.0.0" };
  const how_much = async (item) => {
    const answer = await fetch(`/uploads/${item.upload}`, { method: "HEAD", headers: HEAD, signal: cut.signal });
    if (answer.ok) item.sent = Number(answer.headers.get("Upload-Offset"));
    return answer;
  };
  const send_piece = (item) => fetch(`/uploads/${item.upload}`, {
    method: "PATCH",
    headers: { ...HEAD, "Upload-Offset": String(item.sent), "Content-Type": "application/offset+octet-stream" },
    body: item.file.slice(item.sent, item.sent + PIECE),
    signal: cut.signal,
  });

  // true: it is whole; false: it waits until one goes on; a code: why not
  const send = async (item) => {
    for (let tries = 0; item.sent < item.file.size;) {
      if (paused) return false;
      tell(item, "sending", { percent: Math.floor(100 * item.sent / item.file.size) });
      try {
        const answer = tries ? await how_much(item) : await send_piece(item);
        if (answer.ok || answer.status === 409) {
          item.sent = Number(answer.headers.get("Upload-Offset"));
          tries = 0;
          continue;
        }
        if (answer.status === 422) return "differs";
        if (answer.status === 401 || answer.status === 403) return "may_not";
        if (answer.status < 500) return "failed";
      } catch (problem) {
        if (problem.name === "AbortError") return false;
        if (problem.name === "NotReadableError" || problem.name === "NotFoundError") return "differs";
      }
      if (++tries > 20) return "failed";
      await rest(tries);
    }
    return true;
  };

  const work = () => {
    while (!paused && at_work < SIDE_BY_SIDE && queue.length) {
      const item = queue.shift();
      at_work++;
      item.state = "sending";
      send(item).then((ended) => {
        at_work--;
        item.state = ended === true ? "sent" : ended === false ? "waiting" : "failed";
        if (ended === false) queue.unshift(item);
        tell(item, ended === true ? "reading" : ended === false ? "paused" : ended);
        work();
      });
    }
    show();
  };

  pause.addEventListener("click", () => {
    paused = !paused;
    if (paused) cut.abort();
    else cut = new AbortController();
    work();
  });
  again.addEventListener("click", () => {
    const failed = [...items.values()].filter((item) => item.state === "failed");
    for (const item of failed) items.delete(item.essay);
    announce(failed.map(({ file, name }) => ({ file, name })));
  });

  const chosen = (files) => [...files]
    .map((file) => ({ file, name: file.webkitRelativePath || file.name }))
    .filter(({ name }) => !/(^|\/)([.]|~\$)/.test(name));
  input.addEventListener("change", () => { announce(chosen(input.files)); input.value = ""; });
  document.querySelector("[data-without-script]").hidden = true;
  input.required = false;

  // folders are walked through; what a browser hands over of one comes in hundreds
  const walk = async (entry, found) => {
    if (entry.isFile) {
      const file = await new Promise((go, stop) => { entry.file(go, stop); });
      found.push({ file, name: entry.fullPath.replace(/^\//, "") });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((go, stop) => { reader.readEntries(go, stop); });
      if (!some.length) return;
      for (const each of some) await walk(each, found);
    }
  };
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", async (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) return announce(chosen(event.dataTransfer.files));
    const found = [];
    for (const entry of entries) await walk(entry, found);
    return announce(found.filter(({ name }) => !/(^|\/)([.]|~\$)/.test(name)));
  });

  // another file in a row's place: chosen there, sent by the form of the file's own page
  const other = document.createElement("input");
  other.type = "file";
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-replace]");
    if (!link) return;
    event.preventDefault();
    other.value = "";
    other.onchange = async () => {
      const form = new FormData();
      form.append("files", other.files[0]);
      await fetch(link.dataset.replace, { method: "POST", body: form }).catch(() => null);
    };
    other.click();
  });
  document.addEventListener("htmx:sse:close", show);
  addEventListener("beforeunload", (event) => { if (at_work || queue.length) event.preventDefault(); });
})();
