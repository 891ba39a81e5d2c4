// Saves a form while one types: data-autosave="?handler=…" on the form, the answer's words go into [data-autosave-said].
// Without script the buttons save; nothing else depends on this file.
(() => {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const said = document.querySelector("[data-autosave-said]");
    let timer = 0, busy = false, again = false, stopped = false;
    const save = async () => {
      if (stopped) return;
      if (busy) { again = true; return; }
      busy = true;
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams(data), headers: { "X-Requested-With": "fetch" } });
        const body = await answer.json().catch(() => ({}));
        if (body.said && said) said.textContent = body.said;
        if (answer.ok) form.elements.BasedOn.value = body.basedOn;
        else stopped = answer.status === 409;
      } catch { /* offline: the next change tries again, the button saves */ }
      busy = false;
      if (again) { again = false; save(); }
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
    form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  }
})();
