// A select with many choices gets a box to search in: by code, by any words of the label. The select stays, is what is sent, and is all there is without script.
// Pattern: combobox with listbox (WAI-ARIA APG), keys ↑ ↓ Enter Esc.
(function () {
  "use strict";
  const en = document.body.dataset.lang === "en";
  const t = (zh, english) => (en ? english : zh);
  const most = 60;

  function enhance(select) {
    if (select.dataset.enhanced || select.multiple) return;
    select.dataset.enhanced = "1";
    const options = Array.from(select.options).filter(option => option.value !== "" && !option.disabled)
      .map(option => ({ value: option.value, label: option.text, group: option.parentElement.label || "", search: `${option.value} ${option.text} ${option.parentElement.label || ""}`.toLowerCase() }));
    const blank = Array.from(select.options).find(option => option.value === "");

    const box = document.createElement("div"), input = document.createElement("input"), list = document.createElement("ul");
    box.className = "kg-choose-box " + Array.from(select.classList).filter(name => name.startsWith("kg-w-")).join(" ");
    input.type = "text";
    input.className = "kg-control";
    input.autocomplete = "off";
    input.placeholder = blank ? blank.text : "";
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": select.id + "-list" })) input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    list.id = select.id + "-list";
    list.className = "kg-choose-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", t("可选项", "Choices"));
    list.hidden = true;

    // The label, and links of the error summary, lead to the box from now on.
    input.id = select.id;
    select.id += "-select";
    select.hidden = true;
    select.tabIndex = -1;
    select.after(box);
    box.append(input, list);

    let shown = [], at = -1;
    const chosen = () => options.find(option => option.value === select.value);
    const settle = () => { const now = chosen(); input.value = now ? now.label : ""; };
    const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
    const mark = index => {
      at = index;
      Array.from(list.querySelectorAll("[role=option]")).forEach((item, i) => item.setAttribute("aria-selected", i === at ? "true" : "false"));
      const item = list.querySelectorAll("[role=option]")[at];
      if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
    };
    const open = typed => {
      const words = typed.toLowerCase().split(/[\s\u3000]+/).filter(Boolean);
      const found = options.filter(option => words.every(word => option.search.includes(word)));
      shown = found.slice(0, most);
      list.textContent = "";
      let group = "";
      shown.forEach((option, i) => {
        if (option.group && option.group !== group) {
          group = option.group;
          const head = document.createElement("li");
          head.className = "kg-choose-group";
          head.setAttribute("role", "presentation");
          head.textContent = group;
          list.append(head);
        }
        const item = document.createElement("li");
        item.id = `${list.id}-${i}`;
        item.setAttribute("role", "option");
        item.textContent = option.label;
        item.addEventListener("mousedown", event => { event.preventDefault(); choose(i); });
        list.append(item);
      });
      if (found.length !== shown.length || !found.length) {
        const more = document.createElement("li");
        more.className = "kg-choose-group";
        more.setAttribute("role", "presentation");
        more.textContent = found.length ? t(`共 ${found.length} 项，请再输入几个字`, `${found.length} in all: type a few more letters`) : t("没有找到，可输入代码开头或名称中的字", "Nothing found: type the beginning of the code or words of the name");
        list.append(more);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      const now = shown.findIndex(option => option.value === select.value);
      mark(typed && shown.length ? 0 : now);
    };
    const choose = index => {
      const option = shown[index];
      if (!option) return;
      select.value = option.value;
      settle();
      close();
      select.dispatchEvent(new Event("change", { bubbles: true }));
      select.dispatchEvent(new Event("input", { bubbles: true }));
    };

    input.addEventListener("input", event => { event.stopPropagation(); open(input.value.trim()); });
    input.addEventListener("click", () => { if (list.hidden) { input.select(); open(""); } });
    input.addEventListener("keydown", event => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) open("");
        else if (shown.length) mark((at + (event.key === "ArrowDown" ? 1 : shown.length - 1) + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % shown.length);
      } else if (event.key === "Enter" && !list.hidden) { event.preventDefault(); choose(at); }
      else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); settle(); close(); }
    });
    input.addEventListener("blur", () => {
      // Typed out to the end counts as chosen. An emptied box means no choice, where none is allowed; anything else goes back.
      const typed = input.value.trim().toLowerCase();
      const meant = options.filter(option => option.value.toLowerCase() === typed || option.label.toLowerCase() === typed);
      if (meant.length === 1 && meant[0].value !== select.value) { shown = meant; choose(0); return; }
      if (input.value.trim() === "" && blank && select.value !== "") { select.value = ""; select.dispatchEvent(new Event("change", { bubbles: true })); }
      settle();
      close();
    });
    settle();
  }

  const all = root => root.querySelectorAll("select[data-many]").forEach(enhance);
  all(document);
  document.addEventListener("htmx:afterSettle", event => all(event.target.parentElement || event.target));
})();
