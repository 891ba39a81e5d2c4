// Smooths what works without it: keys, countdowns, counters, sums of a rows editor, closing of sheets, picking of rows. No framework; Chromium 86 and later.
(function () {
  "use strict";
  const en = document.body.dataset.lang === "en";
  const t = (zh, english) => (en ? english : zh);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // ── what is wrong takes the focus ──
  const wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus();

  // ── how much of the window the bar of decisions covers ──
  const bar = document.querySelector(".kg-decision");
  const covered = () => document.documentElement.style.setProperty("--bar", (bar ? bar.offsetHeight + 16 : 16) + "px");
  covered();
  if (bar && window.ResizeObserver) new ResizeObserver(covered).observe(bar);

  function ready(root) {
    all("[data-without-script]", root).forEach(item => (item.hidden = true));
    all("[data-with-script]", root).forEach(item => (item.hidden = false));
    all("[data-close]", root).forEach(item => (item.hidden = false));
    all("[data-rows]", root).forEach(sums);
    all(".kg-table", root).forEach(labels);
    all("[data-counts]", root).forEach(count);
    all("[data-drop]", root).forEach(drop);
  }

  // ── tables: on a phone each cell says its head again; cells without data-label take it from the head ──
  function labels(table) {
    const head = table.tHead && table.tHead.rows.length ? table.tHead.rows[table.tHead.rows.length - 1] : null;
    if (!head) return;
    const words = Array.from(head.cells).map(cell => {
      const unit = cell.querySelector("small"), unitWord = unit ? unit.textContent.trim() : "";
      const word = Array.from(cell.childNodes).filter(node => node !== unit).map(node => node.textContent).join("").replace(/\s+/g, " ").trim();
      return word && unitWord ? word + t(`（${unitWord}）`, ` (${unitWord})`) : word;
    });
    Array.from(table.tBodies).concat(table.tFoot || []).forEach(body => Array.from(body.rows).forEach(row => {
      if (row.cells.length !== words.length) return;
      Array.from(row.cells).forEach((cell, i) => {
        if (!cell.hasAttribute("data-label") && words[i] && cell.tagName === "TD" && i > 0 && !cell.matches(".kg-title, .kg-act-col")) cell.setAttribute("data-label", words[i]);
      });
    }));
  }

  // ── counters of characters ──
  function count(counter) {
    const box = document.getElementById(counter.dataset.counts);
    const most = Number(counter.dataset.most);
    if (!box) return;
    const now = box.value.length;
    counter.textContent = t(`最多 ${most} 字，已有 ${now} 字`, `${now} of at most ${most} characters`);
    counter.classList.toggle("kg-over", now > most);
  }

  // ── sums of a rows editor, in whole 分 so that 0.1 + 0.2 is 0.3 ──
  function fen(typed) {
    const plain = typed.normalize("NFKC").replace(/[\s,]/g, "").replace(/[−–—]/g, "-").replace(/万元?$/, "");
    return /^-?\d*\.?\d{0,6}$/.test(plain) && /\d/.test(plain) ? Math.round(Number(plain) * 1e6) : null;
  }
  function wan(amount) {
    const text = (Math.abs(amount) / 1e6).toFixed(6).replace(/0{1,5}$/, "");
    const [whole, part] = text.split(".");
    return (amount < 0 ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/g, ",") + "." + part;
  }
  function sums(editor) {
    const totals = {};
    let whole = 0;
    all("[data-row]", editor).forEach(row => {
      let own = 0;
      all("[data-sum]", row).forEach(input => {
        const value = fen(input.value) || 0;
        totals[input.dataset.sum] = (totals[input.dataset.sum] || 0) + value;
        own += value;
      });
      all("[data-row-total]", row).forEach(cell => (cell.textContent = wan(own)));
      whole += own;
    });
    all("[data-total]", editor).forEach(cell => {
      const of = cell.dataset.total;
      cell.textContent = wan(of === "" ? whole : totals[of] || 0);
    });
  }

  // ── countdowns: from the seconds the server gave, so that a wrong clock at home does not matter ──
  const started = performance.now();
  function tick() {
    all("[data-countdown]").forEach(item => {
      const left = Number(item.dataset.countdown) - Math.floor((performance.now() - started) / 1000);
      const short = item.hasAttribute("data-short"), said = left < 60 ? `${left}s` : `${Math.floor(left / 60)}`;
      if (item.dataset.said === said) return;
      item.dataset.said = said;
      if (left <= 0) { item.textContent = t("已截止", "Closed"); return; }
      if (left < 60 && short) { item.textContent = t(`还有 ${left} 秒`, left === 1 ? "1 second left" : `${left} seconds left`); return; }
      const days = Math.floor(left / 86400), hours = Math.floor(left / 3600) % 24, minutes = Math.floor(left / 60) % 60;
      const rest = t(`${hours} 小时 ${minutes} 分`, `${hours} h ${minutes} min`);
      if (short) { item.textContent = t("还有 ", "") + (days ? t(`${days} 天 `, `${days} ${days === 1 ? "day" : "days"} `) : "") + rest + t("", " left"); return; }
      const big = document.createElement("b"), small = document.createElement("small");
      item.textContent = "";
      if (left < 60) { big.textContent = left; item.append(t("还有", ""), big, t("秒", left === 1 ? "second" : "seconds")); return; }
      big.textContent = days || hours;
      small.textContent = days ? rest : t(`${minutes} 分`, `${minutes} min`);
      item.append(t("还有", ""), big, days ? t("天", days === 1 ? "day" : "days") : t("小时", "h"), small);
    });
  }
  if (document.querySelector("[data-countdown]")) setInterval(tick, 1000);

  // ── typing ──
  document.addEventListener("input", event => {
    const box = event.target;
    const counter = box.id && document.querySelector(`[data-counts="${CSS.escape(box.id)}"]`);
    if (counter) count(counter);
    if (box.dataset && box.dataset.sum) sums(box.closest("[data-rows]"));
  });
  document.addEventListener("change", event => {
    const box = event.target;
    if (box.matches("[data-submit-on-change]") && box.form) box.form.requestSubmit ? box.form.requestSubmit() : box.form.submit();
    if (box.matches("[data-pick-all]")) all("[data-pick]", box.closest("table")).forEach(pick => { if (!pick.disabled) { pick.checked = box.checked; mark(pick); } });
    if (box.matches("[data-pick]")) mark(box);
    if (box.matches("[data-pick], [data-pick-all]")) picked(box.closest("form, .kg-card, body"));
  });
  function mark(pick) { pick.closest("tr").classList.toggle("kg-picked", pick.checked); }
  function picked(scope) {
    const on = all("[data-pick]:checked", scope);
    all("[data-picked-count]", scope).forEach(item => (item.textContent = on.length));
    all("[data-picked-sum]", scope).forEach(item => (item.textContent = wan(on.reduce((sum, pick) => sum + Number(pick.dataset.fen || 0), 0))));
    const every = scope.querySelector("[data-pick-all]"), total = all("[data-pick]", scope).length;
    if (every) { every.checked = on.length > 0 && on.length === total; every.indeterminate = on.length > 0 && on.length < total; }
  }
  all("[data-pick]:checked").forEach(mark);

  // ── an action that is refused says why once more; a form is sent once ──
  document.addEventListener("click", event => {
    const refused = event.target.closest("[aria-disabled=true]");
    if (refused) { event.preventDefault(); const why = document.getElementById(refused.getAttribute("aria-describedby")); if (why) { why.setAttribute("role", "status"); why.classList.add("kg-red"); } }
    const close = event.target.closest("[data-close]");
    if (close) { const sheet = close.closest("details"); sheet.open = false; sheet.querySelector("summary").focus(); }
    if (event.target.closest("[data-keys-help]")) help();
    if (event.target.closest("[data-print]")) window.print();
    all("details[data-pop][open]").forEach(sheet => { if (!sheet.contains(event.target)) sheet.open = false; });
  });
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.method === "get" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    // The page comes back by the answer; a download or a refusal by the network must not leave it locked.
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(form => delete form.dataset.sent));

  // ── file fields: their own button and the names chosen, in the language of the page; files may be dropped ──
  function drop(field) {
    const input = field.querySelector("input[type=file]");
    if (!input || field.classList.contains("kg-drop-on")) return;
    field.classList.add("kg-drop-on");
    const button = document.createElement("label"), names = document.createElement("span");
    button.className = "kg-button kg-button-s";
    button.htmlFor = input.id;
    button.textContent = t("选择文件", "Choose a file");
    names.className = "kg-drop-names";
    names.setAttribute("role", "status");
    const show = () => {
      names.textContent = input.files.length ? Array.from(input.files).map(file => `${file.name}（${file.size < 1048576 ? Math.ceil(file.size / 1024) + " KB" : (file.size / 1048576).toFixed(1) + " MB"}）`).join(t("，", ", ")) : t("或把文件拖到这里", "or drop it here");
    };
    input.addEventListener("change", show);
    input.after(names, button);
    show();
  }
  document.addEventListener("dragover", event => { const drop = event.target.closest && event.target.closest("[data-drop]"); if (drop) { event.preventDefault(); drop.classList.add("kg-over"); } });
  document.addEventListener("dragleave", event => { const drop = event.target.closest && event.target.closest("[data-drop]"); if (drop) drop.classList.remove("kg-over"); });
  document.addEventListener("drop", event => {
    const drop = event.target.closest && event.target.closest("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.remove("kg-over");
    const input = drop.querySelector("input[type=file]");
    if (input && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; input.dispatchEvent(new Event("change", { bubbles: true })); }
  });

  // ── keys: one letter without Ctrl or Alt, never while typing ──
  const typing = target => target.matches && target.matches("input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      const open = document.querySelector("details[data-pop][open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      else if (typing(event.target)) event.target.blur();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") { const search = document.getElementById("search"); if (search && search.offsetParent) { event.preventDefault(); search.focus(); search.select(); } return; }
    if (event.key === "?") { event.preventDefault(); help(); return; }
    const key = event.key.toLowerCase();
    const target = all(`[data-key="${CSS.escape(key)}"]`).find(item => item.offsetParent);
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "SUMMARY") { target.parentElement.open = true; const first = target.parentElement.querySelector("textarea, select, input:not([type=hidden]), button"); if (first) first.focus(); }
    else if (target.matches("input, textarea, select")) target.matches("[type=radio], [type=checkbox]") ? target.click() : target.focus();
    else target.click();
  });

  function help() {
    let dialog = document.getElementById("keys");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "keys";
      dialog.className = "kg-dialog";
      dialog.setAttribute("aria-labelledby", "keys-title");
      const rows = [["/", t("搜索", "Search")], ["?", t("本表", "This table")], ["Esc", t("关闭，离开输入框", "Close, leave the field")]];
      all("[data-key]").forEach(item => rows.push([item.dataset.key.toUpperCase(), item.dataset.keyText || item.getAttribute("aria-label") || (item.querySelector("span") || item).textContent.trim()]));
      const title = document.createElement("h2"), table = document.createElement("table"), button = document.createElement("button");
      title.id = "keys-title";
      title.textContent = t("键盘操作", "Keyboard");
      rows.forEach(([key, words]) => {
        const row = table.insertRow(), kbd = document.createElement("kbd");
        kbd.textContent = key;
        row.insertCell().append(kbd);
        row.insertCell().textContent = words;
      });
      button.className = "kg-button";
      button.textContent = t("关闭", "Close");
      button.addEventListener("click", () => dialog.close());
      dialog.append(title, table, button);
      document.body.append(dialog);
    }
    if (dialog.showModal) dialog.showModal();
  }

  document.addEventListener("htmx:afterSettle", event => { ready(event.target.parentElement || event.target); const fresh = event.target.querySelector && event.target.querySelector("[data-row]:last-of-type input:not([type=hidden]), [data-row]:last-of-type textarea"); if (fresh && event.detail.requestConfig && event.detail.requestConfig.triggeringEvent && event.detail.requestConfig.triggeringEvent.submitter) fresh.focus(); });
  ready(document);
})();
