import type {Key, Picture} from "./pictures.js";

/** What a sheet says of where its picture is from. */
export interface Caption {
  /** The run's title. */
  readonly title: string;
  /** Written small at the foot: the run, its data, what they span. */
  readonly foot: string;
}

const edge = 24;
const space = "http://www.w3.org/2000/svg";

/** A picture with its headings, legends and foot, as the text of an SVG file whose colours are still the page's roles. */
export function sheet({title, about, panels}: Picture, caption: Caption, width = 960): string {
  const inside = width - 2 * edge;
  const parts: string[] = [
    text(edge, 38, `${caption.title}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`, {size: 17, weight: "bold"}),
    text(edge, 58, about, {size: 11.5, fill: "var(--theme-foreground-muted)"})
  ];
  let y = 74;
  for (const panel of panels) {
    if (panel.title !== undefined) {
      parts.push(text(edge, y + 14, panel.title, {size: 12, weight: "bold"}));
      if (panel.legend.length > 1) parts.push(legend(panel.legend, y + 14, edge + 40 + 7.5 * panel.title.length));
      y += 22;
    } else if (panel.legend.length > 0) {
      parts.push(legend(panel.legend, y + 10));
      y += 20;
    }
    const plot = panel.draw(inside);
    plot.querySelectorAll("style").forEach((style) => style.remove());
    for (const each of [plot, ...plot.querySelectorAll("[class]")]) each.removeAttribute("class");
    for (const [name, value] of Object.entries({x: edge, y, overflow: "visible", "font-size": 11}))
      plot.setAttribute(name, String(value));
    for (const each of [plot, ...plot.querySelectorAll("[font-family]")]) each.removeAttribute("font-family");
    parts.push(plot.outerHTML);
    y += panel.height + 14;
  }
  parts.push(text(edge, y + 12, caption.foot, {size: 10, fill: "var(--theme-foreground-faint)"}));
  const height = y + 30;
  return `<svg xmlns="${space}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, Verdana, sans-serif" color="var(--theme-foreground)" role="img" aria-label="${escaped(`${caption.title}: ${title}`)}">
<rect width="${width}" height="${height}" fill="var(--theme-background)"/>
${parts.join("\n")}
</svg>
`;
}

interface Style {
  readonly size: number;
  readonly weight?: string;
  readonly fill?: string;
}

function text(x: number, y: number, content: string, {size, weight, fill = "var(--theme-foreground)"}: Style): string {
  const heavy = weight === undefined ? "" : ` font-weight="${weight}"`;
  return `<text x="${x}" y="${y}" font-size="${size}"${heavy} fill="${fill}">${escaped(content)}</text>`;
}

/** Marks and names in a row; a name takes as much room as that many letters of this size mostly do. */
function legend(keys: readonly Key[], y: number, from = edge): string {
  let x = from;
  return keys
    .map(({name, colour, mark}) => {
      const at = x;
      x += 30 + 6.6 * name.length;
      const dashes = mark === "dashed" ? ' stroke-dasharray="3,3"' : "";
      const sign =
        mark === "area"
          ? `<rect x="${at}" y="${y - 9}" width="14" height="10" fill="${colour}" fill-opacity="0.2"/>`
          : `<line x1="${at}" x2="${at + 14}" y1="${y - 4}" y2="${y - 4}" stroke="${colour}" stroke-width="2.5"${dashes}/>`;
      return `${sign}${text(at + 20, y, name, {size: 11, fill: "var(--theme-foreground-muted)"})}`;
    })
    .join("\n");
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
