/** The picture of an actor's offices, and of the bodies that it belonged to, over time. */

import { picture } from "../charts/picture.js";
import { drawTenures } from "../charts/tenures.js";
import { number, t } from "../texts.js";

/**
 * @param {any} actor with offices and memberships
 * @param {import("../main.js").Context} context
 */
export function tenuresPicture({ name, offices, memberships }, context) {
  const all = [
    ...offices.map((/** @type {any} */ each) => ({
      name: each.of ? `${each.office}, ${each.of.name}` : each.office,
      shape: /** @type {const} */ ("office"),
      held: each.held,
    })),
    ...memberships.map((/** @type {any} */ each) => ({
      name: each.standing ? `${each.of.name} (${each.standing})` : each.of.name,
      shape: /** @type {const} */ ("member"),
      held: each.held,
    })),
  ];
  const dated = all.filter(({ held }) => held && (held.earliest ?? held.latest));
  if (!dated.length) return null;
  const start = /** @param {any} tenure */ ({ held }) => held.earliest ?? held.latest;
  dated.sort((one, other) => (start(one) < start(other) ? -1 : 1));
  const shapes = /** @type {[string, string][]} */ ([
    ["office", t("offices")],
    ["member", t("memberships")],
  ]);
  return picture(
    {
      subject: name,
      title: t("tenures"),
      caption: t("tenuresCaption"),
      draw: (width) => drawTenures(dated, width),
      behind: {
        columns: [t("what"), t("tenureKind"), t("when"), t("first"), t("lastEvent")],
        rows: all.map(({ name, shape, held }) => [
          name,
          t(shape === "office" ? "offices" : "memberships"),
          held?.edtf ?? null,
          held?.earliest ?? null,
          held?.latest ?? null,
        ]),
      },
      legend: shapes.filter(([shape]) => dated.some((tenure) => tenure.shape === shape)),
      beside: all.length > dated.length ? [t("undatedTenures", { count: number(all.length - dated.length) })] : [],
    },
    context,
  );
}
