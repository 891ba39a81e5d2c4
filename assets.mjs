// Copies the browser libraries that package.json pins into wwwroot/lib (not in git), and, with `icons`,
// writes the outlines of the icons in use into IconPaths.cs (in git, so that building needs no npm).
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const lib = "src/Keguan/wwwroot/lib";

if (process.argv[2] === "icons") icons();
else assets();

function assets() {
  rmSync(lib, { recursive: true, force: true });
  mkdirSync(lib, { recursive: true });
  for (const [from, to] of [
    ["htmx.org/dist/htmx.min.js", "htmx.js"],
    ["htmx.org/LICENSE", "htmx.LICENSE.txt"],
    ["echarts/dist/echarts.common.min.js", "echarts.js"],
    ["echarts/LICENSE", "echarts.LICENSE.txt"],
    ["echarts/NOTICE", "echarts.NOTICE.txt"],
  ]) copyFileSync(`node_modules/${from}`, `${lib}/${to}`);
}

function icons() {
  const names = `
    alert-circle alert-triangle archive arrow-down arrow-left arrow-right arrow-up award bell building building-bank
    calendar calendar-event cash certificate chart-bar check checklist chevron-down chevron-left chevron-right chevron-up circle
    circle-check circle-minus circle-x clipboard-check clock columns copy database device-floppy dice-5 dots
    download edit external-link eye eye-off file file-check file-description file-plus file-spreadsheet file-type-docx
    file-type-pdf file-zip filter fingerprint flag folder gavel help-circle history home id-badge info-circle key language layout-dashboard
    link list lock lock-open login logout mail map-pin menu-2 message minus news notebook paperclip
    pencil phone photo player-pause plus printer progress qrcode receipt refresh report rotate scale search send settings
    shield-check star table tag target trash upload user user-check user-plus users x bookmark-plus accessible
    `.trim().split(/\s+/).sort();
  const rows = names.map(name => {
    const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
    const body = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>[\s\S]*$/, "")
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
      .replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>").replace(/"/g, "'");
    return `        ["${name}"] = "${body}",`;
  });
  writeFileSync("src/Keguan/Foundation/Ui/IconPaths.cs", `namespace Keguan.Foundation.Ui;

/// <summary>Outlines of the icons in use, written by \`npm run icons\` from @tabler/icons ${JSON.parse(readFileSync("node_modules/@tabler/icons/package.json", "utf8")).version}.</summary>
/// <remarks>Tabler Icons, MIT License, Copyright (c) 2020-2026 Paweł Kuna. https://github.com/tabler/tabler-icons/blob/main/LICENSE</remarks>
static class IconPaths
{
    public static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
${rows.join("\n")}
    };
}
`);
}
