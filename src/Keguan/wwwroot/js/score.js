// Shows the weighted total of a score sheet while points are typed. The server computes it again when the sheet is saved.
(() => {
  for (const sheet of document.querySelectorAll("[data-score-sheet]")) {
    const total = sheet.querySelector("[data-score-total]");
    const rows = [...sheet.querySelectorAll("[data-weight]")].map(mark => ({ weight: Number(mark.dataset.weight), field: mark.closest(".kg-field").querySelector("input") }));
    const show = () => {
      const whole = rows.every(row => row.field.value !== "" && Number(row.field.value) >= 0 && Number(row.field.value) <= 100);
      const sum = rows.reduce((all, row) => all + Math.round(Number(row.field.value) * 100) * row.weight, 0), weights = rows.reduce((all, row) => all + row.weight, 0);
      total.textContent = whole ? (Math.floor(sum / weights + 0.5) / 100).toFixed(2) : "—";
    };
    sheet.addEventListener("input", show);
    show();
  }
})();
